import { multiplyRatio } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import { evaluateLines } from "./evaluate-lines.ts";
import type { EarnRuleVersion, Evaluation, EvaluationReason, OrderFacts, OrderSnapshot } from "./types.ts";

const MICROS = 1_000_000n;

/**
 * Only an order that is paid in full earns, on what remains of it: a refund leaves the order paid and lowers the
 * remainder. A part payment earns nothing until the rest has come.
 */
const PAID_IN_FULL = new Set(["paid", "partially_refunded", "refunded"]);

/**
 * What an order is to earn now, from all that is known of it. `rules` are all versions of the program's earn rule;
 * `program.scale` is the decimal places of its unit. The target is zero or more, and zero always has its reason.
 * Throws an `AmountFault` when the target is no safe whole number.
 *
 * The base is exact over all lines and becomes whole minor units of the currency once, rounded down; the credits are
 * rounded once, by the rule. So a line that is gone counts exactly nothing, the lines shown sum to the base, and
 * base times rate is the target: refunding line by line ends at exactly 0 in any order.
 */
export function evaluateOrder(
  snapshot: OrderSnapshot,
  rules: readonly EarnRuleVersion[],
  program: { readonly scale: number },
): Evaluation {
  const { facts } = snapshot;
  const rule = facts && ruleOfMoment(rules, facts.placedAt);
  const lines = facts ? evaluateLines(facts, snapshot.refunds) : [];
  const baseMinor = lines.reduce((sum, line) => sum + line.baseMinor, 0);
  const known = {
    ruleVersion: rule?.version ?? null,
    creditsPerUnitMicros: rule?.document.creditsPerUnitMicros ?? null,
    rounding: rule?.document.rounding ?? null,
    baseMinor,
    currency: facts?.currency ?? null,
    currencyScale: facts?.currencyScale ?? 0,
    lines,
  };
  const obstacle = findObstacle(facts, rule, baseMinor);
  if (obstacle || !facts || !rule) return { ...known, reason: obstacle ?? "no_rule", targetMinor: 0 };
  const targetMinor = multiplyRatio(
    baseMinor,
    BigInt(rule.document.creditsPerUnitMicros) * 10n ** BigInt(program.scale),
    MICROS * 10n ** BigInt(facts.currencyScale),
    rule.document.rounding,
  );
  return { ...known, reason: targetMinor > 0 ? "earned" : "rounds_to_zero", targetMinor };
}

/** The first reason for which the order earns nothing; null: it earns on its base. */
function findObstacle(
  facts: OrderFacts | null,
  rule: EarnRuleVersion | null,
  baseMinor: number,
): EvaluationReason | null {
  if (!facts) return "order_unknown";
  if (facts.cancelledAt !== null) return "cancelled";
  if (facts.customerId === null) return "no_customer";
  if (!PAID_IN_FULL.has(facts.financialStatus)) return "not_paid";
  if (!rule) return "no_rule";
  if (!rule.document.enabled) return "rule_off";
  if (rule.document.currency !== facts.currency) return "other_currency";
  return baseMinor === 0 ? "nothing_left" : null;
}

/**
 * The version that was active when the order was placed, so that later changes of the rule move nothing that was
 * earned. Orders placed before the first version are judged by the first one: a shop that installs the app has no
 * rule for its past, and an order of last month that is told again earns instead of being explained away.
 */
function ruleOfMoment(rules: readonly EarnRuleVersion[], placedAt: Instant): EarnRuleVersion | null {
  const ascending = [...rules].sort((a, b) => a.version - b.version);
  return ascending.findLast((rule) => rule.activeFrom <= placedAt) ?? ascending[0] ?? null;
}
