import type { DeliveryPolicy, DocumentKind, DocumentOutcome } from "#core/sync";

import type { ClaimedDocument } from "../ports/documents.ts";
import type { CarryOut, StepPorts } from "./types.ts";

/** All that the steps need together. */
export type DocumentPorts = StepPorts;

/** What each kind does: the one map. A kind that is missing here waits for a person. */
const STEPS: Readonly<Partial<Record<DocumentKind, CarryOut<DocumentPorts>>>> = {};

/** Carries out a claimed step by its kind. */
export async function carryOutStep(
  ports: DocumentPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const carryOut = STEPS[step.kind];
  if (!carryOut)
    return { state: "needs_review", error: `this version of the app does not know ${step.kind}` };
  return carryOut(ports, step, policy);
}
