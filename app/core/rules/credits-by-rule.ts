import type { RuleOutcome } from "./evaluate-rules.ts";

/**
 * How an outcome's target falls on its rules, in minor units: whole amounts that sum to the target exactly. A rule with
 * a cap of its own has what it was granted; the others share the rest in proportion to what they give, in the order of
 * the document, the fractions falling on the later ones.
 */
export function creditsByRule({ targetMinor, shares, wants, trace }: RuleOutcome): Map<string, number> {
  const own = new Map(
    trace.caps.flatMap((cap) => (cap.ruleId === null ? [] : [[cap.ruleId, cap.grantedMinor]])),
  );
  const credits = new Map<string, number>();
  let left = targetMinor;
  for (const { ruleId } of wants) {
    if (ruleId === null) continue;
    credits.set(ruleId, own.get(ruleId) ?? 0);
    left -= own.get(ruleId) ?? 0;
  }
  const others = shares.filter(({ ruleId, parts }) => !credits.has(ruleId) && parts > 0n);
  const whole = others.reduce((sum, { parts }) => sum + parts, 0n);
  let [sum, given] = [0n, 0];
  for (const { ruleId, parts } of others) {
    sum += parts;
    const until = Number((BigInt(left) * sum) / whole);
    credits.set(ruleId, until - given);
    given = until;
  }
  return credits;
}
