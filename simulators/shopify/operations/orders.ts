import { fulfilmentPayload, orderPayload } from "../payloads/order-payload.ts";
import { refundPayload } from "../payloads/refund-payload.ts";
import { financialStatusOf } from "../state/order-figures.ts";
import { globalId } from "../state/metafields.ts";
import type { Money, Order, Refund, Transaction } from "../state/types.ts";
import { changeInventory } from "./products.ts";
import type { OperationContext } from "./index.ts";
import type { OrderRef } from "./inputs.ts";
import { refuseUnless } from "./refused.ts";

/** The order, or a refusal that names it. */
export function requireOrder({ store }: OperationContext, ref: OrderRef): Order {
  const order = store.order(ref.shop, ref.orderId);
  refuseUnless(order, `There is no order ${ref.orderId} in ${ref.shop}.`);
  return order;
}

/** Notes a change: the payment status follows the transactions and updatedAt moves forward by a second or more. */
export function touchOrder({ store }: OperationContext, order: Order): void {
  const next = Math.max(Date.parse(store.now()), Date.parse(order.updatedAt) + 1000);
  order.updatedAt = `${new Date(next).toISOString().slice(0, 19)}Z`;
  order.financialStatus = financialStatusOf(order);
  store.changed();
}

/** Emits order topics, all with the order as it is now. */
export function emitOrder({ store, emit }: OperationContext, order: Order, ...topics: string[]): void {
  for (const topic of topics) emit({ shop: order.shop, topic, payload: orderPayload(store, order) });
}

/** Emits refunds/create. */
export function emitRefund({ store, emit }: OperationContext, order: Order, refund: Refund): void {
  emit({ shop: order.shop, topic: "refunds/create", payload: refundPayload(store, order, refund) });
}

/** Emits fulfillments/create for the order's newest fulfilment. */
export function emitFulfilment({ store, emit }: OperationContext, order: Order): void {
  const newest = order.fulfilments.at(-1);
  if (newest)
    emit({
      shop: order.shop,
      topic: "fulfillments/create",
      payload: fulfilmentPayload(store, order, newest),
    });
}

/** Emits a fulfilment order topic, whose body is small and names the fulfilment order by its global id. */
export function emitFulfilmentOrder(
  { emit }: OperationContext,
  order: Order,
  topic: string,
  status: string,
): void {
  const id = globalId("FulfillmentOrder", order.fulfillmentOrderId);
  emit({
    shop: order.shop,
    topic: `fulfillment_orders/${topic}`,
    payload: { fulfillment_order: { id, status } },
  });
}

/** A successful transaction of the simulator's payment gateway. */
export function newTransaction(
  { store }: OperationContext,
  kind: Transaction["kind"],
  amount: Money,
  parentId: number | null = null,
  gateway = "bogus",
): Transaction {
  const createdAt = store.now();
  return { id: store.nextId(), kind, status: "success", gateway, amount, parentId, createdAt };
}

/** Takes units of the order's lines from stock (negative) or puts them back. */
export function moveStock(
  context: OperationContext,
  order: Order,
  moves: { variantId: number | null; units: number }[],
): void {
  for (const move of moves) {
    for (const product of context.store.productsOf(order.shop)) {
      const variant = product.variants.find((candidate) => candidate.id === move.variantId);
      if (variant) changeInventory(context, order.shop, variant, move.units);
    }
  }
}
