import { sumOfSteps } from "#core/reading";
import type { OrderExplanation } from "#core/reading";

import type { Explanations } from "./ports/explanations.ts";

/** An order's explanation with what its entries gave and took together, in minor units; below zero: more was taken. */
export type ExplainedOrder = OrderExplanation & { readonly creditedMinor: number };

/**
 * Explains what an order earns, also when that is nothing: its last judgement with reason, lines and rules, and the
 * entries that were made of it. null: nothing was told of the order. Throws the port's faults.
 */
export async function explainOrder(
  { explanations }: { readonly explanations: Pick<Explanations, "order"> },
  { programId, shopId, orderId }: { programId: number; shopId: number; orderId: string },
): Promise<ExplainedOrder | null> {
  const explained = await explanations.order(programId, shopId, orderId);
  if (!explained) return null;
  const { availableMinor, pendingMinor, heldMinor } = sumOfSteps(explained.steps);
  return { ...explained, creditedMinor: availableMinor + pendingMinor + heldMinor };
}
