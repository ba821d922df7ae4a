import type { DueExpiry, DueHold, DueLot } from "#core/clockwork";

/** What is looked for in one program. */
export interface DueQuery {
  readonly programId: number;
  /** Lots or holds looked at, above zero. */
  readonly limit: number;
  /** Accounts left out. */
  readonly exceptAccountIds: readonly number[];
}

/** One kind of credits on which time alone acts; due by the database's clock, the longest due first. Takes no locks. */
export interface DueKind<Due> {
  /** Programs in which some are due. */
  findPrograms(): Promise<number[]>;
  find(query: DueQuery): Promise<Due[]>;
}

export interface DueCredits {
  /** Pending lots that are to become available. */
  readonly lotsToMature: DueKind<DueLot>;
  /** Accounts with lots that have expired; one account once. */
  readonly lotsToExpire: DueKind<DueExpiry>;
  /** Open holds whose time is over. */
  readonly holdsToExpire: DueKind<DueHold>;
}
