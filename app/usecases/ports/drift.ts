import type { ConfirmedWrite, DriftCause, DriftKind } from "#core/sync";
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
  /** How long that one has been seen unchanged, in milliseconds. */
  readonly unchangedMs: number;
  /** The cursor left movements of the account to the comparison of its balance. */
  readonly wasLeft: boolean;
  /** Drifts written back so far, whatever became of it; Exigo refused the newest one. */
  readonly pushes: number;
  readonly isPushRefused: boolean;
  /** Since the account's newest entry, in milliseconds. */
  readonly idleMs: number;
}

/** A drift that was found. */
export interface DriftCase {
  readonly caseId: number;
  readonly accountId: number;
  /** Exigo's balance less the expected one; minor units. */
  readonly amountMinor: number;
  readonly state: DriftCaseState;
  /** null: the member's link to Exigo is gone. */
  readonly exigoCustomerId: number | null;
}

export type DriftCaseState = "open" | "adopted" | "pushed" | "superseded";

/** What our own books say that can name a drift; amounts in minor units. */
export interface DriftEvidence {
  /** Confirmed writes to the account's mirror, newest first, at most as many as were asked for. */
  readonly writes: readonly ConfirmedWrite[];
  /** There are more writes than that. */
  readonly hasMoreWrites: boolean;
  /** What was adopted from the mirror, less what was written back. */
  readonly knownMinor: number;
  /** Of that, the drifts that were no movements of Exigo's own. */
  readonly healed: readonly { readonly cause: DriftCause; readonly amountMinor: number }[];
  /** Of the account's writes, those that the cursor has seen at another customer. */
  readonly elsewhere: readonly number[];
  /** Another account drifts by the opposite, and one of both has a write of that amount. */
  readonly oppositeElsewhere: boolean;
}

/** A drift that a case is opened for. */
export interface NewDriftCase {
  readonly accountId: number;
  readonly mirror: number;
  readonly kind: DriftKind;
  readonly cause: DriftCause;
  readonly amountMinor: number;
  /** Found twice under one fingerprint, it is one case. */
  readonly fingerprint: string;
  /** The one movement it is about; null: a difference of balances. */
  readonly transactionId: string | null;
}

export interface DriftCases {
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
   * Opens the case of this fingerprint, or returns the one that is there already. A case about a difference of balances
   * supersedes the other open ones of the account: the drift they were about is part of this one or gone.
   */
  openCase(
    programId: number,
    drift: NewDriftCase,
  ): Promise<{ caseId: number; foundAt: Instant; state: DriftCaseState }>;
  /**
   * Writes an open case's drift back: an `exigo.point` intent of the opposite amount that names the case, in the commit
   * that closes it. null: the case is not open any more, and nothing is written. Returns the intent.
   */
  push(programId: number, caseId: number): Promise<number | null>;
  evidence(
    programId: number,
    accountId: number,
    options: { driftMinor: number; mostWrites: number },
  ): Promise<DriftEvidence>;
  /** `staff`: Shopify's id of the person who decided it; null: the program's policy did. */
  markAdopted(programId: number, caseId: number, entrySeq: number, staff: string | null): Promise<void>;
  /** Makes the accounts' next read due now. */
  readSoon(programId: number, accountIds: readonly number[]): Promise<void>;
  /** Whose the intents are, of those that the program has. */
  ownersOf(programId: number, intentIds: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** The case with the account it is about; null: the program has no such case. */
  findCase(programId: number, caseId: number): Promise<DriftCase | null>;
}
