import type { KeyRecord } from "../ledger/index.ts";
import type { Instant } from "../units/index.ts";

/** Rows of the ledger's tables as they stand, believed in nothing. Amounts in minor units, hashes in hex. */
export interface AccountRow {
  readonly accountId: number;
  readonly memberId: number;
  readonly memberExists: boolean;
  readonly availableMinor: number;
  readonly pendingMinor: number;
  readonly heldMinor: number;
  readonly entryCount: number;
  readonly headHash: string;
  readonly keyCount: number;
  readonly keyHash: string;
  readonly updatedAt: Instant;
}

export interface EntryRow {
  readonly accountId: number;
  readonly seq: number;
  readonly kind: string;
  readonly key: string;
  readonly subject: string | null;
  readonly shopId: number | null;
  readonly effectiveAt: Instant;
  readonly bookedAt: Instant;
  readonly causeKind: string;
  readonly causeRef: string;
  readonly reasonCode: string;
  readonly trace: unknown;
  readonly availableAfterMinor: number;
  readonly pendingAfterMinor: number;
  readonly heldAfterMinor: number;
  readonly prevHash: string;
  readonly hash: string;
}

export interface PostingRow {
  readonly accountId: number;
  readonly seq: number;
  readonly line: number;
  readonly book: string;
  readonly amountMinor: number;
  readonly balanceAfterMinor: number | null;
}

export interface MovementRow {
  readonly accountId: number;
  readonly seq: number;
  readonly line: number;
  readonly lotSeq: number;
  readonly lotLine: number;
  readonly amountMinor: number;
}

export interface LotRow {
  readonly accountId: number;
  readonly seq: number;
  readonly line: number;
  readonly bucket: string;
  readonly amountMinor: number;
  readonly remainingMinor: number;
  readonly availableFrom: Instant;
  readonly expiresAt: Instant | null;
}

export interface HoldRow {
  readonly accountId: number;
  /** The entry that placed it. */
  readonly seq: number;
  readonly key: string;
  readonly amountMinor: number;
  readonly expiresAt: Instant;
  readonly state: string;
  readonly endedSeq: number | null;
}

/** Lots that the newest entry emptied and whose rows still say what they held before. */
export interface SpentRunRow {
  readonly accountId: number;
  readonly seq: number;
  readonly first: LotPlace;
  readonly last: LotPlace;
}

/** Where a lot stands in the order in which lots are spent. */
export interface LotPlace {
  readonly until: Instant;
  readonly seq: number;
  readonly line: number;
}

export interface KeyRow extends KeyRecord {
  readonly hash: string;
}

/** What a checkpoint says of an account. */
export interface CheckpointHead {
  readonly accountId: number;
  readonly entryCount: number;
  readonly headHash: string;
  readonly keyCount: number;
  readonly keyHash: string;
}

/** Rows of one account, each list in the order of its key; a stretch of its history, or all of it. */
export interface HistoryWindow {
  readonly entries: readonly EntryRow[];
  readonly postings: readonly PostingRow[];
  readonly movements: readonly MovementRow[];
  readonly lots: readonly LotRow[];
  /** At least those up to the window's last entry. */
  readonly keys: readonly KeyRow[];
}

/** What must be known of an account before its history is read. */
export interface AccountStart {
  readonly accountId: number;
  /** null: there are rows of an account that is not there. */
  readonly account: AccountRow | null;
  readonly holds: readonly HoldRow[];
  /** null: every lot's row says what remains. */
  readonly spentRun: SpentRunRow | null;
  /** Lots that an entry of kind `mature` names, as `seq/line`. */
  readonly matured: ReadonlySet<string>;
}

/** What does not hold. */
export type FindingCode =
  | "account_missing"
  | "member_missing"
  | "member_without_account"
  | "program_missing"
  | "entry_missing"
  | "row_without_entry"
  | "kind_unknown"
  | "booked_out_of_order"
  | "postings_incomplete"
  | "postings_do_not_sum_to_zero"
  | "balance_after_wrong"
  | "lot_movement_wrong"
  | "lots_do_not_hold_the_balance"
  | "lot_wrong"
  | "spent_run_wrong"
  | "hold_wrong"
  | "chain_broken"
  | "content_changed"
  | "key_missing"
  | "key_wrong"
  | "key_chain_broken"
  | "transfer_one_sided"
  | "account_row_wrong"
  | "history_rewritten"
  | "checkpoint_broken";

/** The first thing that does not hold in an account. */
export interface Finding {
  readonly code: FindingCode;
  /** null: of the whole program. */
  readonly accountId: number | null;
  /** null: of no single entry. */
  readonly seq: number | null;
  /** What is off, in names of columns and amounts; never personal data. */
  readonly detail: string;
}
