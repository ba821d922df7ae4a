import { settleDocument as decide } from "#core/sync";
import type { DocumentVerdict, SettleDocumentRefusal } from "#core/sync";

import type { Documents } from "./ports/documents.ts";
import type { WakeUp } from "./ports/wake-up.ts";

export interface SettleDocumentInput {
  readonly programId: number;
  readonly id: number;
  /** The claim that the person saw the end of; decided twice, it has one effect. */
  readonly claim: number;
  readonly verdict: DocumentVerdict;
  /** Shopify's id of the member of staff. */
  readonly staff: string;
  /** Empty: none. */
  readonly note: string;
}

export type SettleDocumentResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly refusal:
        SettleDocumentRefusal | { readonly code: "document_unknown" } | { readonly code: "document_changed" };
    };

/**
 * Settles by a person's verdict a step that waits for one, and lets the document's next steps go. Refusals:
 * `document_unknown`, `document_changed` (somebody else decided, or it was tried again since), `document_not_waiting`,
 * `document_cannot_have_arrived`.
 */
export async function settleDocument(
  ports: {
    readonly documents: Pick<Documents, "find" | "findNext" | "findVerdict" | "settle">;
    readonly wakeUp: Pick<WakeUp, "document">;
  },
  { programId, id, claim, verdict, staff, note }: SettleDocumentInput,
): Promise<SettleDocumentResult> {
  const step = await ports.documents.find(programId, id);
  if (!step) return { ok: false, refusal: { code: "document_unknown" } };
  const decided = decide({ state: step.state, wasSent: step.sentAt !== null }, verdict);
  if (step.claim === claim && decided.ok) {
    const { settlement } = decided;
    const decision = { programId, id, claim, from: step.state, settlement, verdict, staff, note };
    if (await ports.documents.settle(decision)) {
      const next = await ports.documents.findNext({ programId, document: step.document });
      if (next !== null) await ports.wakeUp.document(programId, next);
      return { ok: true };
    }
  }
  // The same decision sent twice: the first did it.
  const earlier = await ports.documents.findVerdict(programId, id, claim);
  if (earlier === verdict) return { ok: true };
  const refusal = decided.ok || earlier !== null ? { code: "document_changed" as const } : decided.refusal;
  return { ok: false, refusal };
}
