import { globalId } from "../state/metafields.ts";
import { addMoney, portionOfMoney, zeroMoney } from "../state/money.ts";
import type { Money, Order, Refund } from "../state/types.ts";
import { connectionOf } from "./connection.ts";
import type { PageArgs } from "./connection.ts";
import type { ApiContext } from "./context.ts";
import { moneyBag } from "./money-view.ts";
import { lineView, orderView, transactionView } from "./order-view.ts";

type Row = { id: number; view: object };

const paged = (rows: Row[], args: PageArgs): object =>
  connectionOf(rows, args, { key: (row) => String(row.id), node: (row) => row.view });

function refundLineRows(context: ApiContext, order: Order, refund: Refund): Row[] {
  return refund.lines.map((refundLine) => {
    const line = order.lines.find((candidate) => candidate.id === refundLine.lineId);
    return {
      id: refundLine.id,
      view: {
        id: globalId("RefundLineItem", refundLine.id),
        quantity: refundLine.quantity,
        restockType: refundLine.restockType.toUpperCase(),
        restocked: refundLine.restockType !== "no_restock",
        lineItem: () => (line ? lineView(context, order, line) : null),
        priceSet: moneyBag(order, portionOfMoney(refundLine.subtotal, 1, refundLine.quantity)),
        subtotalSet: moneyBag(order, refundLine.subtotal),
        totalTaxSet: moneyBag(order, refundLine.tax),
      },
    };
  });
}

function adjustmentRows(order: Order, refund: Refund): Row[] {
  const row = (id: number, reason: string, amount: Money): Row => ({
    id,
    view: {
      id: globalId("OrderAdjustment", id),
      reason,
      amountSet: moneyBag(order, amount),
      taxAmountSet: moneyBag(order, zeroMoney),
    },
  });
  if (refund.discrepancy.shopMinor === 0) return [];
  const reason = refund.discrepancy.shopMinor > 0 ? "PENDING_REFUND_DISCREPANCY" : "REFUND_DISCREPANCY";
  return [row(refund.id * 10 + 2, reason, refund.discrepancy)];
}

function shippingRows(order: Order, refund: Refund): Row[] {
  if (refund.shipping.shopMinor === 0) return [];
  const id = refund.id * 10 + 3;
  const subtotalAmountSet = moneyBag(order, refund.shipping);
  const taxAmountSet = moneyBag(order, zeroMoney);
  return [{ id, view: { id: globalId("RefundShippingLine", id), subtotalAmountSet, taxAmountSet } }];
}

/** A Refund as the schema describes it. Shipping given back is in refundShippingLines, not in orderAdjustments. */
export function refundView(context: ApiContext, order: Order, refund: Refund): object {
  const transactions = refund.transactions.map((transaction) => ({
    id: transaction.id,
    view: transactionView(order, transaction),
  }));
  const refunded = addMoney(...refund.transactions.map((transaction) => transaction.amount));
  return {
    __typename: "Refund",
    id: globalId("Refund", refund.id),
    legacyResourceId: String(refund.id),
    createdAt: refund.createdAt,
    processedAt: refund.createdAt,
    updatedAt: refund.createdAt,
    note: refund.note,
    order: () => orderView(context, order),
    totalRefundedSet: moneyBag(order, refunded),
    refundLineItems: (args: PageArgs) => paged(refundLineRows(context, order, refund), args),
    refundShippingLines: (args: PageArgs) => paged(shippingRows(order, refund), args),
    orderAdjustments: (args: PageArgs) => paged(adjustmentRows(order, refund), args),
    transactions: (args: PageArgs) => paged(transactions, args),
  };
}
