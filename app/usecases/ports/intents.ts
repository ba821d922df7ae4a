import type { IntentKind, IntentOutcome, IntentState } from "#core/sync";
import type { Instant } from "#core/units";

export type { IntentOutcome };

/** A claimed intent. Amounts in minor units of the program's unit. */
export interface ClaimedIntent {
  readonly programId: number;
  readonly id: number;
  readonly kind: IntentKind;
  readonly state: IntentState;
  readonly accountId: number;
  readonly entrySeq: number;
  /** Set for `shopify.balance`. */
  readonly shopId: number | null;
  readonly amountMinor: number;
  /** Earlier sends of it; 0 on the first. */
  readonly attempts: number;
  /** Exigo's balance before the write was sent; null: not sent yet. */
  readonly fenceMinor: number | null;
  /** When the write left, and when it was claimed, both by the database's clock. */
  readonly sentAt: Instant | null;
  readonly claimedAt: Instant;
  /** Names this claim among all of the row. */
  readonly claim: number;
}

export interface Intents {
  /**
   * Claims the intent for this process with a lease; null when it is not due, finished, or claimed elsewhere.
   * Point writes of one account go out one after the other: null, too, while an earlier one is not settled.
   * Of the balance writes of one account to one shop only one is claimed at a time; the newest covers all.
   * An intent whose lease ran out in state `sending` is claimed as `unknown`.
   */
  claim(programId: number, intentId: number): Promise<ClaimedIntent | null>;
  /** Stores `sending` and the fence before the request leaves; false: the claim was lost, do not send. */
  markSending(intent: ClaimedIntent, fenceMinor: number | null): Promise<boolean>;
  /** Ends the claim. Returns false, and changes nothing, if another process has claimed it since. */
  finish(intent: ClaimedIntent, outcome: IntentOutcome): Promise<boolean>;
  /** Confirms the account's `shopify.balance` intents of the shop up to this entry: the balance written covers them. */
  confirmBalancesUpTo(programId: number, accountId: number, shopId: number, entrySeq: number): Promise<void>;
  /** The intent that may be claimed next of the same account, kind and shop; null: none is due. */
  findNext(intent: ClaimedIntent): Promise<number | null>;
  /**
   * Intents that are due or whose lease ran out, and that nothing keeps from being claimed: no earlier point
   * write, no paused connection. Oldest first, fair between programs.
   */
  findDue(limit: number): Promise<{ programId: number; id: number }[]>;
}
