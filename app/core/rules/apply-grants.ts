import { CapFault } from "./caps.ts";
import type { RuleOutcome } from "./evaluate-rules.ts";

/**
 * The outcome with what the caps left of it: `granted[i]` answers `wants[i]`. The target is what was granted in all.
 * Throws a `CapFault` when there is not one answer, from zero to what was wanted, for each want.
 */
export function applyGrants(outcome: RuleOutcome, granted: readonly number[]): RuleOutcome {
  const { wants, trace } = outcome;
  if (granted.length !== wants.length)
    throw new CapFault(`${granted.length} grants answer ${wants.length} wants`);
  if (wants.length === 0) return outcome;
  const caps = wants.map(({ ruleId, wantedMinor, caps: asked }, index) => {
    const grantedMinor = granted[index] ?? 0;
    if (grantedMinor < 0 || grantedMinor > wantedMinor)
      throw new CapFault(`${grantedMinor} was granted where ${wantedMinor} was wanted`);
    return { ruleId, caps: asked.map(({ name }) => name), wantedMinor, grantedMinor };
  });
  const targetMinor = caps.reduce((sum, cap) => sum + cap.grantedMinor, 0);
  const reason = outcome.targetMinor > 0 && targetMinor === 0 ? "cap_reached" : outcome.reason;
  return { ...outcome, targetMinor, reason, trace: { ...trace, caps, targetMinor } };
}
