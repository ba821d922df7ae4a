import type { Instant } from "#core/units";

import type { PersonalData, PersonalDataExport, PrivacyRequest, PrivacyRequests } from "./ports/privacy.ts";

export interface AnswerDataRequestInput {
  readonly programId: number;
  readonly requestId: number;
  /** Shopify's id of the member of staff. */
  readonly staff: string;
}

/** Everything that is held about the customer of a request, and whose request it answers. */
export interface ExportedPersonalData extends PersonalDataExport {
  readonly request: Pick<PrivacyRequest, "requestId" | "customerId" | "orderIds" | "requestedAt">;
  readonly madeAt: Instant;
}

/**
 * Makes the export that a data request asks for. Who asked is recorded before anything is read. Null: the program has no
 * such request, or it is no data request.
 */
export async function exportPersonalData(
  ports: {
    readonly privacyRequests: Pick<PrivacyRequests, "find" | "recordAccess">;
    readonly personalData: Pick<PersonalData, "read">;
    /** The moment that the export names. */
    readonly now: () => Instant;
  },
  { programId, requestId, staff }: AnswerDataRequestInput,
): Promise<ExportedPersonalData | null> {
  const request = await ports.privacyRequests.find(programId, requestId);
  if (request?.kind !== "data_request" || request.customerId === null) return null;
  const { shopId, customerId, orderIds, requestedAt } = request;
  await ports.privacyRequests.recordAccess(programId, {
    staff,
    action: "export",
    shopId,
    requestId,
    customerId,
  });
  const held = await ports.personalData.read(programId, shopId, customerId);
  return { request: { requestId, customerId, orderIds, requestedAt }, madeAt: ports.now(), ...held };
}

/** Marks a data request as answered. False: there is none that is open. */
export async function finishDataRequest(
  ports: { readonly privacyRequests: Pick<PrivacyRequests, "find" | "markDone"> },
  { programId, requestId, staff }: AnswerDataRequestInput,
): Promise<boolean> {
  const request = await ports.privacyRequests.find(programId, requestId);
  if (request?.kind !== "data_request") return false;
  return ports.privacyRequests.markDone(programId, requestId, staff);
}
