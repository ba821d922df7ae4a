/** The systems and effects the app writes to. */
export type IntentKind = "exigo.point" | "shopify.balance";

/** Where an intent stands; see the life in `docs/decisions`. */
export type IntentState = "due" | "sending" | "confirmed" | "refused" | "unknown" | "needs_review";

/** A write owed to another system, before it is stored. Amounts in minor units. */
export interface IntentDraft {
  readonly kind: IntentKind;
  readonly entrySeq: number;
  /** The shop to write to; null for `exigo.point`, which goes to the program's one connection. */
  readonly shopId: number | null;
  /** The signed change to make; zero for `shopify.balance`, which writes the whole balance. */
  readonly amountMinor: number;
}

/** What becomes of an intent that was tried or looked up. */
export type IntentOutcome =
  | {
      readonly state: "confirmed";
      readonly remoteRef: string | null;
      /** Of a balance: it covers what is owed for the account's entries up to this one. Left out: for its own alone. */
      readonly settlesUpTo?: number;
    }
  | { readonly state: "refused"; readonly error: string }
  | {
      readonly state: "due";
      readonly inMs: number;
      readonly error: string;
      readonly countsAsAttempt: boolean;
    }
  | { readonly state: "unknown"; readonly inMs: number; readonly error: string }
  | { readonly state: "needs_review"; readonly error: string };

/**
 * Why a call failed, as far as it can be known:
 * refused: the other system said no to this content; retryable: it had no effect, try again; unknown: it may
 * have had its effect; unauthorized: the connection must pause; out_of_reach: the address did not answer at all;
 * deferred: nothing was sent, because the calls for now are used up.
 */
export type FailureKind = "refused" | "retryable" | "unknown" | "unauthorized" | "out_of_reach" | "deferred";

/** How deliveries are repeated; times in milliseconds. */
export interface DeliveryPolicy {
  /** After this many sends without success a person looks at it. */
  readonly maxAttempts: number;
  /** How long after a send its effect may still appear in Exigo. */
  readonly quietMs: number;
  /** How long an unknown outcome may stay unknown before a person looks at it. */
  readonly unknownForMs: number;
}

export const DEFAULT_DELIVERY_POLICY: DeliveryPolicy = {
  maxAttempts: 8,
  quietMs: 30_000,
  unknownForMs: 15 * 60_000,
};
