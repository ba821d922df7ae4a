import type { MergedAccount, MergeState } from "#core/people";

/** The customers of a shop that Shopify has merged into one. */
export interface MergedCustomers {
  readonly keptCustomerId: string;
  readonly deletedCustomerId: string;
}

/** A merge of two members as it is stored. */
export interface MemberMerge {
  readonly mergeId: number;
  readonly state: MergeState;
  readonly from: { readonly memberId: number; readonly accountId: number };
  readonly into: { readonly memberId: number; readonly accountId: number };
}

/** What became of a telling: both customers have one member, or their members' merge stands as told. */
export type RecordedMerge = { readonly state: "joined" } | MemberMerge;

/** Why a merge cannot be undone: there is none, it is not merged, or the member it went into was merged itself. */
export type UndoRefusal = "merge_unknown" | "merge_not_merged" | "kept_was_merged";

/** Merges of members. Every change is one commit under the locks of the rows it reads. */
export interface MemberMerges {
  /**
   * Takes in that Shopify has merged two customers of a shop: their links lead to one member from now on, or the merge
   * waits for a person. Told again, it answers what stands, also after it was undone; the key is the deleted customer.
   */
  record(programId: number, shopId: number, customers: MergedCustomers): Promise<RecordedMerge>;
  find(programId: number, mergeId: number): Promise<MemberMerge | null>;
  /**
   * Ends the waiting: the members become one, `intoMemberId` going on, or stay apart (null). False: it does not wait,
   * or the member is none of the two.
   */
  decide(
    programId: number,
    mergeId: number,
    decision: { intoMemberId: number | null; staff: string },
  ): Promise<boolean>;
  /** Stops passing on what reaches the merged account; also takes up an undoing that was cut off. */
  beginUndo(
    programId: number,
    mergeId: number,
  ): Promise<{ ok: true; merge: MemberMerge } | { ok: false; refusal: { code: UndoRefusal } }>;
  /** `undone`: each member has its customers again. Otherwise the merge stands as it did. */
  endUndo(programId: number, mergeId: number, end: { undone: boolean; staff: string }): Promise<void>;
  /** Those of the accounts whose member was merged into another one. */
  findMergedAccounts(programId: number, accountIds: readonly number[]): Promise<MergedAccount[]>;
  /** Merged accounts that still have something to pass on, because a process ended before it did. */
  findLeftOver(limit: number): Promise<{ programId: number; accountId: number }[]>;
  /** Keys of the movements that the merge made and that were not given back, newest first. */
  listTransfers(programId: number, merge: MemberMerge): Promise<string[]>;
}
