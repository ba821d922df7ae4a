import type { AccountStart, CheckpointHead, Finding, HistoryWindow } from "#core/proof";
import type { Instant } from "#core/units";

/** An account with its history, to be read to the end or left before the next account is asked for. */
export interface AccountHistory {
  readonly start: AccountStart;
  /** In order, without overlap; every row of the account is in one of them. */
  readonly windows: AsyncIterable<HistoryWindow> | Iterable<HistoryWindow>;
}

/** The ledger's tables as they stand; each account is read at one moment, so that posting may go on meanwhile. */
export interface LedgerHistory {
  listPrograms(): Promise<number[]>;
  /** How much there is to read, about. */
  measure(programId: number): Promise<{ accounts: number; entries: number }>;
  /** Every account that has a row in any of the ledger's tables, by id. */
  readAccounts(programId: number): AsyncIterable<AccountHistory>;
  /** What no account's own rows can show: a member without account, a one-sided movement, rows of no program. */
  findBetweenAccounts(programId: number): Promise<Finding | null>;
}

/** A Merkle root over the heads of a program's accounts. */
export interface Checkpoint {
  readonly programId: number;
  /** Counts the program's checkpoints from 1. */
  readonly number: number;
  readonly takenAt: Instant;
  readonly accounts: number;
  readonly entries: number;
  /** In hex. */
  readonly root: string;
}

/** A checkpoint with the heads that it was made of, by account id. */
export interface CheckpointCopy {
  readonly checkpoint: Checkpoint;
  readonly heads: AsyncIterable<CheckpointHead>;
}

export interface Checkpoints {
  /** The newest one; null: none was taken. */
  findNewest(programId: number): Promise<CheckpointCopy | null>;
  /**
   * Takes a checkpoint of all accounts as they stand; `fold` is told every head in the order of accounts and answers
   * the root at the end. Heads of earlier checkpoints are forgotten, their roots stay.
   */
  take(programId: number, fold: { add(head: CheckpointHead): void; root(): string }): Promise<Checkpoint>;
}

/** How a verification ended. */
export interface Verification {
  readonly programId: number;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly ok: boolean;
  readonly accounts: number;
  readonly entries: number;
  /** Accounts that do not hold. */
  readonly broken: number;
  /** The first thing that does not hold; null: all does. */
  readonly finding: Finding | null;
}

/** The last verification of each program. */
export interface Verifications {
  /** By the database's clock. */
  now(): Promise<Instant>;
  save(verification: Verification): Promise<void>;
  findLast(programId: number): Promise<Verification | null>;
}
