import { z } from "zod";

import type { MoneyPair, OrderRefund, RefundMoney, RefundTransaction } from "#core/earning";
import { currencyScale, parseDecimal } from "#core/units";
import type { ToldRefund } from "#usecases/ports/webhook-payloads";

import { moneyBag, sumPairs } from "./money-bag.server.ts";
import { decimalText, optionalText, shopifyId, shopifyTime, units } from "./payload-fields.server.ts";

const transactionPayload = z
  .object({
    id: shopifyId,
    kind: z.string(),
    status: z.string(),
    gateway: optionalText,
    amount: decimalText,
    currency: z.string({ error: "is no currency" }),
  })
  .transform((transaction, context): RefundTransaction => {
    const amountMinor = parseDecimal(transaction.amount, currencyScale(transaction.currency));
    if (amountMinor === null) {
      const message = `is no amount of ${transaction.currency}`;
      context.addIssue({ code: "custom", path: ["amount"], message });
    }
    return {
      transactionId: transaction.id,
      kind: transaction.kind,
      status: transaction.status,
      gateway: transaction.gateway ?? "",
      currency: transaction.currency,
      amountMinor: amountMinor ?? 0,
    };
  });

const refundFields = z.object({
  id: shopifyId,
  created_at: shopifyTime,
  refund_line_items: z
    .array(
      z.object({
        line_item_id: shopifyId,
        quantity: units,
        subtotal_set: moneyBag.nullish(),
        total_tax_set: moneyBag.nullish(),
      }),
    )
    .nullish(),
  refund_shipping_lines: z
    .array(z.object({ subtotal_amount_set: moneyBag.nullish(), tax_amount_set: moneyBag.nullish() }))
    .nullish(),
  order_adjustments: z
    .array(
      z.object({ kind: optionalText, amount_set: moneyBag.nullish(), tax_amount_set: moneyBag.nullish() }),
    )
    .nullish(),
  transactions: z.array(transactionPayload).nullish(),
});

type RefundPayload = z.output<typeof refundFields>;

/** One of an order's `refunds`. */
export const refundOfOrder = refundFields.transform(toRefund);

/** The body of refunds/create. */
export const refundPayload = refundFields
  .extend({ order_id: shopifyId })
  .transform((payload): ToldRefund => ({ orderId: payload.order_id, refund: toRefund(payload) }));

/** A line that was restocked to two places stands in the payload twice; its units are one line of ours. */
function toRefund(payload: RefundPayload): OrderRefund {
  const quantities = new Map<string, number>();
  for (const line of payload.refund_line_items ?? []) {
    quantities.set(line.line_item_id, (quantities.get(line.line_item_id) ?? 0) + line.quantity);
  }
  return {
    refundId: payload.id,
    createdAt: payload.created_at,
    lines: [...quantities].map(([lineId, quantity]) => ({ lineId, quantity })),
    money: readMoney(payload),
  };
}

const NO_MONEY: MoneyPair = { shopMinor: 0, presentmentMinor: 0 };

/**
 * What the refund's units and shipping were worth, and what was given. Shopify writes a refund line's subtotal as a
 * JSON number; the set beside it has the exact text, and without it the money is not known (null).
 */
function readMoney(payload: RefundPayload): RefundMoney | null {
  const lines = payload.refund_line_items ?? [];
  if (!payload.transactions || lines.some(({ subtotal_set }) => !subtotal_set)) return null;
  return {
    lines: sumPairs(lines.map((line) => line.subtotal_set ?? NO_MONEY)),
    lineTax: sumPairs(lines.map((line) => line.total_tax_set ?? NO_MONEY)),
    ...readShipping(payload),
    taxAlone: readTaxAlone(payload),
    transactions: payload.transactions,
  };
}

/** Refunds tell shipping as lines of its own; earlier ones as an adjustment, whose amounts are below zero. */
function readShipping(payload: RefundPayload): Pick<RefundMoney, "shipping" | "shippingTax"> {
  const told = payload.refund_shipping_lines ?? [];
  if (told.length > 0) {
    return {
      shipping: sumPairs(told.map((line) => line.subtotal_amount_set ?? NO_MONEY)),
      shippingTax: sumPairs(told.map((line) => line.tax_amount_set ?? NO_MONEY)),
    };
  }
  const adjusted = (payload.order_adjustments ?? []).filter(({ kind }) => kind === "shipping_refund");
  return {
    shipping: negated(sumPairs(adjusted.map(({ amount_set }) => amount_set ?? NO_MONEY))),
    shippingTax: negated(sumPairs(adjusted.map(({ tax_amount_set }) => tax_amount_set ?? NO_MONEY))),
  };
}

/** An adjustment of tax and nothing else gives tax back; one with an amount is money given without units. */
function readTaxAlone(payload: RefundPayload): MoneyPair {
  const taxes = (payload.order_adjustments ?? [])
    .filter(({ kind, amount_set }) => kind !== "shipping_refund" && amount_set?.shopMinor === 0)
    .map(({ tax_amount_set }) => tax_amount_set ?? NO_MONEY);
  return negated(sumPairs(taxes));
}

function negated({ shopMinor, presentmentMinor }: MoneyPair): MoneyPair {
  return { shopMinor: Math.max(0, -shopMinor), presentmentMinor: Math.max(0, -presentmentMinor) };
}
