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
