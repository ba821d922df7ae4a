import type { EarnRules } from "./ports/earn-rules.ts";

export interface DecideEarnRulesInput {
  readonly programId: number;
  readonly version: number;
  /** Who decides, named as authors are. */
  readonly by: string;
  readonly verdict: "approved" | "declined";
  /** Why, for the history; may be empty. */
  readonly reason: string;
}

export type DecideEarnRulesRefusal =
  | { readonly code: "earn_rules_version_unknown" }
  /** Nobody has to decide, or somebody did. */
  | { readonly code: "earn_rules_not_awaiting" }
  | { readonly code: "earn_rules_own_version" };

export type DecideEarnRulesResult =
  { readonly ok: true } | { readonly ok: false; readonly refusal: DecideEarnRulesRefusal };

/**
 * Approves or declines a version that awaits a second person; approved, it judges orders from now on or from its day.
 * Its author cannot approve it, but may decline it. The first decision stays. Throws the ports' faults.
 */
export async function decideEarnRules(
  ports: { readonly earnRules: Pick<EarnRules, "listRecords" | "decide"> },
  { programId, version, by, verdict, reason }: DecideEarnRulesInput,
): Promise<DecideEarnRulesResult> {
  const record = (await ports.earnRules.listRecords(programId)).find((each) => each.version === version);
  if (!record) return refused("earn_rules_version_unknown");
  if (record.state !== "awaiting_approval") return refused("earn_rules_not_awaiting");
  if (verdict === "approved" && record.author === by) return refused("earn_rules_own_version");
  const decided = await ports.earnRules.decide(programId, version, { by, verdict, reason });
  return decided ? { ok: true } : refused("earn_rules_not_awaiting");
}

function refused(code: DecideEarnRulesRefusal["code"]): DecideEarnRulesResult {
  return { ok: false, refusal: { code } };
}
