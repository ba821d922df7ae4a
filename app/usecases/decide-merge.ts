import { passOnMerged } from "./pass-on-merged.ts";
import type { PassOnMergedPorts } from "./pass-on-merged.ts";
import type { MemberMerges } from "./ports/member-merges.ts";

export interface DecideMergePorts extends PassOnMergedPorts {
  readonly memberMerges: Pick<MemberMerges, "decide" | "find" | "findMergedAccounts">;
}

export interface DecideMergeInput {
  readonly programId: number;
  readonly mergeId: number;
  /** The member that goes on, with its customer in Exigo; null: both stay as they are. */
  readonly intoMemberId: number | null;
  /** Shopify's id of the member of staff. */
  readonly staff: string;
}

/**
 * Carries out what a person decided about a merge whose two members both have a customer in Exigo. False: the merge
 * waits for nobody any more, or the member is none of the two. Idempotent by the merge.
 */
export async function decideMerge(ports: DecideMergePorts, input: DecideMergeInput): Promise<boolean> {
  const { programId, mergeId, intoMemberId, staff } = input;
  const isDecided = await ports.memberMerges.decide(programId, mergeId, { intoMemberId, staff });
  if (!isDecided) return false;
  const merge = await ports.memberMerges.find(programId, mergeId);
  if (merge?.state === "merged") await passOnMerged(ports, programId, [merge.from.accountId]);
  return true;
}
