import type { CompiledRules, RuleOutcome } from "../rules/index.ts";
import { evaluateOrder } from "./evaluate-order.ts";
import type { KnownOrder } from "./known-order.ts";

/**
 * What an order, as it is known now, earns by rules that need not have been in force when it was placed; caps over
 * several orders were not asked. null: it earns nothing, or has not come so far that it counts.
 */
export function judgePastOrder(
  { snapshot, context }: Pick<KnownOrder, "snapshot" | "context">,
  compiled: CompiledRules,
): RuleOutcome | null {
  // No version is named, because nothing is kept.
  const { evaluation, outcome } = evaluateOrder(snapshot, { version: 0, compiled }, context ?? undefined);
  return evaluation.targetMinor > 0 ? outcome : null;
}
