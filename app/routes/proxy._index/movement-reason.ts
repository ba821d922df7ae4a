import type { EvaluationReason } from "#core/earning";
import type { Movement } from "#core/reading";

import { fill } from "./speech.ts";
import type { Words } from "./words/types.ts";

/** Why credits moved, in one line that a shopper understands. */
export function movementReason(movement: Movement, { order, movements }: Words): string {
  if (movement.kind !== "earn") return movements[movement.kind];
  // Taken out of pending, to be given anew as credits that can be spent.
  if (movement.reasonCode === "released") return movements.mature;
  if (movement.orderName === null) return movement.amountMinor < 0 ? order.unnamedTaken : order.unnamed;
  return fill(orderReason(movement, order), "order", movement.orderName);
}

function orderReason({ amountMinor, reasonCode }: Movement, order: Words["order"]): string {
  if (amountMinor >= 0) return order.earned;
  switch (reasonCode as EvaluationReason) {
    case "nothing_left":
      return order.refunded;
    case "earned":
    case "rounds_to_zero":
      return order.partlyRefunded;
    case "cancelled":
    case "voided":
      return order.cancelled;
    default:
      return order.changed;
  }
}
