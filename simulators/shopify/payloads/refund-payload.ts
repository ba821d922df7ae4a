import { globalId } from "../state/metafields.ts";
import { formatMinor, subtractMoney, zeroMoney } from "../state/money.ts";
import type { Store } from "../state/store.ts";
import type { Order, Refund, Transaction } from "../state/types.ts";
import { linePayload } from "./line-payload.ts";
import { moneyFields, moneySet } from "./money-fields.ts";
import { inShopZone } from "./shop-time.ts";

/** A transaction as refunds and orders carry it; its amount is in the currency that the shopper paid. */
export function transactionPayload(store: Store, order: Order, transaction: Transaction): object {
  return {
    id: transaction.id,
    admin_graphql_api_id: globalId("OrderTransaction", transaction.id),
    order_id: order.id,
    parent_id: transaction.parentId,
    kind: transaction.kind,
    status: transaction.status,
    gateway: transaction.gateway,
    amount: formatMinor(transaction.amount.presentmentMinor, order.presentmentCurrency),
    currency: order.presentmentCurrency,
    amount_set: moneySet(order, transaction.amount),
    test: order.test,
    created_at: inShopZone(store, order.shop, transaction.createdAt),
    processed_at: inShopZone(store, order.shop, transaction.createdAt),
  };
}

function orderAdjustments(order: Order, refund: Refund): object[] {
  const adjustment = (
    kind: string,
    reason: string,
    idOffset: number,
    amount: Refund["shipping"],
  ): object => ({
    id: refund.id * 10 + idOffset,
    order_id: order.id,
    refund_id: refund.id,
    kind,
    reason,
    ...moneyFields(order, "amount", amount),
    ...moneyFields(order, "tax_amount", zeroMoney),
  });
  return [
    ...(refund.shipping.shopMinor === 0
      ? []
      : [adjustment("shipping_refund", "Shipping refund", 1, subtractMoney(zeroMoney, refund.shipping))]),
    ...(refund.discrepancy.shopMinor === 0
      ? []
      : [
          adjustment(
            "refund_discrepancy",
            refund.discrepancy.shopMinor > 0 ? "Pending refund discrepancy" : "Refund discrepancy",
            2,
            refund.discrepancy,
          ),
        ]),
  ];
}

/** The body of refunds/create and one of the order's `refunds`. */
export function refundPayload(store: Store, order: Order, refund: Refund): object {
  const at = inShopZone(store, order.shop, refund.createdAt);
  return {
    id: refund.id,
    admin_graphql_api_id: globalId("Refund", refund.id),
    order_id: order.id,
    created_at: at,
    processed_at: at,
    note: refund.note,
    restock: refund.lines.some((line) => line.restockType !== "no_restock"),
    user_id: null,
    return: null,
    duties: [],
    refund_line_items: refund.lines.map((refundLine) => {
      const line = order.lines.find((candidate) => candidate.id === refundLine.lineId);
      return {
        id: refundLine.id,
        line_item_id: refundLine.lineId,
        quantity: refundLine.quantity,
        restock_type: refundLine.restockType,
        location_id: refundLine.restockType === "no_restock" ? null : (store.shop(order.shop)?.id ?? null),
        // Shopify writes these two as numbers, and the sets beside them as strings.
        subtotal: Number(formatMinor(refundLine.subtotal.shopMinor, order.currency)),
        total_tax: Number(formatMinor(refundLine.tax.shopMinor, order.currency)),
        subtotal_set: moneySet(order, refundLine.subtotal),
        total_tax_set: moneySet(order, refundLine.tax),
        ...(line ? { line_item: linePayload(order, line) } : {}),
      };
    }),
    refund_shipping_lines: refundShippingLines(order, refund),
    order_adjustments: orderAdjustments(order, refund),
    transactions: refund.transactions.map((transaction) => transactionPayload(store, order, transaction)),
  };
}

function refundShippingLines(order: Order, refund: Refund): object[] {
  if (refund.shipping.shopMinor === 0 || !order.shippingLine) return [];
  return [
    {
      id: refund.id * 10 + 3,
      shipping_line: { id: order.shippingLine.id, title: order.shippingLine.title },
      subtotal_amount_set: moneySet(order, refund.shipping),
      tax_amount_set: moneySet(order, zeroMoney),
    },
  ];
}
