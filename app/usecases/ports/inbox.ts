import type { Instant } from "#core/units";

/** A webhook that passed its signature, as it is stored. */
export interface ReceivedWebhook {
  readonly shopDomain: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly topic: string;
  readonly apiVersion: string;
  readonly triggeredAt: Instant | null;
  readonly body: Buffer;
  /**
   * SHA-256 of the body: equal bodies of one topic are one event. Where honest events may have equal bodies
   * (`mayRepeatItself`) the event id is part of it.
   */
  readonly bodyDigest: Buffer;
}

/** A claimed row of the inbox. */
export interface InboxEvent {
  readonly shopDomain: string;
  readonly id: number;
  readonly topic: string;
  readonly body: string;
  /** When Shopify says that it happened: told by a header that nobody signs. Null: it was not told. */
  readonly triggeredAt: Instant | null;
  /** This attempt included: 1 on the first. */
  readonly attempt: number;
}

/** How a claimed event ended. */
export type InboxOutcome =
  | { readonly outcome: "posted" | "ignored"; readonly reason: string }
  | { readonly outcome: "retry"; readonly inMs: number; readonly reason: string }
  | { readonly outcome: "quarantined"; readonly reason: string };

export interface Inbox {
  /**
   * One insert. "stored" gives the row's id; "duplicate": this delivery (or this event on another
   * subscription) is stored already; "replayed": the same body arrived before under other ids (`otherShop` false)
   * or for another shop (true). Throws a fault, and stores nothing, when the database is out of reach.
   */
  store(
    webhook: ReceivedWebhook,
  ): Promise<
    { status: "stored"; id: number } | { status: "duplicate" } | { status: "replayed"; otherShop: boolean }
  >;
  /** Claims the row for this process with a lease; null: not due, done, or another process has it. */
  claim(shopDomain: string, id: number): Promise<InboxEvent | null>;
  /** Ends the claim. Does nothing if another process has claimed the row since. */
  finish(event: InboxEvent, outcome: InboxOutcome): Promise<void>;
  /**
   * Makes a quarantined event due again as if it had just come, without attempts; false: it is not quarantined.
   * Conditional, so that it has one effect however often it is asked for.
   */
  tryAgain(shopDomain: string, id: number): Promise<boolean>;
  /** Rows that are due or whose lease ran out, oldest first, fair between shops. */
  findDue(limit: number): Promise<{ shopDomain: string; id: number }[]>;
}
