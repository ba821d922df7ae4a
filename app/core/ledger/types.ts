import type { Instant } from "../units/index.ts";

/** Where a member's credits stand. */
export type Bucket = "available" | "pending" | "held";

/** What a program account is for; its side of every entry. */
export type Purpose = "issued" | "adjusted" | "exigo";

/** A posting stands on a bucket of the member's account or on a purpose of the program. */
export type Book = Bucket | Purpose;

/** Who or what caused an entry; `ref` is a rule version, a staff member, a job, or an Exigo case. */
export interface Cause {
  readonly kind: "rule" | "staff" | "system" | "exigo";
  readonly ref: string;
}

/** What a program does when credits must be taken back that were already spent. */
export type DebtPolicy = "block" | "floor" | "negative";

/** One signed line; `balanceAfter` is null on purposes, which carry no live balance. */
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
  readonly bucket: Bucket;
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

interface CommandBase {
  /** Unique per program and business effect; made from the event's own payload. */
  readonly key: string;
  readonly accountId: number;
  /** When the event took effect in the world. */
  readonly effectiveAt: Instant;
  readonly cause: Cause;
  readonly reasonCode: string;
  /** How the amount came about, stored with the entry; not part of the key's content. */
  readonly trace?: unknown;
  /** Internal note, stored apart from the entry; not part of the key's content. */
  readonly note?: string;
}

/**
 * Brings what the ledger counts as earned for `subject` to `targetMinor` (zero or more): the difference
 * becomes one entry, or none. An older `subjectVersion` than one already decided changes nothing.
 */
export interface EarnCommand extends CommandBase {
  readonly kind: "earn";
  readonly subject: string;
  readonly subjectVersion: number;
  readonly targetMinor: number;
  readonly expiresAt: Instant | null;
}

/** Reverses the whole entry that `reversesKey` made, once; an order's credits change with the order only. */
export interface ReverseCommand extends CommandBase {
  readonly kind: "reverse";
  readonly reversesKey: string;
}

/** Adds (positive) or takes (negative) credits by hand; never more than is available. */
export interface AdjustCommand extends CommandBase {
  readonly kind: "adjust";
  readonly amountMinor: number;
  /** Of the credits added; null: never. */
  readonly expiresAt: Instant | null;
}

/** Books a movement that Exigo made by itself: a fact, so it may leave the account owing. */
export interface AdoptExigoMovementCommand extends CommandBase {
  readonly kind: "adoptExigoMovement";
  readonly amountMinor: number;
}

export type Command = EarnCommand | ReverseCommand | AdjustCommand | AdoptExigoMovementCommand;

/** The entry that a command may reverse, as the ledger holds it. */
export interface ReversibleEntry {
  readonly seq: number;
  readonly accountId: number;
  /** Of the account's available credits. */
  readonly amountMinor: number;
  readonly purpose: Purpose;
  readonly lotMovements: readonly LotMovement[];
  readonly subject: string | null;
  /** The key that reversed it already; null: none did. */
  readonly reversedBy: string | null;
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
  readonly availableMinor: number;
  readonly pendingMinor: number;
  readonly heldMinor: number;
  readonly entryCount: number;
  /** Lots with something remaining, and those that a reversal touches. */
  readonly lots: readonly Lot[];
  readonly subjects: ReadonlyMap<string, SubjectPosition>;
  readonly reversible: ReadonlyMap<string, ReversibleEntry>;
}

/** An entry as decided, before it is hashed and stored. */
export interface EntryDraft {
  readonly accountId: number;
  readonly seq: number;
  readonly kind: Command["kind"];
  readonly key: string;
  readonly subject: string | null;
  readonly effectiveAt: Instant;
  readonly bookedAt: Instant;
  readonly cause: Cause;
  readonly reasonCode: string;
  readonly postings: readonly Posting[];
  readonly lotMovements: readonly LotMovement[];
  readonly newLots: readonly Lot[];
}

/** Expected answers that are not a yes. Amounts in minor units. */
export type Refusal =
  | { readonly code: "not_enough_credits"; readonly availableMinor: number; readonly requestedMinor: number }
  | { readonly code: "amount_is_zero" }
  | { readonly code: "amount_out_of_range" }
  | { readonly code: "account_unknown"; readonly accountId: number }
  | { readonly code: "entry_unknown"; readonly key: string }
  | { readonly code: "entry_of_other_account"; readonly key: string }
  | { readonly code: "entry_has_subject"; readonly subject: string }
  | { readonly code: "already_reversed"; readonly by: string }
  | { readonly code: "key_used_with_other_content"; readonly key: string };

/** What `post` answers for one command. */
export type PostResult =
  | {
      readonly ok: true;
      /** posted: an entry was made. unchanged: the target was met already. superseded: a newer version was decided. */
      readonly outcome: "posted" | "unchanged" | "superseded";
      readonly entrySeq: number | null;
      /** Change of the member's credits; zero without an entry. */
      readonly amountMinor: number;
      /** What had to be taken back and was not there (policies block and floor); zero or more. */
      readonly shortfallMinor: number;
      readonly availableMinor: number;
    }
  | { readonly ok: false; readonly refusal: Refusal };
