import { exactText } from "./exact.ts";
import type { OrderBase } from "./order-base.ts";
import type { RuleShare } from "./share-credits.ts";
import type { TracedEffect, TracedRule } from "./trace.ts";

/** What a matched rule gives, as the trace tells it. */
export function traceShare(share: RuleShare, base: OrderBase, parts: bigint): TracedRule {
  const { rule } = share.compiled;
  const counted = share.lines.filter((line) => !share.beatenOn.includes(line));
  return {
    ruleId: rule.id,
    name: rule.name,
    outcome: "matched",
    lines: namesOf(counted, base),
    beatenOn: namesOf(share.beatenOn, base),
    effect: traceEffect(share, counted, base),
    credits: exactText(share.credits, parts),
    cappedAtMinor: share.wasCapped ? rule.caps.perOrderMinor : null,
  };
}

/** Ids of the lines; shipping comes after the last of them. */
function namesOf(lines: readonly number[], base: OrderBase): string[] {
  return lines.map((line) => base.lines[line]?.context.line.lineId ?? "shipping");
}

function traceEffect(share: RuleShare, counted: readonly number[], base: OrderBase): TracedEffect {
  const { earns } = share.compiled.rule;
  if (!("creditsPerUnitMicros" in earns)) return earns;
  const money = counted.reduce(
    (sum, line) => sum + (base.lines[line]?.base ?? base.shipping?.base ?? 0n),
    0n,
  );
  return { ...earns, base: exactText(money, base.keptParts * base.shareParts) };
}
