import type { OrderFacts } from "../../earning/index.ts";
import { documentLines, taxRateOf } from "./document-lines.ts";
import { splitUnits } from "./split-units.ts";
import type { ContentResult, DocumentContent, ItemChoice, LineItem } from "./types.ts";

/**
 * What Exigo is to hold of an order: everything that was ever on it, at the prices after discounts; what was taken off
 * again is a return of its own. `items` in the order of the facts' lines. Lacks: `item`, `other_item`.
 */
export function orderContent(
  facts: OrderFacts,
  items: readonly LineItem[],
  choice: ItemChoice,
): ContentResult<DocumentContent> {
  const lines = facts.lines.map((line, index) => ({
    line,
    units: splitUnits({ totalMinor: line.grossMinor - line.discountMinor, quantity: line.quantity }),
    item: items[index] ?? { state: "custom" as const },
  }));
  const details = documentLines(lines, 1, choice);
  if (!details.ok) return details;
  const subTotalMinor = sum(facts.lines.map(({ grossMinor, discountMinor }) => grossMinor - discountMinor));
  const taxMinor = sum(facts.lines.map((line) => line.taxMinor)) + facts.shippingTaxMinor;
  const { shippingMinor } = facts;
  const totals = {
    // Shopify's total may hold what no line has, such as duties: it is what the shopper was charged.
    totalMinor: facts.total?.shopMinor ?? subTotalMinor + taxMinor + shippingMinor,
    subTotalMinor,
    taxMinor,
    shippingMinor,
  };
  const content = { lines: details.content, totals, taxRate: taxRateOf(details.content, taxMinor) };
  return { ok: true, content };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amountMinor) => total + amountMinor, 0);
}
