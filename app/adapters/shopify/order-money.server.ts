import type { MoneyPair } from "#core/earning";
import { currencyScale, multiplyRatio, parseDecimal } from "#core/units";

import type { OrderPayload } from "./order-payload.server.ts";

/** Everything that was ever on the order with shipping and tax, in both currencies; null: not told. */
export function readTotal(order: OrderPayload): MoneyPair | null {
  return order.total_price_set ?? null;
}

/**
 * Money received before anything was given back, in minor units of the shop's currency; null: the payload does not
 * tell. Orders do not carry their payments: what is outstanding is what the order costs now less what was paid and not
 * given back, and below zero when the shop owes the shopper.
 */
export function readPaid(order: OrderPayload): number | null {
  const scale = currencyScale(order.currency);
  const currentMinor = order.current_total_price && parseDecimal(order.current_total_price, scale);
  const outstandingMinor = order.total_outstanding && parseDecimal(order.total_outstanding, scale);
  if (typeof currentMinor !== "number" || typeof outstandingMinor !== "number") return null;
  return Math.max(0, currentMinor - outstandingMinor + givenBack(order));
}

function givenBack(order: OrderPayload): number {
  return (order.refunds ?? [])
    .flatMap(({ money }) => money?.transactions ?? [])
    .filter(({ kind, status }) => kind === "refund" && status === "success")
    .reduce((sum, { amountMinor, currency }) => sum + inShopMoney(order, amountMinor, currency), 0);
}

function inShopMoney(order: OrderPayload, amountMinor: number, currency: string): number {
  const total = readTotal(order);
  if (currency === order.currency || total === null || total.presentmentMinor <= 0) return amountMinor;
  return multiplyRatio(amountMinor, BigInt(total.shopMinor), BigInt(total.presentmentMinor), "half-up");
}
