import { differenceOf, versionInForce } from "#core/rules";
import type { Change } from "#core/rules";
import type { Instant } from "#core/units";

import type { EarnRules } from "./ports/earn-rules.ts";

export interface ListWaitingEarnRulesInput {
  readonly programId: number;
  /** Who looks, named as authors are. */
  readonly by: string;
  /** The moment whose version in force the others are compared with. */
  readonly now: Instant;
}

/** A version that judges nothing until somebody decides about it. */
export interface WaitingEarnRules {
  readonly version: number;
  readonly author: string;
  readonly reason: string;
  readonly createdAt: Instant;
  /** From when it is to judge orders; past: from its approval on. */
  readonly scheduledFrom: Instant;
  /** False: who looks has written it, and may only decline it. */
  readonly mayApprove: boolean;
  /** What it changes of the version in force. */
  readonly changes: readonly Change[];
}

/** The versions that wait for a second person, oldest first, as somebody sees them. Throws the port's faults. */
export async function listWaitingEarnRules(
  { earnRules }: { readonly earnRules: Pick<EarnRules, "listRecords"> },
  { programId, by, now }: ListWaitingEarnRulesInput,
): Promise<WaitingEarnRules[]> {
  const records = await earnRules.listRecords(programId);
  const approved = records.filter(({ state }) => state === "approved");
  const inForce = versionInForce(approved, now)?.document;
  return records
    .filter(({ state }) => state === "awaiting_approval")
    .map(({ version, author, reason, createdAt, scheduledFrom, document }) => ({
      ...{ version, author, reason, createdAt, scheduledFrom },
      mayApprove: author !== by,
      changes: differenceOf(inForce, document),
    }));
}
