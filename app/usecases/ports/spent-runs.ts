/** Lots that an entry emptied together and whose rows do not say so yet; at most one run of an account. */
export interface SpentRunRef {
  readonly programId: number;
  readonly accountId: number;
}

/** Spendings over many lots are answered before each lot's row is changed; this is what is left to do. */
export interface SpentRuns {
  /** Up to `limit` runs, the oldest account's first in each program. Takes no locks. */
  findUnwritten(limit: number): Promise<SpentRunRef[]>;
  /**
   * Writes a run on its lots; locks the account meanwhile. A run that was written out by someone else is no matter: the
   * account's next command does it too. Faults: the database's.
   */
  writeOut(run: SpentRunRef): Promise<void>;
}
