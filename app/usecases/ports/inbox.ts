import type { Instant } from "#core/units";

/** A webhook that passed its signature, as it is stored. */
export interface ReceivedWebhook {
  readonly shopDomain: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly topic: string;
  readonly apiVersion: string;
  readonly triggeredAt: Instant | null;
  /** The bytes that were signed. */
  readonly body: Buffer;
}

/** An event as its handler gets it. */
export interface InboxEvent {
  readonly shopDomain: string;
  readonly id: number;
  readonly topic: string;
  readonly body: string;
  /** When Shopify says that it happened: told by a header that nobody signs. Null: it was not told. */
  readonly triggeredAt: Instant | null;
  /** How long ago it was received, by the database's clock. */
  readonly ageMs: number;
  /** This attempt included: 1 on the first. */
  readonly attempt: number;
}

/** A claimed row of the inbox, its body still sealed. */
export interface ClaimedInboxEvent extends Omit<InboxEvent, "body"> {
  /** An event of the shop with the same body was applied already, under another topic of the same effect. */
  readonly wasAppliedBefore: boolean;
  /** Throws a fault when the body was sealed with a key that is gone, or was changed. */
  openBody(): string;
}

/** Names one event. */
export interface InboxEventKey {
  readonly shopDomain: string;
  readonly id: number;
}

/** How a claimed event ended. */
export type InboxOutcome =
  | {
      readonly outcome: "posted" | "ignored";
      readonly reason: string;
      /** The body is removed with the end: it names somebody who was redacted. */
      readonly forgetBody?: true;
    }
  | { readonly outcome: "retry"; readonly inMs: number; readonly reason: string }
  /** Its time has not come, which is no failure: it is due again after `inMs`, and counts no attempt. */
  | { readonly outcome: "waits"; readonly inMs: number; readonly reason: string }
  | { readonly outcome: "quarantined"; readonly reason: string };

/** What came of asking for another try; `body_removed`: it was set aside for too long. */
export type TryAgainResult = "due" | "not_quarantined" | "body_removed";

export interface Inbox {
  /**
   * One insert, the body sealed. "stored" gives the row's id; "duplicate": this delivery (or this event on another
   * subscription) is stored already; "replayed": the same body arrived before under other ids (`otherShop` false)
   * or for another shop (true), or under the topic's twin. Where honest events may have equal bodies (`mayRepeatItself`) the event id tells
   * them apart. Throws a fault, and stores nothing, when the database is out of reach.
   */
  store(
    webhook: ReceivedWebhook,
  ): Promise<
    { status: "stored"; id: number } | { status: "duplicate" } | { status: "replayed"; otherShop: boolean }
  >;
  /** Claims the row for this process with a lease; null: not due, done, or another process has it. */
  claim(shopDomain: string, id: number): Promise<ClaimedInboxEvent | null>;
  /** Ends the claim. Does nothing if another process has claimed the row since. */
  finish(event: ClaimedInboxEvent, outcome: InboxOutcome): Promise<void>;
  /**
   * Makes a quarantined event due again as if it had just come, without attempts. Conditional, so that it has one
   * effect however often it is asked for.
   */
  tryAgain(shopDomain: string, id: number): Promise<TryAgainResult>;
  /**
   * Rows that are due or whose lease ran out: the oldest of every shop before the second of any. What it costs
   * depends on how many shops wait, not on how many of their rows do.
   */
  findDue(limit: number): Promise<InboxEventKey[]>;
  /** Rows of one shop that are due, oldest first. */
  findDueOfShop(shopDomain: string, limit: number): Promise<InboxEventKey[]>;
  /**
   * Removes bodies that were kept for as long as they may be, at most `limit` of them; a row that was not done by
   * then is quarantined. The row stays with its ids. Returns how many bodies were removed.
   */
  removeOldBodies(limit: number): Promise<number>;
}
