import type { Instant } from "#core/units";

/** An account whose Exigo balance is to be read. */
export interface PollTarget {
  readonly programId: number;
  readonly accountId: number;
  readonly exigoCustomerId: number;
}

/** What the ledger expects Exigo to hold, and whether anything is under way that could change it. */
export interface Expectation {
  /** The mirror that all this is about: the connection's; null: there is no connection. */
  readonly mirror: number | null;
  /** Confirmed writes of ours to the mirror plus movements adopted from it, from nothing; minor units. */
  readonly expectedMinor: number;
  /** Intents of `exigo.point` neither confirmed nor refused. */
  readonly inFlight: number;
  readonly entryCount: number;
  /** The drift seen by the read before this one; null: none was seen. */
  readonly lastDriftMinor: number | null;
  /** Since the account's newest entry, in milliseconds. */
  readonly idleMs: number;
}

/** A drift that was found. */
export interface DriftCase {
  readonly caseId: number;
  readonly accountId: number;
  /** Exigo's balance less the expected one; minor units. */
  readonly amountMinor: number;
  readonly state: "open" | "adopted" | "superseded";
  /** null: the member's link to Exigo is gone. */
  readonly exigoCustomerId: number | null;
}

export interface DriftCases {
  /**
   * Makes the account one whose Exigo balance is read from time to time, the next time now; `balanceMinor` is
   * what was read for it last.
   */
  watch(programId: number, accountId: number, balanceMinor: number): Promise<void>;
  /**
   * Takes accounts of the program whose next read is due, longest due first, and puts their next read off by
   * `againInMs`, so that two workers do not read the same ones and a crash costs no more than that.
   */
  claimDuePolls(
    programId: number,
    page: { readonly limit: number; readonly againInMs: number },
  ): Promise<PollTarget[]>;
  expectation(programId: number, accountId: number): Promise<Expectation>;
  /** Stores what was read and when to read again. A drift of zero closes the account's open cases. */
  recordObservation(
    target: PollTarget,
    observation: { balanceMinor: number; driftMinor: number; nextInMs: number },
  ): Promise<void>;
  /**
   * Opens the case of this fingerprint, or returns the one that is open or adopted already. Other open
   * cases of the account are superseded: the drift they were about is part of this one or gone.
   */
  openCase(
    programId: number,
    drift: {
      accountId: number;
      mirror: number;
      kind: "extra" | "missing";
      amountMinor: number;
      fingerprint: string;
    },
  ): Promise<{ caseId: number; foundAt: Instant; state: "adopted" | "open" }>;
  /** `staff`: Shopify's id of the person who decided it; null: the program's policy did. */
  markAdopted(programId: number, caseId: number, entrySeq: number, staff: string | null): Promise<void>;
  /** The case with the account it is about; null: the program has no such case. */
  findCase(programId: number, caseId: number): Promise<DriftCase | null>;
}
