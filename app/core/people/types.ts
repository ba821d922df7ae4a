/** The member of a customer that Shopify has merged with another. */
export interface MergingMember {
  readonly memberId: number;
  /** null: it is not linked with Exigo. */
  readonly exigoCustomerId: number | null;
}

/**
 * joins: one member has both customers, without any movement of credits. merges: the credits and customers of one
 * member go to the other. asks: a person decides. unknown: neither customer is known yet.
 */
export type MergeJudgement =
  | { readonly outcome: "unknown" }
  | { readonly outcome: "joins"; readonly memberId: number }
  | { readonly outcome: "merges" | "asks"; readonly fromMemberId: number; readonly intoMemberId: number };

/**
 * Where a merge stands. waiting: for a person; merged; undoing: its credits are being given back; undone: both members
 * stand for themselves again; apart: a person decided that they stay so.
 */
export type MergeState = "waiting" | "merged" | "undoing" | "undone" | "apart";

/**
 * How a customer stands. merged: into another customer; deleted: in Shopify; redacted: forgotten, and nothing personal
 * is ever stored of it again.
 */
export type CustomerState = "linked" | "merged" | "deleted" | "redacted";
