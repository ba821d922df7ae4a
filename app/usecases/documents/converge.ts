import { judgeFailure, judgeLookUpFailure, judgeRetry } from "#core/sync";
import type { DeliveryPolicy, DocumentOutcome } from "#core/sync";

import type { ExigoAnswer, ExigoConnection, ExigoConnections, ExigoFailure } from "../ports/exigo.ts";
import type { ClaimedDocument } from "../ports/documents.ts";
import { elapsedSinceSent } from "./types.ts";
import type { StepPorts } from "./types.ts";

export interface ConvergePorts extends StepPorts {
  readonly exigoConnections: Pick<ExigoConnections, "pause">;
}

/** A step ended without a write, or the one write that is missing. */
export type Missing =
  | { readonly done: DocumentOutcome }
  | { readonly write: () => Promise<ExigoAnswer<DocumentOutcome & { readonly state: "confirmed" }>> };

/** What Exigo shows: it is as it should be, or what must be got ready before it can be made so. */
export type Seen =
  { readonly done: DocumentOutcome } | { readonly prepare: () => Promise<ExigoAnswer<Missing>> };

/**
 * Brings Exigo to where it should be with one write at most: looks first, always, and writes only what is missing. After
 * an unknown outcome it only looks; what does not show by the end of the quiet time did not happen, and is due again.
 * Returns null when the claim was lost before anything was sent.
 */
export async function converge(
  ports: ConvergePorts,
  {
    step,
    connection,
    policy,
  }: {
    readonly step: ClaimedDocument;
    readonly connection: ExigoConnection;
    readonly policy: DeliveryPolicy;
  },
  look: () => Promise<ExigoAnswer<Seen>>,
): Promise<DocumentOutcome | null> {
  const fail = (failure: ExigoFailure, during: "reading" | "writing"): Promise<DocumentOutcome> =>
    afterFailure(ports, connection, { step, policy, during }, failure);
  const seen = await look();
  if (!seen.ok) return fail(seen, "reading");
  if ("done" in seen.value) return seen.value.done;
  if (step.state === "unknown") return stillMissing(ports, step, policy);
  const missing = await seen.value.prepare();
  if (!missing.ok) return fail(missing, "reading");
  if ("done" in missing.value) return missing.value.done;
  if (!(await ports.documents.markSending(step))) return null;
  const answer = await missing.value.write();
  return answer.ok ? answer.value : fail(answer, "writing");
}

function stillMissing(ports: StepPorts, step: ClaimedDocument, policy: DeliveryPolicy): DocumentOutcome {
  const waitMs = policy.quietMs - elapsedSinceSent(step);
  if (waitMs > 0) {
    return { state: "unknown", inMs: waitMs, error: "the answer was lost, and Exigo does not show it yet" };
  }
  const progress = { attempts: step.attempts, jitter: ports.jitter() };
  return judgeRetry("the answer was lost, and Exigo does not show it", progress, policy);
}

async function afterFailure(
  ports: ConvergePorts,
  connection: ExigoConnection,
  {
    step,
    policy,
    during,
  }: {
    readonly step: ClaimedDocument;
    readonly policy: DeliveryPolicy;
    readonly during: "reading" | "writing";
  },
  failure: ExigoFailure,
): Promise<DocumentOutcome> {
  if (failure.failure === "unauthorized") await ports.exigoConnections.pause(connection, failure.message);
  const progress = { attempts: step.attempts, jitter: ports.jitter() };
  if (during === "writing") return judgeFailure(failure, progress, policy);
  if (step.state === "unknown") {
    return judgeLookUpFailure(failure.message, { elapsedMs: elapsedSinceSent(step) }, policy);
  }
  // Nothing was sent, so what Exigo does not let us read is no verdict on the write itself.
  if (failure.failure === "refused") return { state: "needs_review", error: failure.message };
  if (failure.failure === "unknown") return judgeRetry(failure.message, progress, policy);
  return judgeFailure(failure, progress, policy);
}
