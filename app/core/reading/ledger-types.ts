import type { Instant } from "../units/index.ts";

/** An account's credits by bucket; minor units, `available` below zero: the member owes. */
export interface Balance {
  readonly availableMinor: number;
  readonly pendingMinor: number;
  readonly heldMinor: number;
}

/** Which of an entry's times counts: when it was booked, or when it took effect. */
export type TimeAxis = "booked" | "effective";

/** A line of an account's statement. */
export interface StatementLine {
  readonly seq: number;
  readonly kind: string;
  readonly key: string;
  readonly subject: string | null;
  readonly shopId: number | null;
  readonly effectiveAt: Instant;
  readonly bookedAt: Instant;
  readonly reasonCode: string;
  /** What the entry changed. */
  readonly change: Balance;
  /** What stood after it. */
  readonly balance: Balance;
}

/** A page of a statement, newest first. */
export interface StatementPage {
  readonly lines: readonly StatementLine[];
  /** Cursor of the next, older page; null: this is the last. */
  readonly nextBeforeSeq: number | null;
}

/** The sums of a day's postings of one kind of entry on one book. */
export interface RollupRow {
  /** Calendar day in UTC, `2026-11-20`. */
  readonly day: string;
  /** 0: no shop is known. */
  readonly shopId: number;
  readonly kind: string;
  readonly book: string;
  /** Sum of what was above zero. */
  readonly addedMinor: number;
  /** Sum of what was below zero, as a number above zero. */
  readonly takenMinor: number;
}

/** What may lie between what members held when a day began and what they hold when it ends. */
export type RollForwardLine = Exclude<
  keyof RollForwardDay,
  "day" | "openMinor" | "closeMinor" | "differenceMinor"
>;

/** How a day led from what members held to what they hold. All of it added up is `closeMinor`. */
export interface RollForwardDay {
  readonly day: string;
  /** What members held when the day began; below zero: they owed more than they held. */
  readonly openMinor: number;
  readonly earnedMinor: number;
  /** Zero or below, as the three that follow. */
  readonly spentMinor: number;
  readonly expiredMinor: number;
  /** Earned credits that were taken back. */
  readonly reversedMinor: number;
  /** Either sign, as those that follow. Spent credits given back are above zero. */
  readonly givenBackMinor: number;
  readonly adjustedMinor: number;
  readonly importedMinor: number;
  readonly exigoMinor: number;
  /** Between accounts: zero for a program, unless its ends name different shops. */
  readonly transferredMinor: number;
  readonly writtenOffMinor: number;
  /** What the buckets' own postings lead to. */
  readonly closeMinor: number;
  /** Close less open and all that lies between: zero, or the journal does not balance. */
  readonly differenceMinor: number;
}
