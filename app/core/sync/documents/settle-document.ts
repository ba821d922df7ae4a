import type { DocumentState } from "./types.ts";

/** What a person decided about a step that the app cannot settle by itself. */
export type DocumentVerdict = "arrived" | "send_again" | "drop";

/** Where a decision leads. */
export type DocumentSettlement = "confirmed" | "due" | "dropped";

export type SettleDocumentRefusal =
  /** It is done, or the app still takes care of it. */
  | { readonly code: "document_not_waiting"; readonly state: DocumentState }
  /** It never left, or was refused: there is nothing that could have arrived. */
  | { readonly code: "document_cannot_have_arrived"; readonly state: DocumentState };

/**
 * What becomes of a step by a person's verdict. A step that needs review is settled any way, a refused one by sending
 * it again or dropping it; one that waits for something can be dropped. Refusals: `document_not_waiting`,
 * `document_cannot_have_arrived`.
 */
export function settleDocument(
  { state, wasSent }: { readonly state: DocumentState; readonly wasSent: boolean },
  verdict: DocumentVerdict,
):
  | { readonly ok: true; readonly settlement: DocumentSettlement }
  | { readonly ok: false; readonly refusal: SettleDocumentRefusal } {
  const forPerson = state === "needs_review" || state === "refused";
  if (verdict === "drop" && (forPerson || state === "waiting")) return { ok: true, settlement: "dropped" };
  if (!forPerson) return { ok: false, refusal: { code: "document_not_waiting", state } };
  if (verdict === "send_again") return { ok: true, settlement: "due" };
  if (state === "needs_review" && wasSent) return { ok: true, settlement: "confirmed" };
  return { ok: false, refusal: { code: "document_cannot_have_arrived", state } };
}
