/** The systems and effects the app writes to. */
export type IntentKind = "exigo.point" | "shopify.balance";

/** Where an intent stands; see the life in `docs/decisions`. */
export type IntentState = "due" | "sending" | "confirmed" | "refused" | "unknown" | "needs_review";
