import type { IntentKind, IntentState } from "./types.ts";

/** What a person found out about a write that the app cannot settle by itself. */
export type IntentVerdict = "arrived" | "send_again";

/** Where a decision leads: confirmed by a person, or due as a new send. */
export type Settlement = "confirmed" | "due";

export type SettleRefusal =
  /** It is done, or the app still takes care of it. */
  | { readonly code: "intent_not_waiting"; readonly state: IntentState }
  /** It was refused, never sent, or is no write of points: there is nothing that could have arrived. */
  | { readonly code: "intent_cannot_have_arrived"; readonly state: IntentState };

/**
 * What becomes of an intent by a person's verdict. Only what waits for a person is settled: a write that needs
 * review either way, a refused one only by sending it again, once its cause is gone. Refusals:
 * `intent_not_waiting`, `intent_cannot_have_arrived`.
 */
export function settleIntent(
  intent: { readonly kind: IntentKind; readonly state: IntentState; readonly wasSent: boolean },
  verdict: IntentVerdict,
):
  | { readonly ok: true; readonly settlement: Settlement }
  | { readonly ok: false; readonly refusal: SettleRefusal } {
  const { kind, state, wasSent } = intent;
  if (state !== "needs_review" && state !== "refused") {
    return { ok: false, refusal: { code: "intent_not_waiting", state } };
  }
  if (verdict === "send_again") return { ok: true, settlement: "due" };
  if (!canHaveArrived({ kind, state, wasSent })) {
    return { ok: false, refusal: { code: "intent_cannot_have_arrived", state } };
  }
  return { ok: true, settlement: "confirmed" };
}

/** Whether a person may find the write in Exigo: points that left, and were not refused. */
export function canHaveArrived(intent: {
  readonly kind: IntentKind;
  readonly state: IntentState;
  readonly wasSent: boolean;
}): boolean {
  return intent.kind === "exigo.point" && intent.state === "needs_review" && intent.wasSent;
}
