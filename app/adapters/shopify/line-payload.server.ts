import { z } from "zod";

import type { OrderLine } from "#core/earning";
import { multiplyRatio, parseDecimal } from "#core/units";

import { decimalText, optionalText, shopifyId, units } from "./payload-fields.server.ts";

/** Amounts on a line or on shipping, as both write them. */
const pricedPayload = z.object({
  price: decimalText,
  discount_allocations: z.array(z.object({ amount: decimalText })).nullish(),
  tax_lines: z.array(z.object({ price: decimalText })).nullish(),
});

/** One of an order's `line_items`. */
export const linePayload = pricedPayload.extend({
  id: shopifyId,
  title: optionalText,
  quantity: units,
  current_quantity: units.nullish(),
  total_discount: decimalText.nullish(),
  product_id: shopifyId.nullish(),
  variant_id: shopifyId.nullish(),
  sku: optionalText,
  vendor: optionalText,
  gift_card: z.boolean().nullish(),
  // Only tips name how they were paid.
  tip: z.unknown().optional(),
  tip_payment_gateway: z.unknown().optional(),
  selling_plan_allocation: z.unknown().optional(),
});

/** One of an order's `shipping_lines`. */
export const shippingPayload = pricedPayload.extend({
  discounted_price: decimalText.nullish(),
  is_removed: z.boolean().nullish(),
});

type LinePayload = z.output<typeof linePayload>;
type ShippingPayload = z.output<typeof shippingPayload>;

/** How an order writes its amounts. */
export interface PriceTerms {
  /** Decimal places of the shop's currency. */
  readonly scale: number;
  readonly taxesIncluded: boolean;
}

/** Amounts in minor units of the shop's currency, without tax, and the tax; or the path of what could not be read. */
export type Priced =
  | {
      readonly ok: true;
      readonly grossMinor: number;
      readonly discountMinor: number;
      readonly taxMinor: number;
    }
  | { readonly ok: false; readonly path: readonly (string | number)[] };

interface NamedAmount {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/**
 * What all units of a line cost before and after discounts, without tax. `discount_allocations` tells every discount
 * that falls on the line, also the line's share of one on the whole order; `total_discount` stands in for it in
 * payloads that lack it. Nothing falls below zero.
 */
export function readLinePrice(line: LinePayload, terms: PriceTerms): Priced {
  const inherited = line.total_discount ? [{ path: ["total_discount"], text: line.total_discount }] : [];
  return readPrice(line, line.quantity, discountsOf(line) ?? inherited, terms);
}

/** What shipping cost after discounts, without tax, and its tax. A removed line cost nothing. */
export function readShippingPrice(line: ShippingPayload, terms: PriceTerms): Priced {
  if (line.is_removed) return { ok: true, grossMinor: 0, discountMinor: 0, taxMinor: 0 };
  const discounts = discountsOf(line);
  const price = discounts ? line.price : (line.discounted_price ?? line.price);
  return readPrice({ ...line, price }, 1, discounts ?? [], terms);
}

/** The line with its figures. */
export function toOrderLine(line: LinePayload, priced: Priced): OrderLine {
  const { grossMinor, discountMinor, taxMinor } = priced.ok ? priced : NOTHING;
  return {
    lineId: line.id,
    // What a merchant types for a custom item may name a person, and the ledger's traces can never be changed.
    title: line.product_id ? (line.title ?? "") : "Custom item",
    quantity: line.quantity,
    currentQuantity: line.current_quantity ?? line.quantity,
    grossMinor,
    discountMinor,
    taxMinor,
    productId: line.product_id ?? null,
    variantId: line.variant_id ?? null,
    sku: line.sku,
    vendor: line.vendor,
    giftCard: line.gift_card ?? false,
    tip: Boolean(line.tip ?? line.tip_payment_gateway),
    subscription: Boolean(line.selling_plan_allocation),
  };
}

const NOTHING = { grossMinor: 0, discountMinor: 0, taxMinor: 0 };

function readPrice(
  priced: z.output<typeof pricedPayload>,
  quantity: number,
  discounts: readonly NamedAmount[],
  { scale, taxesIncluded }: PriceTerms,
): Priced {
  const price = readSum([{ path: ["price"], text: priced.price }], scale, quantity);
  const discount = readSum(discounts, scale);
  const tax = readSum(taxesOf(priced), scale);
  for (const part of [price, discount, tax]) if (!part.ok) return part;
  if (!price.ok || !discount.ok || !tax.ok) return { ok: false, path: [] };
  const paidMinor = Math.max(0, price.minor - discount.minor);
  const netMinor = Math.max(0, paidMinor - (taxesIncluded ? tax.minor : 0));
  // A discount on prices that contain tax contains the same share of it; of a free line the share is not known.
  const grossMinor =
    taxesIncluded && paidMinor > 0
      ? multiplyRatio(netMinor, BigInt(price.minor), BigInt(paidMinor), "half-up")
      : Math.max(price.minor, netMinor);
  return { ok: true, grossMinor, discountMinor: grossMinor - netMinor, taxMinor: tax.minor };
}

type Sum =
  { readonly ok: true; readonly minor: number } | { readonly ok: false; readonly path: NamedAmount["path"] };

function readSum(amounts: readonly NamedAmount[], scale: number, times = 1): Sum {
  let minor = 0;
  for (const { text, path } of amounts) {
    const amountMinor = parseDecimal(text, scale);
    if (amountMinor === null || amountMinor < 0) return { ok: false, path };
    minor += amountMinor * times;
    if (!Number.isSafeInteger(minor)) return { ok: false, path };
  }
  return { ok: true, minor };
}

/** null: the payload tells none, which is not the same as none. */
function discountsOf(line: z.output<typeof pricedPayload>): NamedAmount[] | null {
  if (!line.discount_allocations) return null;
  return line.discount_allocations.map(({ amount }, index) => ({
    path: ["discount_allocations", index, "amount"],
    text: amount,
  }));
}

function taxesOf(line: z.output<typeof pricedPayload>): NamedAmount[] {
  return (line.tax_lines ?? []).map(({ price }, index) => ({
    path: ["tax_lines", index, "price"],
    text: price,
  }));
}
