import { z } from "zod";

import type { OrderFacts } from "#core/earning";
import { currencyScale } from "#core/units";
import type { ToldOrder } from "#usecases/ports/webhook-payloads";

import { customerPayload } from "./customer-payload.server.ts";
import {
  linePayload,
  readLinePrice,
  readShippingPrice,
  shippingPayload,
  toOrderLine,
} from "./line-payload.server.ts";
import type { Priced } from "./line-payload.server.ts";
import { moneyBag } from "./money-bag.server.ts";
import { readPaid, readTotal } from "./order-money.server.ts";
import { decimalText, optionalText, shopifyId, shopifyTime } from "./payload-fields.server.ts";
import { refundOfOrder } from "./refund-payload.server.ts";

const currency = z.string({ error: "is no currency" }).regex(/^[A-Z]{3}$/, "is no currency");

const orderFields = z.object({
  id: shopifyId,
  name: optionalText,
  currency,
  presentment_currency: currency.nullish(),
  financial_status: optionalText,
  fulfillment_status: optionalText,
  taxes_included: z.boolean().nullish(),
  test: z.boolean().nullish(),
  source_name: optionalText,
  tags: optionalText,
  created_at: shopifyTime,
  processed_at: shopifyTime.nullish(),
  updated_at: shopifyTime,
  cancelled_at: shopifyTime.nullish(),
  total_price_set: moneyBag.nullish(),
  current_total_price: decimalText.nullish(),
  total_outstanding: decimalText.nullish(),
  customer: customerPayload.nullish(),
  line_items: z.array(linePayload),
  shipping_lines: z.array(shippingPayload).nullish(),
  fulfillments: z.array(z.object({ status: optionalText, created_at: shopifyTime })).nullish(),
  refunds: z.array(refundOfOrder).nullish(),
});

export type OrderPayload = z.output<typeof orderFields>;

/**
 * The body of orders/create, updated, paid, cancelled, fulfilled and partially_fulfilled. All amounts beside a `_set`
 * are in the shop's currency, which `currency` names.
 */
export const orderPayload = orderFields.transform((order, context): ToldOrder => {
  const terms = {
    scale: currencyScale(order.currency),
    taxesIncluded: order.taxes_included ?? false,
  };
  const readable = (priced: Priced, ...path: (string | number)[]): Priced => {
    if (priced.ok) return priced;
    const message = `is no amount of ${order.currency}`;
    context.addIssue({ code: "custom", path: [...path, ...priced.path], message });
    return { ok: true, grossMinor: 0, discountMinor: 0, taxMinor: 0 };
  };
  const shipping = (order.shipping_lines ?? []).map((line, index) =>
    readable(readShippingPrice(line, terms), "shipping_lines", index),
  );
  const lines = order.line_items.map((line, index) =>
    toOrderLine(line, readable(readLinePrice(line, terms), "line_items", index)),
  );
  const facts: OrderFacts = {
    orderId: order.id,
    name: order.name ?? `#${order.id}`,
    customerId: order.customer?.customerId ?? null,
    currency: order.currency,
    currencyScale: terms.scale,
    presentmentCurrency: order.presentment_currency ?? order.currency,
    // Shopify leaves the status out while no payment was tried.
    financialStatus: order.financial_status ?? "pending",
    placedAt: order.processed_at ?? order.created_at,
    updatedAt: order.updated_at,
    cancelledAt: order.cancelled_at ?? null,
    fulfilledAt: fulfilledAt(order),
    channel: order.source_name ?? "",
    tags: order.tags === null ? [] : order.tags.split(",").flatMap((tag) => tag.trim() || []),
    test: order.test ?? false,
    taxesIncluded: terms.taxesIncluded,
    shippingMinor: sumOf(shipping, (line) => line.grossMinor - line.discountMinor),
    shippingTaxMinor: sumOf(shipping, (line) => line.taxMinor),
    total: readTotal(order),
    paidMinor: readPaid(order),
    lines,
  };
  return {
    orderId: order.id,
    customer: order.customer ?? null,
    news: { facts, refunds: order.refunds ?? [] },
  };
});

/** When the last parcel was made; an order that counts as fulfilled without one was so when it was told. */
function fulfilledAt(order: OrderPayload): string | null {
  if (order.fulfillment_status !== "fulfilled") return null;
  const sent = (order.fulfillments ?? []).filter(({ status }) => status === null || status === "success");
  return (
    sent
      .map((fulfilment) => fulfilment.created_at)
      .sort()
      .at(-1) ?? order.updated_at
  );
}

function sumOf(priced: readonly Priced[], pick: (line: Priced & { ok: true }) => number): number {
  return priced.reduce((sum, line) => sum + (line.ok ? pick(line) : 0), 0);
}

/** The body of orders/delete. */
export const deletedOrderPayload = z.object({ id: shopifyId }).transform(({ id }) => ({ orderId: id }));
