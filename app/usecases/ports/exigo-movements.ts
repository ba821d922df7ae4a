import type { SeenMovement } from "#core/sync";
import type { Instant } from "#core/units";

/** A process's claim on reading a mirror's history. */
export interface CursorClaim {
  readonly programId: number;
  readonly mirror: number;
  /** Counts claims: whoever holds an older one has lost it. */
  readonly claim: number;
  /** By the database's clock. */
  readonly claimedAt: Instant;
  /** The newest transaction that was read. */
  readonly position: number;
  /** Where the second look that is due begins; null: none is due. */
  readonly lookFrom: number | null;
}

/** A movement as it was read, its amount in minor units; null: it does not fit the unit. */
export interface ReadMovement {
  readonly transactionId: string;
  readonly exigoCustomerId: number;
  readonly amountMinor: number | null;
  /** The intent that its reference names; null: the reference is not ours. */
  readonly intentId: number | null;
  readonly movedAt: Instant | null;
}

/** A stored movement that nothing was decided about yet. */
export interface NewMovement extends SeenMovement {
  readonly intentId: number | null;
  readonly movedAt: Instant | null;
  readonly seenAt: Instant;
}

export interface ExigoMovements {
  /** Whether the mirror's history is read already. */
  hasCursor(programId: number, mirror: number): Promise<boolean>;
  /** Begins to read after `position`; what came before it is left to the comparison of balances. Done twice, the first counts. */
  begin(programId: number, mirror: number, position: number): Promise<void>;
  /** null: it is not due, or another process is at it. The claim lasts `leaseMs`. */
  claim(programId: number, mirror: number, leaseMs: number): Promise<CursorClaim | null>;
  /**
   * Stores what was read: those of members, and those with a reference of ours. What is stored already stays as it is.
   * With `position` the cursor moves in the same commit. False: the claim was lost, and nothing is stored.
   */
  store(claim: CursorClaim, movements: readonly ReadMovement[], position: number | null): Promise<boolean>;
  /** A second look, up to `position`, has ended; the next is due after `againInMs`. */
  endLook(claim: CursorClaim, ended: { position: number; againInMs: number }): Promise<void>;
  /** Gives the claim back; the next reading is due after `againInMs`. */
  release(claim: CursorClaim, againInMs: number): Promise<void>;
  /**
   * Stored movements that nothing was decided about, oldest first, each with its intent. A movement is doubtful when the
   * account was put right by its balance within `historyLagMs` before the last second look that did not show it, or
   * since, or when cases of the account are open.
   */
  findNew(
    place: { programId: number; mirror: number; historyLagMs: number },
    page: { afterId: number; limit: number },
  ): Promise<NewMovement[]>;
  /** Its write is confirmed by Exigo's number; false: a process is at the intent, or it is known under another number. */
  confirmOwn(programId: number, mirror: number, transactionId: string): Promise<boolean>;
  /** Ends a movement that is new. */
  end(
    programId: number,
    mirror: number,
    transactionIds: readonly string[],
    state: "ours" | "adopted" | "left",
  ): Promise<void>;
}
