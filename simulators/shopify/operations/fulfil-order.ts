import { fulfillableUnits, fulfilmentStatusOf } from "../state/order-figures.ts";
import type { Fulfilment, Order } from "../state/types.ts";
import type { OperationContext } from "./index.ts";
import type { FulfilOrderInput } from "./inputs.ts";
import { emitFulfilment, emitOrder, requireOrder, touchOrder } from "./orders.ts";
import { refuseUnless } from "./refused.ts";

function unitsToFulfil(order: Order, input: FulfilOrderInput): { lineId: number; quantity: number }[] {
  if (!input.lines)
    return order.lines
      .map((line) => ({ lineId: line.id, quantity: fulfillableUnits(line) }))
      .filter(({ quantity }) => quantity > 0);
  for (const { lineId, quantity } of input.lines) {
    const line = order.lines.find((candidate) => candidate.id === lineId);
    refuseUnless(line, `The order has no line ${lineId}.`);
    refuseUnless(
      Number.isSafeInteger(quantity) && quantity > 0 && quantity <= fulfillableUnits(line),
      `"${line.title}" has ${fulfillableUnits(line)} units to fulfil.`,
    );
  }
  return input.lines;
}

/** Sends units; emits fulfillments/create, orders/fulfilled or orders/partially_fulfilled, and orders/updated. */
export function fulfilOrder(context: OperationContext, input: FulfilOrderInput): Fulfilment {
  const order = requireOrder(context, input);
  refuseUnless(!order.cancelledAt, "A cancelled order cannot be fulfilled.");
  const lines = unitsToFulfil(order, input);
  refuseUnless(lines.length > 0, "Nothing is left to fulfil.");
  for (const { lineId, quantity } of lines) {
    const line = order.lines.find((candidate) => candidate.id === lineId);
    if (line) line.fulfilledQuantity += quantity;
  }
  const fulfilment: Fulfilment = {
    id: context.store.nextId(),
    createdAt: context.store.now(),
    status: "success",
    trackingCompany: input.trackingCompany ?? null,
    trackingNumber: input.trackingNumber ?? input.trackingNumbers?.[0] ?? null,
    ...(input.trackingNumbers ? { trackingNumbers: input.trackingNumbers } : {}),
    ...(input.locationId === undefined ? {} : { locationId: input.locationId }),
    customerNotified: input.notifyCustomer ?? false,
    lines,
  };
  order.fulfilments.push(fulfilment);
  touchOrder(context, order);
  emitFulfilment(context, order);
  const topic = fulfilmentStatusOf(order) === "fulfilled" ? "orders/fulfilled" : "orders/partially_fulfilled";
  emitOrder(context, order, topic, "orders/updated");
  return fulfilment;
}
