import type { ApprovalThreshold } from "#core/rules";

import type { EarnRules } from "./ports/earn-rules.ts";

export interface SetApprovalThresholdInput {
  readonly programId: number;
  readonly threshold: ApprovalThreshold;
  /** Who sets it, for the history. */
  readonly by: string;
}

export type SetApprovalThresholdResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: { readonly code: "program_unknown" | "threshold_out_of_range" } };

/**
 * Sets from where on earn rules need a second person. It holds for versions that are saved from now on: what was saved
 * before stays as it was decided. Refused for amounts that are no safe whole numbers from zero up. Throws the port's
 * faults.
 */
export async function setApprovalThreshold(
  { earnRules }: { readonly earnRules: Pick<EarnRules, "saveThreshold"> },
  { programId, threshold, by }: SetApprovalThresholdInput,
): Promise<SetApprovalThresholdResult> {
  const amounts = [threshold.ratePerUnitMicros, threshold.creditsMinor];
  const isOutOfRange = amounts.some(
    (amount) => amount !== null && !(Number.isSafeInteger(amount) && amount >= 0),
  );
  if (isOutOfRange) return { ok: false, refusal: { code: "threshold_out_of_range" } };
  const isSaved = await earnRules.saveThreshold(programId, threshold, by);
  return isSaved ? { ok: true } : { ok: false, refusal: { code: "program_unknown" } };
}
