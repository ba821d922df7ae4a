import { z } from "zod";

import { parseDecimal } from "#core/units";

import { decimalText, optionalText, shopifyId, units } from "./payload-fields.server.ts";

/** One of an order's `line_items`. */
export const linePayload = z.object({
  id: shopifyId,
  title: optionalText,
  /** null: a custom item. */
  product_id: shopifyId.nullish(),
  quantity: units,
  current_quantity: units.nullish(),
  price: decimalText,
  total_discount: decimalText.nullish(),
  discount_allocations: z.array(z.object({ amount: decimalText })).nullish(),
  tax_lines: z.array(z.object({ price: decimalText })).nullish(),
});

type LinePayload = z.output<typeof linePayload>;

/** The net of a line, or the path of the amount that could not be read. */
export type LineNet =
  | { readonly ok: true; readonly netMinor: number }
  | { readonly ok: false; readonly path: readonly (string | number)[] };

interface NamedAmount {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/**
 * What all units of a line cost after discounts and before tax, in minor units of the shop's currency; never below
 * zero. `discount_allocations` tells every discount that falls on the line, also the line's share of one on the
 * whole order; `total_discount` stands in for it in payloads that lack it.
 */
export function readLineNet(line: LinePayload, order: { scale: number; taxesIncluded: boolean }): LineNet {
  const price: NamedAmount = { path: ["price"], text: line.price };
  const deductions = [...discountsOf(line), ...(order.taxesIncluded ? taxesOf(line) : [])];
  let netMinor = 0;
  for (const amount of [price, ...deductions]) {
    const amountMinor = parseDecimal(amount.text, order.scale);
    if (amountMinor === null || amountMinor < 0) return { ok: false, path: amount.path };
    netMinor += amount === price ? amountMinor * line.quantity : -amountMinor;
    if (!Number.isSafeInteger(netMinor)) return { ok: false, path: amount.path };
  }
  return { ok: true, netMinor: Math.max(0, netMinor) };
}

function discountsOf(line: LinePayload): NamedAmount[] {
  if (line.discount_allocations) {
    return line.discount_allocations.map(({ amount }, index) => ({
      path: ["discount_allocations", index, "amount"],
      text: amount,
    }));
  }
  return line.total_discount ? [{ path: ["total_discount"], text: line.total_discount }] : [];
}

function taxesOf(line: LinePayload): NamedAmount[] {
  return (line.tax_lines ?? []).map(({ price }, index) => ({
    path: ["tax_lines", index, "price"],
    text: price,
  }));
}
