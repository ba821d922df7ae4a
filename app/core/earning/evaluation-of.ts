import type { RuleOutcome } from "../rules/index.ts";
import type { Pending } from "./award-terms.ts";
import { add, fraction, multiply, roundedUp, wholePart, ZERO } from "./fraction.ts";
import type { Fraction } from "./fraction.ts";
import type { OrderFacts } from "./order-facts.ts";
import type { EvaluatedLine, Evaluation } from "./types.ts";
import type { CountedOrder } from "./what-counts.ts";

interface Judged {
  readonly reason: Evaluation["reason"];
  readonly targetMinor: number;
  /** What the target will be once money that is open has moved. */
  readonly expectedMinor: number;
  readonly counted: CountedOrder;
  readonly missing: Fraction;
  readonly pending: Pending | null;
  readonly outcome: RuleOutcome | null;
  readonly version: number | null;
}

/** An order's judgement as it is kept and explained: what counted, by which version, and every step of its rules. */
export function evaluationOf(facts: OrderFacts, judged: Judged): Evaluation {
  const { reason, targetMinor, expectedMinor, counted, missing, pending, outcome, version } = judged;
  const lines = evaluateLines(counted, outcome);
  const baseMinor = lines.reduce((sum, line) => sum + line.baseMinor, 0);
  const { currency, currencyScale, presentmentCurrency, total } = facts;
  const isExchanged = currency !== presentmentCurrency && total !== null;
  return {
    reason,
    targetMinor,
    ruleVersion: version,
    creditsPerUnitMicros: onlyRate(outcome, baseMinor),
    rounding: outcome?.trace.rounding ?? null,
    baseMinor,
    currency,
    currencyScale,
    lines,
    expectedMinor: expectedMinor === targetMinor ? null : expectedMinor,
    missingMinor: roundedUp(missing),
    pending: targetMinor > 0 ? pending : null,
    exchange: isExchanged ? { currency: presentmentCurrency, ...total } : null,
    ...(outcome ? { trace: outcome.trace } : {}),
  };
}

/**
 * What counts of each line, after discounts and before tax; nothing of those that the rules exclude and of tips. Shares
 * are steps of the exact running sum rounded down: they sum to the whole rounded down once, and a line of which nothing
 * is kept counts exactly nothing.
 */
function evaluateLines(counted: CountedOrder, outcome: RuleOutcome | null): EvaluatedLine[] {
  let exact = ZERO;
  return counted.lines.map(({ line, kept, remainingQuantity }) => {
    const before = wholePart(exact);
    const traced = outcome?.trace.lines.find(({ lineId }) => lineId === line.lineId);
    if (!line.tip && !traced?.excludedBy) {
      exact = add(exact, multiply(fraction(line.grossMinor - line.discountMinor), kept));
    }
    const { lineId, title, quantity } = line;
    return { lineId, title, quantity, remainingQuantity, baseMinor: Number(wholePart(exact) - before) };
  });
}

/** The rate where one rule per currency unit counted for all that is shown; null: more or less was at work. */
function onlyRate(outcome: RuleOutcome | null, baseMinor: number): number | null {
  const matched = outcome?.trace.rules.filter((rule) => rule.outcome === "matched") ?? [];
  const [only] = matched;
  if (!only || matched.length > 1 || !("creditsPerUnitMicros" in only.effect)) return null;
  return roundedDown(only.effect.base) === baseMinor ? only.effect.creditsPerUnitMicros : null;
}

/** Exact amounts of a trace are decimals, or fractions where no decimal says them. */
function roundedDown(exact: string): number {
  const [top = "0", bottom] = exact.split("/");
  return bottom === undefined ? Math.floor(Number(top)) : Number(BigInt(top) / BigInt(bottom));
}
