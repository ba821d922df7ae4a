import type { Instant } from "../units/index.ts";

/** Where a member's credits stand. */
export type Bucket = "available" | "pending" | "held";

/** What a program account is for; the other side of a member's postings. */
export type Purpose =
  "issued" | "redeemed" | "expired" | "adjusted" | "exigo" | "opening" | "transferred" | "debtWrittenOff";

/** A posting stands on a bucket of the member's account or on a purpose of the program. */
export type Book = Bucket | Purpose;

/** Who or what caused an entry; `ref` is a rule version, a staff member, a job, or an Exigo case. */
export interface Cause {
  readonly kind: "rule" | "staff" | "system" | "exigo";
  readonly ref: string;
}

/** What a program does when credits must be taken back that were already spent. */
export type DebtPolicy = "block" | "floor" | "negative";

/** One signed line; `balanceAfterMinor` is null on purposes, which carry no live balance. */
export interface Posting {
  readonly book: Book;
  readonly amountMinor: number;
  readonly balanceAfterMinor: number | null;
}

/** Names a lot: the entry of the same account that made it, and its line. */
export interface LotRef {
  readonly entrySeq: number;
  readonly line: number;
}

/** The credits of one earning. `remainingMinor` is what can still be spent of it. */
export interface Lot extends LotRef {
  /** Pending lots mature; held credits have left their lots and are remembered by the hold. */
  readonly bucket: "available" | "pending";
  readonly amountMinor: number;
  readonly remainingMinor: number;
  readonly availableFrom: Instant;
  /** null: never expires. */
  readonly expiresAt: Instant | null;
}

/** What an entry took from a lot (negative) or gave back to it (positive). */
export interface LotMovement {
  readonly lot: LotRef;
  readonly amountMinor: number;
}

/** Credits set aside for a cart, while it is open. */
export interface Hold {
  /** The key of the `placeHold` that made it. */
  readonly key: string;
  readonly entrySeq: number;
  readonly amountMinor: number;
  /** What it took from which lot: negative movements. */
  readonly taken: readonly LotMovement[];
  readonly expiresAt: Instant;
  readonly state: "open" | "captured" | "voided" | "expired";
  /** The entry that ended it; null while it is open. */
  readonly endedSeq: number | null;
}

/** The entry that a command may reverse, as the ledger holds it. */
export interface ReversibleEntry {
  readonly seq: number;
  readonly accountId: number;
  readonly kind: EntryKind;
  /** Change of the member's credits against `purpose`. */
  readonly amountMinor: number;
  /** The part of it that stood on pending. */
  readonly pendingMinor: number;
  /** How much of what it added repaid a debt; zero or more. */
  readonly repaidMinor: number;
  readonly purpose: Purpose;
  /** What it took from which lot for good: negative movements, soonest expiry first. */
  readonly taken: readonly LotMovement[];
  /** The lots it made. */
  readonly made: readonly LotRef[];
  readonly subject: string | null;
  /** How much of it was reversed already, in how many reversals. */
  readonly reversedMinor: number;
  readonly reversals: number;
}

/** What is known of a subject: the net earned for it, the newest version decided, the entries made for it. */
export interface SubjectPosition {
  readonly earnedMinor: number;
  readonly version: number;
  readonly entrySeqs: readonly number[];
}

/** The locked state that commands of one account are decided against. */
export interface AccountState {
  readonly accountId: number;
  /** Below zero: the member owes. */
  readonly availableMinor: number;
  readonly pendingMinor: number;
  readonly heldMinor: number;
  readonly entryCount: number;
  /** Lots with something remaining, and those that the batch's commands name. */
  readonly lots: readonly Lot[];
  /** What remains in lots left out above, because no command of the batch needs them; left out: nothing. */
  readonly unreadMinor?: Readonly<Record<Lot["bucket"], number>>;
  /** By key; at least the holds that the batch's commands name. */
  readonly holds: ReadonlyMap<string, Hold>;
  readonly subjects: ReadonlyMap<string, SubjectPosition>;
}

/** The kinds of entries: the command that made it, a transfer's two ends apart. */
export type EntryKind =
  | "earn"
  | "mature"
  | "adjust"
  | "placeHold"
  | "captureHold"
  | "voidHold"
  | "expireHold"
  | "expireLots"
  | "reverse"
  | "transferOut"
  | "transferIn"
  | "open"
  | "adoptExigoMovement"
  | "writeOffDebt";

/** What an account holds, by bucket. */
export type BucketBalances = Readonly<Record<Bucket, number>>;

/** An entry as decided, before it is hashed and stored. */
export interface EntryDraft {
  readonly accountId: number;
  readonly seq: number;
  readonly kind: EntryKind;
  readonly key: string;
  readonly subject: string | null;
  /** null: no shop is known for it. */
  readonly shopId: number | null;
  readonly effectiveAt: Instant;
  readonly bookedAt: Instant;
  readonly cause: Cause;
  readonly reasonCode: string;
  readonly postings: readonly Posting[];
  readonly lotMovements: readonly LotMovement[];
  readonly newLots: readonly Lot[];
  /** The hold that the entry placed or ended, by the entry that placed it; null: none. */
  readonly hold: { readonly entrySeq: number; readonly expiresAt: Instant } | null;
  /** The account's buckets after it. */
  readonly balancesMinor: BucketBalances;
}

/** Expected answers that are not a yes. Amounts in minor units. */
export type Refusal =
  | { readonly code: "not_enough_credits"; readonly availableMinor: number; readonly requestedMinor: number }
  | { readonly code: "amount_is_zero" }
  | { readonly code: "amount_is_negative"; readonly requestedMinor: number }
  | { readonly code: "account_unknown"; readonly accountId: number }
  | { readonly code: "same_account"; readonly accountId: number }
  | { readonly code: "account_has_open_holds"; readonly accountId: number; readonly heldMinor: number }
  | { readonly code: "entry_unknown"; readonly key: string }
  | { readonly code: "entry_of_other_account"; readonly key: string }
  | { readonly code: "entry_has_subject"; readonly subject: string }
  | { readonly code: "entry_not_reversible"; readonly kind: EntryKind }
  | { readonly code: "already_reversed" }
  | {
      readonly code: "more_than_left_to_reverse";
      readonly leftMinor: number;
      readonly requestedMinor: number;
    }
  | { readonly code: "hold_unknown"; readonly holdKey: string }
  | { readonly code: "hold_ended"; readonly holdKey: string; readonly as: "captured" | "voided" | "expired" }
  | { readonly code: "more_than_held"; readonly heldMinor: number; readonly requestedMinor: number }
  | { readonly code: "lot_unknown"; readonly lot: LotRef }
  | { readonly code: "no_debt"; readonly availableMinor: number }
  | { readonly code: "more_than_owed"; readonly owedMinor: number; readonly requestedMinor: number }
  | { readonly code: "not_due"; readonly dueAt: Instant }
  | { readonly code: "key_used_with_other_content"; readonly key: string };

/** What `post` answers for one command. */
export type PostResult =
  | {
      readonly ok: true;
      /** posted: an entry was made. unchanged: nothing was left to do. superseded: a newer version was decided. */
      readonly outcome: "posted" | "unchanged" | "superseded";
      readonly entrySeq: number | null;
      /** Change of the member's credits, all buckets together; zero without an entry. */
      readonly amountMinor: number;
      /** What had to be taken back and was not there (policies block and floor); zero or more. */
      readonly shortfallMinor: number;
      readonly availableMinor: number;
    }
  | { readonly ok: false; readonly refusal: Refusal };
