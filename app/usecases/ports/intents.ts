import type { IntentKind, IntentState } from "#core/sync";
import type { Instant } from "#core/units";

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
  readonly sentAt: Instant | null;
}

/** What becomes of a claimed intent; releasing the claim is part of each. */
export type IntentOutcome =
  | { readonly state: "confirmed"; readonly remoteRef: string | null }
  | { readonly state: "refused"; readonly error: string }
  | {
      readonly state: "due";
      readonly inMs: number;
      readonly error: string;
      readonly countsAsAttempt: boolean;
    }
  | { readonly state: "unknown"; readonly inMs: number; readonly error: string }
  | { readonly state: "needs_review"; readonly error: string };

export interface Intents {
  /**
   * Claims the intent for this process with a lease. Writes to one account and system go out one after the
   * other: null when an earlier one is unfinished, or when it is not due, finished, or claimed elsewhere.
   * An intent whose lease ran out in state `sending` is claimed as `unknown`.
   */
  claim(programId: number, intentId: number): Promise<ClaimedIntent | null>;
  /** Stores `sending` and the fence before the request leaves; false: the claim was lost, do not send. */
  markSending(intent: ClaimedIntent, fenceMinor: number | null): Promise<boolean>;
  /** Ends the claim. Returns false, and changes nothing, if another process has claimed it since. */
  finish(intent: ClaimedIntent, outcome: IntentOutcome): Promise<boolean>;
  /** Confirms the account's `shopify.balance` intents of the shop up to this entry: the balance written covers them. */
  confirmBalancesUpTo(programId: number, accountId: number, shopId: number, entrySeq: number): Promise<void>;
  /** Intents that are due, unknown, or whose lease ran out; oldest first, fair between programs. */
  findDue(limit: number): Promise<{ programId: number; id: number }[]>;
}
