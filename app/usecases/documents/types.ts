import type { DeliveryPolicy, DocumentOutcome } from "#core/sync";

import type { ClaimedDocument, Documents } from "../ports/documents.ts";

/**
 * Carries a claimed step as far as it goes now and returns what the claim is to end with; null when the claim was lost
 * before anything was sent. Calls `markSending` before a request that may have an effect leaves, and sends nothing
 * again while `state` is `unknown` without having looked it up. A fault that it throws leaves the outcome unknown.
 */
export type CarryOut<Ports> = (
  ports: Ports,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
) => Promise<DocumentOutcome | null>;

/** What every kind may use of the engine. */
export interface StepPorts {
  readonly documents: Pick<Documents, "markSending" | "listSteps" | "enqueue">;
  /** A random number from 0 to 1. */
  readonly jitter: () => number;
}

/** Milliseconds from the send to the claim, both by the database's clock; zero when nothing was sent. */
export function elapsedSinceSent({ sentAt, claimedAt }: ClaimedDocument): number {
  return sentAt === null ? 0 : Math.max(0, Date.parse(claimedAt) - Date.parse(sentAt));
}
