import { secondsBetween } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { Sign, SignedTopic } from "./signs.ts";

/** An order as far as it shows what happened to it. */
export interface OrderHappenings {
  /** As people know it, `#1001`. */
  readonly name: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly cancelledAt: Instant | null;
  readonly isPaid: boolean;
  readonly fulfilment: "none" | "partial" | "whole";
  /** When payments of it that went through were made, the first few. */
  readonly paidAt: readonly Instant[];
  readonly refundedAt: readonly Instant[];
  /** When it was edited, the last few times. */
  readonly editedAt: readonly Instant[];
  readonly isEdited: boolean;
  /** The first few; null: there may be more, or one was taken back, so they do not show how it came about. */
  readonly fulfilledAt: readonly Instant[] | null;
}

/** What happens to an order within its first minute is often told by `orders/create` alone. */
const IS_NEW_SECONDS = 60;

/**
 * What must have happened to an order. An edit or a refund may make an order paid or fulfilled without a payment or a
 * shipment, so what those show is left out of such an order.
 */
export function orderSigns(order: OrderHappenings): Sign[] {
  const sign = (topic: SignedTopic, at: Instant | null | undefined): Sign[] =>
    at ? [{ topic, at, shownBy: order.name }] : [];
  const isAsPlaced = !order.isEdited && order.refundedAt.length === 0;
  const isLater = secondsBetween(order.createdAt, order.updatedAt) >= IS_NEW_SECONDS;
  return [
    ...sign("orders/create", order.createdAt),
    ...sign("orders/updated", isLater ? order.updatedAt : null),
    ...sign("orders/cancelled", order.cancelledAt),
    ...sign("orders/paid", order.isPaid && isAsPlaced ? newest(order.paidAt) : null),
    ...order.refundedAt.flatMap((at) => sign("refunds/create", at)),
    ...order.editedAt.flatMap((at) => sign("orders/edited", at)),
    ...(isAsPlaced ? shipmentSigns(order, sign) : []),
  ];
}

/** All shipments but the last left the order partly fulfilled; the last one left it as it is. */
function shipmentSigns(
  { fulfilledAt, fulfilment }: OrderHappenings,
  sign: (topic: SignedTopic, at: Instant | null | undefined) => Sign[],
): Sign[] {
  if (fulfilledAt === null || fulfilment === "none") return [];
  const last = newest(fulfilledAt);
  const earlier = fulfilledAt.filter((at) => at !== last);
  return [
    ...earlier.flatMap((at) => sign("orders/partially_fulfilled", at)),
    ...sign(fulfilment === "whole" ? "orders/fulfilled" : "orders/partially_fulfilled", last),
  ];
}

function newest(instants: readonly Instant[]): Instant | undefined {
  return [...instants].sort().at(-1);
}
