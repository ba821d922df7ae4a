import type { MergingMember, MergeJudgement } from "./types.ts";

/**
 * Decides what becomes of the members of two customers that Shopify has merged. Null: that customer is not known here.
 * The member with a customer in Exigo goes on, because its type, rank and place in the tree are there; where both have
 * one, only a person can tell which of them is the shopper.
 */
export function judgeMerge(kept: MergingMember | null, deleted: MergingMember | null): MergeJudgement {
  if (kept === null || deleted === null) {
    const known = kept ?? deleted;
    return known === null ? { outcome: "unknown" } : { outcome: "joins", memberId: known.memberId };
  }
  if (kept.memberId === deleted.memberId) return { outcome: "joins", memberId: kept.memberId };
  if (kept.exigoCustomerId !== null && deleted.exigoCustomerId !== null) {
    return { outcome: "asks", fromMemberId: deleted.memberId, intoMemberId: kept.memberId };
  }
  const [from, into] = deleted.exigoCustomerId === null ? [deleted, kept] : [kept, deleted];
  return { outcome: "merges", fromMemberId: from.memberId, intoMemberId: into.memberId };
}
