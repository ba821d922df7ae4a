import type { CompiledRule, CompiledRules } from "./compile-rules.ts";
import type { CompiledCondition } from "./conditions.ts";
import type { OrderContext } from "./context.ts";
import type { OrderBase } from "./order-base.ts";
import type { TracedRule } from "./trace.ts";
import type { RuleSubject } from "./types.ts";

/** A rule that holds for an order, with the places of the lines it holds for; shipping comes after the last line. */
export interface MatchedRule {
  /** The rule's place in the document. */
  readonly index: number;
  readonly compiled: CompiledRule;
  readonly lines: readonly number[];
}

/** What became of every rule: the matched ones, and for the others the reason at their place. */
export interface Matches {
  readonly matched: readonly MatchedRule[];
  readonly unmatched: readonly (TracedRule | undefined)[];
}

/** Tries every rule in the order of the document. */
export function matchRules(
  rules: CompiledRules,
  subject: RuleSubject,
  order: OrderContext,
  base: OrderBase,
): Matches {
  const matched: MatchedRule[] = [];
  const all = findLines(null, order, base);
  const unmatched = rules.rules.map((compiled, index) => {
    const traced = findObstacle(compiled, subject, order, all);
    if (traced) return traced;
    const lines = compiled.condition?.asksLines ? findLines(compiled.condition, order, base) : all;
    if (lines.length > 0) matched.push({ index, compiled, lines });
    return lines.length > 0 ? undefined : explainNoLine(compiled, order, base);
  });
  return { matched, unmatched };
}

/** What keeps a rule from the whole order. */
function findObstacle(
  { rule, from, until, condition }: CompiledRule,
  { placedAt }: RuleSubject,
  order: OrderContext,
  all: readonly number[],
): TracedRule | undefined {
  const { id: ruleId, name } = rule;
  if (!rule.enabled) return { ruleId, name, outcome: "off" };
  if ((from !== null && placedAt < from) || (until !== null && placedAt >= until)) {
    return { ruleId, name, outcome: "outside_window", from, until };
  }
  if (condition && !condition.asksLines && !condition.holds(order, null)) {
    return { ruleId, name, outcome: "not_matched", failed: condition.explain(order, null) };
  }
  return all.length === 0 ? { ruleId, name, outcome: "nothing_to_match" } : undefined;
}

/** A rule that asks about no line (null) holds for all that are not excluded; one that does passes shipping by. */
function findLines(asked: CompiledCondition | null, order: OrderContext, base: OrderBase): number[] {
  const found: number[] = [];
  for (let index = 0; index < base.lines.length; index += 1) {
    const line = base.lines[index];
    if (!line || line.excludedBy) continue;
    if (!asked || asked.holds(order, line.context)) found.push(index);
  }
  if (!asked && base.shipping) found.push(base.lines.length);
  return found;
}

/** Speaks of the first line that could have matched; a shop's rules mostly fail on all of them alike. */
function explainNoLine({ rule, condition }: CompiledRule, order: OrderContext, base: OrderBase): TracedRule {
  const { id: ruleId, name } = rule;
  const line = base.lines.find(({ excludedBy }) => excludedBy === null);
  return line && condition
    ? { ruleId, name, outcome: "not_matched", failed: condition.explain(order, line.context) }
    : { ruleId, name, outcome: "nothing_to_match" };
}
