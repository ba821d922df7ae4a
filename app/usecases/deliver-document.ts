import { DEFAULT_DELIVERY_POLICY, judgeLookUpFailure, judgeRetry } from "#core/sync";
import type { DeliveryPolicy, DocumentOutcome, DocumentState } from "#core/sync";

import { elapsedSinceSent } from "./documents/types.ts";
import type { CarryOut, StepPorts } from "./documents/types.ts";
import type { ClaimedDocument, Documents } from "./ports/documents.ts";

export interface DeliverDocumentPorts extends StepPorts {
  readonly documents: Documents;
  /** What each kind does; see `documents/steps.ts`. */
  readonly carryOut: CarryOut<StepPorts>;
  /** Called with a fault that leads to another try. */
  readonly onFailure: (step: ClaimedDocument, failure: unknown) => void;
}

export interface DeliverDocumentInput {
  readonly programId: number;
  readonly id: number;
}

/** Steps of one document that follow one another without a new wake-up; the sweep finds what is left. */
const MOST_IN_A_ROW = 50;

/**
 * Carries out a step of a document and those that it held up. Returns where the first one stands now; null when it is
 * not due, done, held up, or another process has it. May run any number of times, at the same time and after a crash:
 * the other system gets each document once.
 */
export async function deliverDocument(
  ports: DeliverDocumentPorts,
  { programId, id }: DeliverDocumentInput,
  policy: DeliveryPolicy = DEFAULT_DELIVERY_POLICY,
): Promise<DocumentState | null> {
  const first = await deliverOne(ports, programId, id, policy);
  let last = first;
  for (let count = 1; last && count < MOST_IN_A_ROW; count += 1) {
    const next = await ports.documents.findNext(last.step);
    if (next === null) break;
    last = await deliverOne(ports, programId, next, policy);
  }
  return first?.state ?? null;
}

async function deliverOne(
  ports: DeliverDocumentPorts,
  programId: number,
  id: number,
  policy: DeliveryPolicy,
): Promise<{ step: ClaimedDocument; state: DocumentState } | null> {
  const step = await ports.documents.claim(programId, id);
  if (!step) return null;
  const outcome = await tryStep(ports, step, policy);
  if (!outcome || !(await ports.documents.finish(step, outcome))) return null;
  return { step, state: outcome.state };
}

async function tryStep(
  ports: DeliverDocumentPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  let sent = step.state === "unknown";
  const markSending: Documents["markSending"] = async (marked) => {
    sent = true;
    return ports.documents.markSending(marked);
  };
  try {
    const documents = { ...ports.documents, markSending };
    return await ports.carryOut({ documents, jitter: ports.jitter }, step, policy);
  } catch (failure) {
    ports.onFailure(step, failure);
    const error = "the app failed to carry it out; its log says why";
    if (!sent) return judgeRetry(error, { attempts: step.attempts, jitter: ports.jitter() }, policy);
    // What left may have arrived, so it is looked up before anything is sent again.
    return judgeLookUpFailure(error, { elapsedMs: elapsedSinceSent(step) }, policy);
  }
}
