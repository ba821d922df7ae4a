import { textOfFacts } from "#core/sync";
import type { DeliveryPolicy, DocumentOutcome, ExigoFacts } from "#core/sync";

import type { ClaimedDocument } from "../ports/documents.ts";
import { converge } from "./converge.ts";
import { afterShopify, NOTHING_WRITTEN, openCustomerStep } from "./customer-step.ts";
import type { CustomerStepPorts } from "./customer-step.ts";

/** Shows in Shopify what Exigo owns of a customer: type, rank and enroller, each in a metafield that the settings name. */
export async function deliverShopifyCustomer(
  ports: CustomerStepPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const customer = await openCustomerStep(ports, step, policy);
  if ("outcome" in customer) return customer.outcome;
  const { connection, kept } = customer;
  const { exigoCustomerId } = kept;
  if (exigoCustomerId === null) return NOTHING_WRITTEN;
  let facts: ExigoFacts | null = null;
  const looked = await converge(ports, customer, async () => {
    const found = await ports.exigo.readCustomer(connection, exigoCustomerId);
    if (found.ok && found.value) facts = factsOf(found.value);
    return found.ok ? { ok: true, value: { done: NOTHING_WRITTEN } } : found;
  });
  if (looked?.state !== "confirmed" || facts === null) return looked;
  if (!(await ports.documents.markSending(step))) return null;
  const { typeMetafield, rankMetafield, enrollerMetafield } = connection.setup.customers;
  const metafields = { customerType: typeMetafield, rank: rankMetafield, enroller: enrollerMetafield };
  const answer = await ports.shopCustomers.writeFacts(kept.shopDomain, kept.customerId, facts, metafields);
  if (!answer.ok) return afterShopify(ports, customer, answer);
  await ports.customerAgreements.agree(step.programId, kept.memberId, connection.mirror, {
    facts: ports.digest(textOfFacts(facts)),
  });
  return { state: "confirmed", remoteRef: kept.customerId };
}

/** What Exigo owns of a customer that it showed. */
export function factsOf({
  customerType,
  rank,
  enrollerId,
}: {
  readonly customerType: string | null;
  readonly rank: string | null;
  readonly enrollerId: number | null;
}): ExigoFacts {
  return { customerType, rank, enroller: enrollerId === null ? null : String(enrollerId) };
}
