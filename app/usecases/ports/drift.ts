import type { Instant } from "#core/units";

/** An account whose Exigo balance is due to be read. */
export interface PollTarget {
  readonly programId: number;
  readonly accountId: number;
  readonly exigoCustomerId: number;
}

/** What the ledger expects Exigo to hold, and whether anything is under way that could change it. */
export interface Expectation {
  /** Confirmed writes of ours plus adopted movements, from nothing; minor units. */
  readonly expectedMinor: number;
  /** Intents of `exigo.point` neither confirmed nor refused. */
  readonly inFlight: number;
  readonly entryCount: number;
  /** The drift seen by the read before this one; null: none was seen. */
  readonly lastDriftMinor: number | null;
}

export interface DriftCases {
  /** Accounts with an Exigo customer whose next read is due, recently active first. */
  findDuePolls(limit: number): Promise<PollTarget[]>;
  expectation(programId: number, accountId: number): Promise<Expectation>;
  /** Stores what was read and when to read again. */
  recordObservation(
    target: PollTarget,
    observation: { balanceMinor: number; driftMinor: number; nextInMs: number },
  ): Promise<void>;
  /** Opens the case of this fingerprint, or returns the one that is open already. */
  openCase(
    programId: number,
    drift: { accountId: number; kind: "extra" | "missing"; amountMinor: number; fingerprint: string },
  ): Promise<{ caseId: number; foundAt: Instant; state: "adopted" | "open" }>;
  markAdopted(programId: number, caseId: number, entrySeq: number): Promise<void>;
}
