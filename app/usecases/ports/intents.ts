import type { IntentKind, IntentOutcome, IntentState, IntentVerdict, Settlement } from "#core/sync";
import type { Instant } from "#core/units";

export type { IntentOutcome };

/** A claimed intent. Amounts in minor units of the program's unit. */
export interface ClaimedIntent {
  readonly programId: number;
  readonly id: number;
  readonly kind: IntentKind;
  readonly state: IntentState;
  readonly accountId: number;
  /** 0: what the account held when it was handed over. */
  readonly entrySeq: number;
  /** Set for `shopify.balance`. */
  readonly shopId: number | null;
  /** Set for `exigo.point`: the place in Exigo it is owed to; no other place may get it. */
  readonly mirror: number | null;
  readonly amountMinor: number;
  /** Decimal places of the program's unit. */
  readonly scale: number;
  /** The member's customer in Exigo, as the claim found it; null: not known yet. */
  readonly exigoCustomerId: number | null;
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

/** What is stored before a point write leaves. */
export interface SendingFence {
  /** Exigo's balance before it, in minor units. */
  readonly balanceMinor: number;
  /** From now on the balance is read from time to time, the next time within this one; now, if it is not zero at first. */
  readonly readAgainInSeconds: number;
}

/** An intent as a person who decides about it must know it. */
export interface IntentToSettle {
  readonly id: number;
  readonly kind: IntentKind;
  readonly state: IntentState;
  readonly accountId: number;
  readonly amountMinor: number;
  /** Exigo's balance before the write was sent; null: it was not sent. */
  readonly fenceMinor: number | null;
  readonly sentAt: Instant | null;
  readonly mirror: number | null;
  /** Names the claim whose end is decided on. */
  readonly claim: number;
  /** Why it waits. */
  readonly error: string | null;
}

export interface IntentDecision {
  readonly programId: number;
  readonly id: number;
  readonly claim: number;
  /** Where the intent stands; decided on in another state, nothing changes. */
  readonly from: IntentState;
  readonly settlement: Settlement;
  readonly verdict: IntentVerdict;
  /** Shopify's id of the member of staff. */
  readonly staff: string;
  /** Stays for good; empty: none. */
  readonly note: string;
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
  markSending(intent: ClaimedIntent, fence: SendingFence): Promise<boolean>;
  /**
   * Ends the claim, and answers the intent of the same account, kind and shop that may be claimed next; `nextId` null:
   * none is due, or this one is not over yet. null, and nothing of it is changed: another process has claimed it since.
   */
  finish(intent: ClaimedIntent, outcome: IntentOutcome): Promise<{ readonly nextId: number | null } | null>;
  /**
   * Intents that are due or whose lease ran out, and that nothing keeps from being claimed: no earlier point
   * write, no paused connection. Oldest first, fair between programs.
   */
  findDue(limit: number): Promise<{ programId: number; id: number }[]>;
  /** null: the program has no such intent. */
  find(programId: number, id: number): Promise<IntentToSettle | null>;
  /**
   * Stores a person's decision and moves the intent in one commit; the key is intent and claim. A new send is one
   * without attempts or fence. False, and nothing is stored: the intent is not what the person saw.
   */
  settle(decision: IntentDecision): Promise<boolean>;
  /** What was decided about the end of a claim; null: nothing. */
  findVerdict(programId: number, id: number, claim: number): Promise<IntentVerdict | null>;
}
