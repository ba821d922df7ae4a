import type { OrderFacts, OrderRefund, RefundMoney } from "../../earning/index.ts";
import { multiplyRatio } from "../../units/index.ts";
import { SETTINGS } from "../documents/types.ts";
import { documentLines, sumOfLines, taxRateOf } from "./document-lines.ts";
import { splitUnits } from "./split-units.ts";
import type { ContentResult, DocumentContent, DocumentLine, ItemChoice, LineItem } from "./types.ts";

interface Returned {
  readonly facts: OrderFacts;
  /** All refunds of the order, as far as they are known. */
  readonly refunds: readonly OrderRefund[];
  readonly refundId: string;
}

/**
 * What Exigo is to hold of a refund: its units at the prices that they were sold at, below zero, and in the totals the
 * money that went back. null: there is nothing to write. Lacks: `item`, `other_item` (money without units needs an item
 * to stand for it), `money` (it is on its way).
 */
export function returnContent(
  { facts, refunds, refundId }: Returned,
  items: readonly LineItem[],
  choice: ItemChoice,
): ContentResult<DocumentContent | null> {
  const ordered = inOrder(refunds);
  const refund = ordered.find((other) => other.refundId === refundId);
  if (!refund) return { ok: true, content: null };
  if (isOnItsWay(refund)) return { ok: false, waitsFor: `refund/${refundId}`, lacks: "money" };
  const details = documentLines(linesOf(facts, ordered, refund, items), -1, choice);
  if (!details.ok) return details;
  const totals = totalsOf(facts, ordered, refund);
  if (details.content.length > 0) {
    const taxRate = taxRateOf(details.content, totals.taxMinor);
    return { ok: true, content: { lines: details.content, totals, taxRate } };
  }
  if (totals.totalMinor === 0) return { ok: true, content: null };
  if (choice.otherItemCode === null) return { ok: false, waitsFor: SETTINGS, lacks: "other_item" };
  const lines = [
    moneyAlone(choice.otherItemCode, totals.totalMinor - totals.taxMinor - totals.shippingMinor),
  ];
  return {
    ok: true,
    content: { lines, totals: { ...totals, subTotalMinor: sumOfLines(lines) }, taxRate: "0.0000" },
  };
}

/** The order of refunds that all who ask agree on. */
function inOrder(refunds: readonly OrderRefund[]): OrderRefund[] {
  return [...refunds].sort(
    (one, other) =>
      Date.parse(one.createdAt) - Date.parse(other.createdAt) ||
      one.refundId.length - other.refundId.length ||
      (one.refundId < other.refundId ? -1 : 1),
  );
}

function isOnItsWay({ money }: OrderRefund): boolean {
  const transactions = money?.transactions ?? [];
  return transactions.length > 0 && !transactions.some(({ status }) => status === "success");
}

function moneyAlone(itemCode: string, amountMinor: number): DocumentLine {
  const quantity = amountMinor > 0 ? 1 : -1;
  return { itemCode, quantity, eachMinor: Math.abs(amountMinor), isTaxed: false, lineId: "" };
}

function linesOf(
  facts: OrderFacts,
  ordered: readonly OrderRefund[],
  refund: OrderRefund,
  items: readonly LineItem[],
) {
  return facts.lines.map((line, index) => {
    const totalMinor = line.grossMinor - line.discountMinor;
    const units = splitUnits({ totalMinor, quantity: line.quantity }, unitsOf(ordered, refund, line.lineId));
    return { line, units, item: items[index] ?? { state: "custom" as const } };
  });
}

/** Which units of the line the refund takes: those after the units of earlier refunds. */
function unitsOf(ordered: readonly OrderRefund[], refund: OrderRefund, lineId: string) {
  const earlier = ordered.slice(0, ordered.indexOf(refund));
  const from = earlier.reduce((sum, other) => sum + quantityOf(other, lineId), 0);
  return { from, count: quantityOf(refund, lineId) };
}

function quantityOf({ lines }: OrderRefund, lineId: string): number {
  return lines.reduce((sum, line) => sum + (line.lineId === lineId ? line.quantity : 0), 0);
}

function totalsOf(facts: OrderFacts, ordered: readonly OrderRefund[], refund: OrderRefund) {
  const { money } = refund;
  const worth = money ? worthOf(money, facts) : worthOfUnits(facts, ordered, refund);
  const totalMinor =
    (money && givenMinor(money, facts)) ?? worth.linesMinor + worth.taxMinor + worth.shippingMinor;
  return {
    // Not by a minus sign: nothing back is zero, and not a zero below zero.
    totalMinor: 0 - totalMinor,
    subTotalMinor: 0 - worth.linesMinor,
    taxMinor: 0 - worth.taxMinor,
    shippingMinor: 0 - worth.shippingMinor,
  };
}

function worthOf(money: RefundMoney, { taxesIncluded }: OrderFacts) {
  const lineTax = money.lineTax.shopMinor;
  const shippingTax = money.shippingTax.shopMinor;
  return {
    linesMinor: money.lines.shopMinor - (taxesIncluded ? lineTax : 0),
    shippingMinor: money.shipping.shopMinor - (taxesIncluded ? shippingTax : 0),
    taxMinor: lineTax + shippingTax + money.taxAlone.shopMinor,
  };
}

/** What was stored before money was read names units only: they are worth their part of the line. */
function worthOfUnits(facts: OrderFacts, ordered: readonly OrderRefund[], refund: OrderRefund) {
  let linesMinor = 0;
  let taxMinor = 0;
  for (const line of facts.lines) {
    const part = unitsOf(ordered, refund, line.lineId);
    const { quantity } = line;
    for (const { quantity: count, eachMinor } of splitUnits(
      { totalMinor: line.grossMinor - line.discountMinor, quantity },
      part,
    )) {
      linesMinor += count * eachMinor;
    }
    for (const units of splitUnits({ totalMinor: line.taxMinor, quantity }, part)) {
      taxMinor += units.quantity * units.eachMinor;
    }
  }
  return { linesMinor, taxMinor, shippingMinor: 0 };
}

/** The money that went back, in the shop's currency; null: none did, so the units alone count. */
function givenMinor(money: RefundMoney, facts: OrderFacts): number | null {
  const moved = money.transactions.filter(({ kind, status }) => kind === "refund" && status === "success");
  if (moved.length === 0) return null;
  const worth = wholeWorth(money, facts);
  const shopperMoney = moved.filter(({ currency }) => currency !== facts.currency);
  const shopperMinor = shopperMoney.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const shopMinor = moved
    .filter(({ currency }) => currency === facts.currency)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (shopperMoney.length === 0) return shopMinor;
  // Exactly what the units cost went back: then it is what they cost in the shop's currency, too.
  if (shopMinor === 0 && shopperMinor === worth.presentmentMinor) return worth.shopMinor;
  const { total } = facts;
  if (total === null || total.presentmentMinor <= 0) return worth.shopMinor;
  return (
    shopMinor +
    multiplyRatio(shopperMinor, BigInt(total.shopMinor), BigInt(total.presentmentMinor), "half-up")
  );
}

function wholeWorth(money: RefundMoney, { taxesIncluded }: OrderFacts) {
  const taxes = taxesIncluded ? [money.taxAlone] : [money.lineTax, money.shippingTax, money.taxAlone];
  const parts = [money.lines, money.shipping, ...taxes];
  return {
    shopMinor: parts.reduce((sum, { shopMinor }) => sum + shopMinor, 0),
    presentmentMinor: parts.reduce((sum, { presentmentMinor }) => sum + presentmentMinor, 0),
  };
}
