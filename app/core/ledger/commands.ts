import type { Instant } from "../units/index.ts";
import type { Cause, LotRef } from "./types.ts";

interface CommandBase {
  /** Unique per program and business effect; made from the event's own payload. */
  readonly key: string;
  readonly accountId: number;
  /** When the event took effect in the world. */
  readonly effectiveAt: Instant;
  readonly cause: Cause;
  readonly reasonCode: string;
  /** The shop that it happened in; left out: none, or one cannot say. */
  readonly shopId?: number;
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
  /** Credits are pending until then; null or past: available at once. */
  readonly availableFrom: Instant | null;
  /** null: never. */
  readonly expiresAt: Instant | null;
  /**
   * The account was merged into another one and has nothing left: what must be taken back it owes, whatever the
   * program's policy, and the debt goes on to the other account. Not part of the key's content.
   */
  readonly mayOwe?: true;
}

/** Makes what remains of a pending lot available, once its day has come. */
export interface MatureCommand extends CommandBase {
  readonly kind: "mature";
  readonly lot: LotRef;
}

/** Adds (positive) or takes (negative) credits by hand; never more than can be spent. */
export interface AdjustCommand extends CommandBase {
  readonly kind: "adjust";
  readonly amountMinor: number;
  /** Of the credits added; null: never. */
  readonly expiresAt: Instant | null;
}

/** Sets credits aside. The hold is named by this command's key and ends `ttlMs` after it is booked. */
export interface PlaceHoldCommand extends CommandBase {
  readonly kind: "placeHold";
  readonly amountMinor: number;
  readonly ttlMs: number;
}

/** Spends what is held, wholly or in part; the rest goes back to its lots. */
export interface CaptureHoldCommand extends CommandBase {
  readonly kind: "captureHold";
  readonly holdKey: string;
  /** null: all of it. */
  readonly amountMinor: number | null;
}

/** Gives back what is held. */
export interface VoidHoldCommand extends CommandBase {
  readonly kind: "voidHold";
  readonly holdKey: string;
}

/** Gives back what is held, once its time is over. */
export interface ExpireHoldCommand extends CommandBase {
  readonly kind: "expireHold";
  readonly holdKey: string;
}

/** Takes what remains of every available lot that expired by `dueAt`. */
export interface ExpireLotsCommand extends CommandBase {
  readonly kind: "expireLots";
  readonly dueAt: Instant;
}

/** Reverses the entry that `reversesKey` made, wholly or in part; an order's credits change with the order only. */
export interface ReverseCommand extends CommandBase {
  readonly kind: "reverse";
  readonly reversesKey: string;
  /** Above zero; null: all that is left of it. */
  readonly amountMinor: number | null;
}

/** Moves credits to another member's account, with the dates of their lots. */
export interface TransferCommand extends CommandBase {
  readonly kind: "transfer";
  readonly toAccountId: number;
  readonly amountMinor: number;
}

/** Moves all that an account holds or owes, pending credits too, into another one. */
export interface MergeAccountsCommand extends CommandBase {
  readonly kind: "mergeAccounts";
  readonly toAccountId: number;
}

/** Undoes a transfer or a merge: `accountId` and `toAccountId` as they were in it. */
export interface ReturnTransferCommand extends CommandBase {
  readonly kind: "returnTransfer";
  readonly toAccountId: number;
  readonly reversesKey: string;
}

/** Opening balance from an import: one lot with its dates. */
export interface OpenCommand extends CommandBase {
  readonly kind: "open";
  readonly amountMinor: number;
  readonly availableFrom: Instant | null;
  readonly expiresAt: Instant | null;
}

/** Books a movement that Exigo made by itself: a fact, so it may leave the account owing. */
export interface AdoptExigoMovementCommand extends CommandBase {
  readonly kind: "adoptExigoMovement";
  readonly amountMinor: number;
}

/** Forgives what a member owes. */
export interface WriteOffDebtCommand extends CommandBase {
  readonly kind: "writeOffDebt";
  /** Above zero, at most the debt; null: all of it. */
  readonly amountMinor: number | null;
}

/** Commands that move credits between two accounts; both are locked. */
export type PairCommand = TransferCommand | MergeAccountsCommand | ReturnTransferCommand;

/** Commands that concern one account. */
export type SingleCommand =
  | EarnCommand
  | MatureCommand
  | AdjustCommand
  | PlaceHoldCommand
  | CaptureHoldCommand
  | VoidHoldCommand
  | ExpireHoldCommand
  | ExpireLotsCommand
  | ReverseCommand
  | OpenCommand
  | AdoptExigoMovementCommand
  | WriteOffDebtCommand;

export type Command = SingleCommand | PairCommand;
