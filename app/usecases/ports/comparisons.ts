import type { Agreement, GapCause, GapFacts } from "#core/sync";
import type { Instant } from "#core/units";

import type { PollTarget } from "./drift.ts";

/** full: every account. delta: those that changed since the last comparison, and those that did not agree. */
export type ComparisonKind = "full" | "delta";

/** join: both lists by customer. unlinked: members without a customer. walk: one account after the other. */
export type ComparisonStage = "join" | "unlinked" | "walk";

/** A process's claim on a comparison, with how far it is. */
export interface ComparisonRun {
  readonly programId: number;
  readonly kind: ComparisonKind;
  /** Counts claims: whoever holds an older one has lost it. */
  readonly claim: number;
  readonly attempt: number;
  readonly mirror: number;
  readonly stage: ComparisonStage;
  /** The last customer or account that was compared; 0: none. */
  readonly position: number;
  readonly begunAt: Instant;
  /** Accounts that changed since then are compared by a delta. */
  readonly changedSince: Instant;
}

/** A linked member's account; amounts in minor units. */
export interface LedgerBalance {
  readonly exigoCustomerId: number;
  readonly accountId: number;
  /** Available and held together. */
  readonly ledgerMinor: number;
}

/** What was read of a customer last, one by one. */
export interface ObservedBalance {
  readonly exigoCustomerId: number;
  readonly balanceMinor: number;
}

/** An account that does not agree. */
export interface NewGap {
  readonly accountId: number;
  readonly ledgerMinor: number;
  /** null: Exigo has no such customer, or no balance that fits the unit. */
  readonly exigoMinor: number | null;
  readonly cause: GapCause;
}

export interface ComparisonStep {
  readonly stage: ComparisonStage;
  readonly position: number;
  /** Accounts compared in this step. */
  readonly accounts: number;
  readonly strangers: number;
  /** Those of the step that agree: a gap they had is closed. */
  readonly agreed: readonly number[];
  readonly gaps: readonly NewGap[];
}

export interface Comparisons {
  /** Programs with an active connection whose comparison of this kind is due, or was left behind by its process. */
  findDue(kind: ComparisonKind): Promise<number[]>;
  /** null: another process has it, or it is not due. A run that was left behind goes on where it was. */
  claim(programId: number, kind: ComparisonKind, firstStage: ComparisonStage): Promise<ComparisonRun | null>;
  /** Linked accounts after a customer, in the order of the customers' ids. */
  listLinked(programId: number, page: { afterCustomerId: number; limit: number }): Promise<LedgerBalance[]>;
  /** The balances that were read last, one by one, in the order of the customers' ids. */
  listObserved(
    programId: number,
    page: { afterCustomerId: number; limit: number },
  ): Promise<ObservedBalance[]>;
  /** Accounts of members without a customer that hold or owe something, in the order of their ids. */
  listUnlinked(
    programId: number,
    page: { afterAccountId: number; limit: number },
  ): Promise<Omit<LedgerBalance, "exigoCustomerId">[]>;
  /**
   * Linked accounts to read one by one, in the order of their ids: those that changed since then and were not found to
   * agree after it, and those with a gap.
   */
  listTargets(
    programId: number,
    page: { afterAccountId: number; limit: number; changedSince: Instant },
  ): Promise<PollTarget[]>;
  /** What the accounts hold, and what was read of them last; null: nothing was. */
  standingOf(programId: number, accountIds: readonly number[]): Promise<Omit<NewGap, "cause">[]>;
  /** What stands in the way of each account's agreement. */
  gapFacts(
    programId: number,
    mirror: number,
    accountIds: readonly number[],
  ): Promise<ReadonlyMap<number, Omit<GapFacts, "isLinked" | "isInExigo">>>;
  /** Stores a step and renews the claim in one commit; attempts count from the last step. False: the claim was lost, and nothing is stored. */
  advance(run: ComparisonRun, step: ComparisonStep): Promise<boolean>;
  /** The sums of this moment, from the accounts and the stored gaps. */
  measure(programId: number): Promise<Agreement & { readonly accounts: number; readonly gaps: number }>;
  /**
   * Ends the run and stores the day's figures; a full run forgets the gaps that it did not see. False: the claim was lost.
   */
  finish(run: ComparisonRun): Promise<boolean>;
  /** Gives the claim back; the run goes on after so many seconds. `trouble` null: nothing failed, so it was no attempt. */
  putOff(run: ComparisonRun, again: { afterSeconds: number; trouble: string | null }): Promise<void>;
  /** Makes a full comparison due now; nothing changes while one is under way. */
  ask(programId: number): Promise<void>;
}
