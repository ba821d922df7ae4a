import type { Instant } from "../units/index.ts";
import { pendingOf, termsOf, wasPaid } from "./award-terms.ts";
import type { AwardTerms, Pending } from "./award-terms.ts";
import { isZero, roundedUp } from "./fraction.ts";
import { judgeByRule } from "./judge-by-rule.ts";
import type { Verdict } from "./judge-by-rule.ts";
import { takenByBanks } from "./money-given.ts";
import type { OrderFacts, OrderSnapshot } from "./order-facts.ts";
import { NO_CONTEXT, ruleSubject } from "./rule-subject.ts";
import type { OrderContext } from "./rule-subject.ts";
import type { EarnRuleVersion, EvaluatedLine, Evaluation, OrderObstacle } from "./types.ts";
import { whatCounts } from "./what-counts.ts";
import type { CountedOrder } from "./what-counts.ts";

type KnownSnapshot = OrderSnapshot & { readonly facts: OrderFacts };

/**
 * What an order is to earn now, from all that is known of it. `rules` are all versions of the program's earn rule;
 * `program.scale` is the decimal places of its unit; `context` is what was asked about the order when it was first
 * judged. The target is zero or more, and zero always has its reason. Throws an `AmountFault` when the target is no
 * safe whole number.
 */
export function evaluateOrder(
  snapshot: OrderSnapshot,
  rules: readonly EarnRuleVersion[],
  program: { readonly scale: number },
  context: OrderContext = NO_CONTEXT,
): Evaluation {
  const { facts } = snapshot;
  if (facts === null) return UNKNOWN;
  const known = { ...snapshot, facts };
  const rule = ruleOfMoment(rules, facts.placedAt);
  const { now, expected, missing } = whatCounts(known);
  const judge = (counted: CountedOrder): Verdict | null =>
    rule && judgeByRule(rule.document, ruleSubject(facts, snapshot.refunds, counted, context), program);
  const verdict = judge(now);
  const terms = termsOf(rule);
  const pending = pendingOf(known, terms);
  const obstacle = findObstacle(known, terms, pending, now);
  const reason = obstacle ?? verdict?.reason ?? "no_rule";
  const targetMinor = obstacle === null ? (verdict?.targetMinor ?? 0) : 0;
  const later = obstacle === null || MAY_PASS.includes(obstacle) ? (judge(expected)?.targetMinor ?? 0) : 0;
  return {
    reason,
    targetMinor,
    ruleVersion: rule?.version ?? null,
    creditsPerUnitMicros: rule?.document.creditsPerUnitMicros ?? null,
    rounding: rule?.document.rounding ?? null,
    baseMinor: verdict?.baseMinor ?? 0,
    currency: facts.currency,
    currencyScale: facts.currencyScale,
    lines: now.lines.map((counted, index) => evaluatedLine(counted, verdict?.sharesMinor[index] ?? 0)),
    expectedMinor: later === targetMinor ? null : later,
    missingMinor: roundedUp(missing),
    pending: targetMinor > 0 ? pending : null,
    exchange: exchangeOf(facts),
  };
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
  { award }: AwardTerms,
  pending: Pending | null,
  counted: CountedOrder,
): OrderObstacle | null {
  const { facts, deleted } = known;
  if (facts.test) return "test_order";
  if (facts.cancelledAt !== null) return "cancelled";
  if (facts.customerId === null) return "no_customer";
  if (facts.financialStatus === "voided") return "voided";
  const awaits = notYet(known, award, pending);
  // What was deleted is never paid or sent any more; what it has earned stays.
  if (deleted && (awaits !== null || pending?.until === "paid" || pending?.until === "fulfilled"))
    return "deleted";
  if (awaits !== null) return awaits;
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

/**
 * The version that was active when the order was placed, so that later changes of the rule move nothing that was
 * earned. Orders placed before the first version are judged by the first one: a shop that installs the app has no
 * rule for its past, and an order of last month that is told again earns instead of being explained away.
 */
export function ruleOfMoment(rules: readonly EarnRuleVersion[], placedAt: Instant): EarnRuleVersion | null {
  const ascending = [...rules].sort((a, b) => a.version - b.version);
  return ascending.findLast((rule) => rule.activeFrom <= placedAt) ?? ascending[0] ?? null;
}

function evaluatedLine(
  { line, remainingQuantity }: CountedOrder["lines"][number],
  baseMinor: number,
): EvaluatedLine {
  const { lineId, title, quantity } = line;
  return { lineId, title, quantity, remainingQuantity, baseMinor };
}

function exchangeOf({
  currency,
  presentmentCurrency,
  total,
}: OrderFacts): NonNullable<Evaluation["exchange"]> | null {
  return currency === presentmentCurrency || total === null
    ? null
    : { currency: presentmentCurrency, ...total };
}
