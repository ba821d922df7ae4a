import type { OperationContext } from "../operations/index.ts";
import { requireOrder } from "../operations/orders.ts";
import { refuseUnless } from "../operations/refused.ts";
import { globalId } from "../state/metafields.ts";
import { fulfillableUnits } from "../state/order-figures.ts";
import type { Store } from "../state/store.ts";
import type { Order, OrderLine } from "../state/types.ts";
import { locationsOf } from "./locations.ts";

/** Lines of an order that one location sends. */
export type FulfilmentOrder = {
  id: number;
  order: Order;
  locationId: number;
  status: "OPEN" | "IN_PROGRESS" | "CLOSED" | "CANCELLED";
  lines: { id: number; line: OrderLine; total: number; remaining: number }[];
};

/** By order: the fulfilment orders at other locations than the shop's first, with the lines moved there. */
type Moved = { id: number; locationId: number; lineIds: number[] };

const movedOf = (store: Store, order: Order): Moved[] =>
  (store.section<Record<string, Moved[]>>("fulfilmentOrders", () => ({}))[order.id] ??= []);

/** A fulfilment order's line has a number of its own in Shopify; here it follows from the order line's. */
export const fulfilmentLineId = (line: OrderLine): number => line.id * 10 + 7;

function statusOf(order: Order, lines: FulfilmentOrder["lines"]): FulfilmentOrder["status"] {
  if (lines.every(({ remaining }) => remaining === 0))
    return order.cancelledAt && lines.every(({ line }) => line.fulfilledQuantity === 0)
      ? "CANCELLED"
      : "CLOSED";
  return lines.some(({ line }) => line.fulfilledQuantity > 0) ? "IN_PROGRESS" : "OPEN";
}

/** An order's fulfilment orders: the shop's first location has every line that was not moved. */
export function fulfilmentOrdersOf(store: Store, order: Order): FulfilmentOrder[] {
  const moved = movedOf(store, order);
  const away = new Set(moved.flatMap(({ lineIds }) => lineIds));
  const first = {
    id: order.fulfillmentOrderId,
    locationId: store.shop(order.shop)?.id ?? 0,
    lineIds: order.lines.map(({ id }) => id).filter((id) => !away.has(id)),
  };
  return [first, ...moved].flatMap(({ id, locationId, lineIds }) => {
    const lines = order.lines
      .filter((line) => lineIds.includes(line.id))
      .map((line) => ({
        id: fulfilmentLineId(line),
        line,
        total: line.currentQuantity,
        remaining: order.cancelledAt ? 0 : fulfillableUnits(line),
      }));
    return lines.length === 0 ? [] : [{ id, order, locationId, status: statusOf(order, lines), lines }];
  });
}

/** A fulfilment order of a shop by its number. */
export function fulfilmentOrder(store: Store, domain: string, id: number): FulfilmentOrder | undefined {
  return store
    .ordersOf(domain)
    .flatMap((order) => fulfilmentOrdersOf(store, order))
    .find((candidate) => candidate.id === id);
}

/** Moves whole lines of an order to another location; emits fulfillment_orders/moved. */
export function moveLines(
  context: OperationContext,
  input: { shop: string; orderId: number; lineIds: number[]; locationId: number },
): { fulfillmentOrderId: number } {
  const { store, emit } = context;
  const order = requireOrder(context, input);
  const location = locationsOf(store, input.shop).find(({ id }) => id === input.locationId);
  refuseUnless(location, `There is no location ${input.locationId} in ${input.shop}.`);
  for (const lineId of input.lineIds) {
    const line = order.lines.find(({ id }) => id === lineId);
    refuseUnless(line, `The order has no line ${lineId}.`);
    refuseUnless(line.fulfilledQuantity === 0, `"${line.title}" was sent already.`);
  }
  const moved = movedOf(store, order);
  for (const part of moved) part.lineIds = part.lineIds.filter((id) => !input.lineIds.includes(id));
  const isFirst = location.id === store.shop(input.shop)?.id;
  let target = moved.find(({ locationId }) => locationId === location.id);
  if (!target && !isFirst) {
    target = { id: store.nextId(), locationId: location.id, lineIds: [] };
    moved.push(target);
  }
  target?.lineIds.push(...input.lineIds);
  store.changed();
  const id = target?.id ?? order.fulfillmentOrderId;
  emit({
    shop: input.shop,
    topic: "fulfillment_orders/moved",
    payload: {
      original_fulfillment_order: {
        id: globalId("FulfillmentOrder", order.fulfillmentOrderId),
        status: "open",
      },
      moved_fulfillment_order: { id: globalId("FulfillmentOrder", id), status: "open" },
      destination_location_id: globalId("Location", location.id),
    },
  });
  return { fulfillmentOrderId: id };
}
