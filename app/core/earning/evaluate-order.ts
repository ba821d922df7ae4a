import { applyGrants, evaluateRules } from "../rules/index.ts";
import type { CapWant, CompiledRules, RuleOutcome } from "../rules/index.ts";
import { awardTerms, pendingOf, wasPaid } from "./award-terms.ts";
import type { AwardTerms, Pending } from "./award-terms.ts";
import { evaluationOf } from "./evaluation-of.ts";
import { isZero } from "./fraction.ts";
import { takenByBanks } from "./money-given.ts";
import type { OrderFacts, OrderSnapshot } from "./order-facts.ts";
import { NO_CONTEXT, ruleSubject } from "./rule-subject.ts";
import type { OrderContext } from "./rule-subject.ts";
import type { Evaluation, OrderObstacle } from "./types.ts";
import { whatCounts } from "./what-counts.ts";
import type { CountedOrder } from "./what-counts.ts";

/** The version of the rules that judges an order, made ready. */
export interface JudgingRules {
  readonly version: number;
  readonly compiled: CompiledRules;
}

/** What an order is to earn, before caps over several orders were asked. */
export interface Judgement {
  readonly evaluation: Evaluation;
  /** What caps over several orders must be asked for; empty: the evaluation is final. */
  readonly wants: readonly CapWant[];
  readonly outcome: RuleOutcome | null;
}

type KnownSnapshot = OrderSnapshot & { readonly facts: OrderFacts };

/**
 * What an order is to earn now, from all that is known of it. `rules` is the version that was in force when it was
 * placed (null: the program has none); `context` is what was asked about the order when it was first judged. The
 * target is zero or more, and zero always has its reason. Throws an `AmountFault` when the target is no safe whole
 * number.
 */
export function evaluateOrder(
  snapshot: OrderSnapshot,
  rules: JudgingRules | null,
  context: OrderContext = NO_CONTEXT,
): Judgement {
  const { facts } = snapshot;
  if (facts === null) return { evaluation: UNKNOWN, wants: [], outcome: null };
  const known = { ...snapshot, facts };
  const { now, expected, missing } = whatCounts(known);
  const judge = (counted: CountedOrder): RuleOutcome | null =>
    rules && evaluateRules(rules.compiled, ruleSubject(facts, snapshot.refunds, counted, context));
  const outcome = judge(now);
  const pending = rules && pendingOf(known, awardTerms(rules.compiled.document));
  const obstacle = findObstacle(known, rules, pending, now);
  const earns = obstacle === null && outcome !== null;
  const mayEarn = obstacle === null || MAY_PASS.includes(obstacle);
  const evaluation = evaluationOf(facts, {
    reason: obstacle ?? outcome?.reason ?? "no_rule",
    targetMinor: earns ? outcome.targetMinor : 0,
    expectedMinor: mayEarn ? (judge(expected)?.targetMinor ?? 0) : 0,
    ...{ counted: now, missing, pending, outcome, version: rules?.version ?? null },
  });
  return { evaluation, wants: earns ? outcome.wants : [], outcome };
}

/** The evaluation once caps have answered: `granted` has one amount for each want. */
export function withGrants({ evaluation, outcome }: Judgement, granted: readonly number[]): Evaluation {
  if (outcome === null || granted.length === 0) return evaluation;
  const { reason, targetMinor, trace } = applyGrants(outcome, granted);
  const { expectedMinor } = evaluation;
  // What caps would grant of more is not known before it is asked.
  const falls = typeof expectedMinor === "number" && expectedMinor < targetMinor;
  return {
    ...evaluation,
    ...{ reason, targetMinor, trace, expectedMinor: falls ? expectedMinor : null },
    pending: targetMinor > 0 ? (evaluation.pending ?? null) : null,
  };
}

/**
 * True when what an order earns is up to the rules and not to what it is: only then is anything asked about it.
 */
export function isUpToRules(snapshot: OrderSnapshot, rules: JudgingRules | null): boolean {
  const { facts } = snapshot;
  if (facts === null || rules === null) return false;
  const known = { ...snapshot, facts };
  const pending = pendingOf(known, awardTerms(rules.compiled.document));
  return findObstacle(known, rules, pending, whatCounts(known).now) === null;
}

/** Obstacles that go away by what usually happens to an order. */
const MAY_PASS: readonly OrderObstacle[] = ["not_paid", "not_fulfilled", "nothing_left"];

const UNKNOWN: Evaluation = {
  reason: "order_unknown",
  targetMinor: 0,
  ruleVersion: null,
  creditsPerUnitMicros: null,
  rounding: null,
  baseMinor: 0,
  currency: null,
  currencyScale: 0,
  lines: [],
};

/** The first reason for which the order itself earns nothing; null: it earns what the rules say. */
function findObstacle(
  known: KnownSnapshot,
  rules: JudgingRules | null,
  pending: Pending | null,
  counted: CountedOrder,
): OrderObstacle | null {
  const { facts, deleted } = known;
  if (facts.test && !rules?.compiled.document.testOrders) return "test_order";
  if (facts.cancelledAt !== null) return "cancelled";
  if (facts.customerId === null) return "no_customer";
  if (facts.financialStatus === "voided") return "voided";
  const awaits = notYet(known, rules ? awardTerms(rules.compiled.document).award : "paid", pending);
  const waits = awaits !== null || pending?.until === "paid" || pending?.until === "fulfilled";
  // What was deleted is never paid or sent any more; what it has earned stays.
  if (deleted && waits) return "deleted";
  if (awaits !== null) return awaits;
  if (rules === null) return "no_rule";
  if (counted.lines.some(({ kept }) => !isZero(kept)) || counted.shippingMinor > 0) return null;
  return isZero(takenByBanks(known.disputes, facts)) ? "nothing_left" : "charged_back";
}

/** What has still to happen before the order earns, also credits that are pending; null: nothing. */
function notYet(
  known: KnownSnapshot,
  award: AwardTerms["award"],
  pending: Pending | null,
): OrderObstacle | null {
  if (!wasPaid(known) && pending?.until !== "paid") return "not_paid";
  return award === "fulfilled" && known.facts.fulfilledAt === null ? "not_fulfilled" : null;
}
