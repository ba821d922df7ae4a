import type { ProofReport } from "#core/reading";

/** A process's claim on the proof of a program's ledger. */
export interface ProofRun {
  readonly programId: number;
  /** Counts the program's claims: whoever holds an older one has lost it. */
  readonly claim: number;
  /** How often the proof was begun since it was last finished, this time included. */
  readonly attempt: number;
}

export interface ProofProgress {
  /** Proved so far. */
  readonly entries: number;
  /** To be proved, as counted at the beginning. */
  readonly entriesInAll: number;
}

/** What a process has while it holds a claim. */
export interface HeldProof {
  /** Aborted when another process has taken the proof over. */
  readonly lost: AbortSignal;
  /** Says how far it is; stored within a second or so. */
  note(progress: ProofProgress): void;
}

/** What stands in the way of the next finished proof, or remained of the last one. */
export type ProofTrouble = NonNullable<ProofReport["trouble"]>;

/**
 * When the ledgers are proved: once a night, by the database's clock, and when someone asks. A run that a process left
 * behind is due again when its claim runs out.
 */
export interface ProofRuns {
  /** Programs whose proof is due. */
  findDue(): Promise<number[]>;
  /** Claims it by a conditional update; null: another process has it, or it is not due. */
  claim(programId: number): Promise<ProofRun | null>;
  /** Renews the claim while `work` runs, and stores its progress. Throws what `work` throws. */
  hold<T>(run: ProofRun, work: (held: HeldProof) => Promise<T>): Promise<T>;
  /** The proof is done, with or without findings. False: the claim was lost. */
  finish(run: ProofRun, trouble: ProofTrouble | null): Promise<boolean>;
  /** Gives the claim back; the proof is begun again after so many seconds. */
  putOff(run: ProofRun, again: { afterSeconds: number; trouble: ProofTrouble | null }): Promise<void>;
  /** Makes a program's proof due now; nothing changes while it is under way. */
  ask(programId: number): Promise<void>;
}
