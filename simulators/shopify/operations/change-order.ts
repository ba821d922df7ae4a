import { outstandingMoney, paidMoney, refundedMoney, refundedShipping } from "../state/order-figures.ts";
import { addMoney, subtractMoney, zeroMoney } from "../state/money.ts";
import { globalId } from "../state/metafields.ts";
import type { Order } from "../state/types.ts";
import type { OperationContext } from "./index.ts";
import type { CancelOrderInput, OrderRef } from "./inputs.ts";
import {
  emitFulfilmentOrder,
  emitOrder,
  emitRefund,
  newTransaction,
  requireOrder,
  touchOrder,
} from "./orders.ts";
import { recordRefund, takeUnits, valueOfRefundLines } from "./refund-order.ts";
import { refuseUnless } from "./refused.ts";

/** Takes what is outstanding; emits orders/paid and orders/updated. */
export function payOrder(context: OperationContext, input: OrderRef): Order {
  const order = requireOrder(context, input);
  const due = outstandingMoney(order);
  refuseUnless(!order.cancelledAt, "A cancelled order cannot be paid.");
  refuseUnless(due.shopMinor > 0, "Nothing is left to pay on this order.");
  order.transactions.push(newTransaction(context, "sale", due));
  touchOrder(context, order);
  emitOrder(context, order, "orders/paid", "orders/updated");
  return order;
}

/** Changes note, tags or the customer only; emits orders/updated. */
export function updateOrder(
  context: OperationContext,
  input: OrderRef & { note?: string | null; tags?: string[]; customerId?: number | null },
): Order {
  const order = requireOrder(context, input);
  if (input.customerId !== undefined) order.customerId = input.customerId;
  if (input.note !== undefined) order.note = input.note;
  if (input.tags !== undefined) order.tags = input.tags;
  touchOrder(context, order);
  emitOrder(context, order, "orders/updated");
  return order;
}

/** Cancels an order and, unless told not to, gives all money back; emits orders/cancelled, refunds/create, … */
export function cancelOrder(context: OperationContext, input: CancelOrderInput): Order {
  const order = requireOrder(context, input);
  refuseUnless(!order.cancelledAt, "The order is cancelled already.");
  refuseUnless(
    order.lines.every((line) => line.fulfilledQuantity === 0),
    "An order with fulfilled lines cannot be cancelled.",
  );
  order.cancelledAt = context.store.now();
  order.closedAt = order.cancelledAt;
  order.cancelReason = input.reason ?? "customer";
  const refund = input.refund === false ? undefined : refundEverything(context, order);
  touchOrder(context, order);
  emitOrder(context, order, "orders/cancelled", "orders/updated");
  if (refund) emitRefund(context, order, refund);
  emitFulfilmentOrder(context, order, "cancelled", "closed");
  return order;
}

function refundEverything(context: OperationContext, order: Order) {
  const left = subtractMoney(paidMoney(order), refundedMoney(order));
  const lines = order.lines
    .filter((line) => line.currentQuantity > 0)
    .map((line) => takeUnits(context, line, line.currentQuantity, "cancel"));
  const shipping = subtractMoney(order.shippingLine?.price ?? zeroMoney, refundedShipping(order));
  if (lines.length === 0 && shipping.shopMinor === 0 && left.shopMinor === 0) return undefined;
  const value = addMoney(valueOfRefundLines(order, lines), shipping);
  const given = left.shopMinor === 0 ? zeroMoney : value.shopMinor > left.shopMinor ? left : value;
  return recordRefund(context, order, { lines, shipping, given, note: null });
}

/** Deletes an order; emits orders/delete, whose body is only the id. */
export function deleteOrder(context: OperationContext, input: OrderRef): void {
  const order = requireOrder(context, input);
  delete context.store.state.orders[String(order.id)];
  context.store.changed();
  const payload = { id: order.id, admin_graphql_api_id: globalId("Order", order.id) };
  context.emit({ shop: order.shop, topic: "orders/delete", payload });
}
