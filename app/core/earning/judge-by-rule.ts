import type { RuleLine, RuleSubject } from "../rules/types.ts";
import { assertMinor, multiplyRatio } from "../units/index.ts";
import { add, fraction, multiply, wholePart, ZERO } from "./fraction.ts";
import type { EarnRuleDocument, RuleReason } from "./types.ts";

const MICROS = 1_000_000n;

/** What a rule gives for an order, and each line's share of the base it gave it for, in the lines' order. */
export interface Verdict {
  readonly reason: RuleReason;
  /** Credits in minor units of the program's unit; zero or more, and zero always has its reason. */
  readonly targetMinor: number;
  readonly baseMinor: number;
  readonly sharesMinor: readonly number[];
}

/**
 * Credits per currency unit of what counts of the lines, after discounts and before tax. Tips earn nothing, and
 * neither do gift cards when they are bought: the orders that they pay for earn.
 *
 * The base is exact over all lines and becomes whole minor units of the currency once, rounded down; the credits are
 * rounded once, by the rule. Shares are steps of the exact running sum rounded down. So a line that is gone counts
 * exactly nothing, the lines shown sum to the base, and base times rate is the target: refunding line by line ends at
 * exactly 0 in any order. Throws an `AmountFault` when the target is no safe whole number.
 */
export function judgeByRule(
  document: EarnRuleDocument,
  subject: RuleSubject,
  program: { readonly scale: number },
): Verdict {
  const sharesMinor = shareBase(subject.lines);
  const baseMinor = assertMinor(sharesMinor.reduce((total, share) => total + share, 0));
  const refused = (reason: RuleReason): Verdict => ({ reason, targetMinor: 0, baseMinor, sharesMinor });
  if (!document.enabled) return refused("rule_off");
  if (document.currency !== subject.currency) return refused("other_currency");
  if (baseMinor === 0) return refused("nothing_left");
  const targetMinor = multiplyRatio(
    baseMinor,
    BigInt(document.creditsPerUnitMicros) * 10n ** BigInt(program.scale),
    MICROS * 10n ** BigInt(subject.currencyScale),
    document.rounding,
  );
  return { reason: targetMinor > 0 ? "earned" : "rounds_to_zero", targetMinor, baseMinor, sharesMinor };
}

function shareBase(lines: readonly RuleLine[]): number[] {
  let exact = ZERO;
  return lines.map((line) => {
    const before = wholePart(exact);
    if (!line.tip && !line.giftCard) {
      exact = add(exact, multiply(fraction(assertMinor(line.grossMinor - line.discountMinor)), line.kept));
    }
    return assertMinor(Number(wholePart(exact) - before));
  });
}
