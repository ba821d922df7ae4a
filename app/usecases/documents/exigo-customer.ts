import { changesFor, textOfOwned } from "#core/sync";
import type { DeliveryPolicy, DocumentDraft, DocumentOutcome } from "#core/sync";

import { ensureExigoCustomer } from "../ensure-exigo-customer.ts";
import type { ClaimedDocument } from "../ports/documents.ts";
import type { ExigoAnswer } from "../ports/exigo.ts";
import type { ExigoCustomerChanges, ExigoCustomerRecord } from "../ports/exigo-customers.ts";
import { converge } from "./converge.ts";
import type { Missing } from "./converge.ts";
import { NOTHING_WRITTEN, openCustomerStep, ownedInExigo } from "./customer-step.ts";
import type { CustomerStep, CustomerStepPorts } from "./customer-step.ts";

const OWNED_FIELDS = ["firstName", "lastName", "email", "phone", "mappedField"] as const;

/** Somebody else looks for the member's customer; that takes three calls at most. */
const OTHERS_LOOK_MS = 1_000;

/**
 * Gives Exigo what Shopify owns of a customer: makes the customer where there is none, and writes what differs and
 * nothing else. What Exigo's own staff changed of it is put back, and recorded as refused by the ownership table.
 */
export async function deliverExigoCustomer(
  ports: CustomerStepPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const customer = await openCustomerStep(ports, step, policy);
  if ("outcome" in customer) return customer.outcome;
  const { exigoCustomerId } = customer.kept;
  return converge(ports, customer, async () => {
    if (exigoCustomerId === null) {
      return { ok: true, value: { prepare: () => linkFirst(ports, customer) } };
    }
    const found = await ports.exigo.readCustomer(customer.connection, exigoCustomerId);
    if (!found.ok) return found;
    const missing = await missingOf(ports, customer, found.value);
    if ("done" in missing) return { ok: true, value: missing };
    return { ok: true, value: { prepare: () => Promise.resolve({ ok: true, value: missing }) } };
  });
}

async function linkFirst(ports: CustomerStepPorts, customer: CustomerStep): Promise<ExigoAnswer<Missing>> {
  const { connection, kept, step } = customer;
  const { accountId } = kept;
  const linked = await ensureExigoCustomer(ports, connection, { programId: step.programId, accountId });
  if (!linked.ok) {
    if (linked.by === "exigo") return linked.failure;
    const done: DocumentOutcome =
      linked.by === "person"
        ? { state: "needs_review", error: linked.message }
        : {
            state: "due",
            inMs: OTHERS_LOOK_MS,
            error: "the customer is being looked for already",
            countsAsAttempt: false,
          };
    return { ok: true, value: { done } };
  }
  const found = await ports.exigo.readCustomer(connection, linked.exigoCustomerId);
  return found.ok ? { ok: true, value: await missingOf(ports, customer, found.value) } : found;
}

/** A customer who is gone in Exigo is given nothing. */
async function missingOf(
  ports: CustomerStepPorts,
  customer: CustomerStep,
  record: ExigoCustomerRecord | null,
): Promise<Missing> {
  if (record === null || record.isDeleted) return { done: NOTHING_WRITTEN };
  const { connection, kept, step, wanted } = customer;
  const remoteRef = String(record.exigoCustomerId);
  const owned = ports.digest(textOfOwned(wanted));
  const agree = () =>
    ports.customerAgreements.agree(step.programId, kept.memberId, connection.mirror, { owned });
  const changes = changesFor(wanted, ownedInExigo(record));
  const wasChangedInExigo = kept.agreed.owned === owned;
  const confirmed = { state: "confirmed", remoteRef, wakes: [`customer/${kept.memberId}`] } as const;
  if (changes === null) {
    await agree();
    return { done: confirmed };
  }
  if (wasChangedInExigo) await ports.documents.enqueue(step.programId, changesOfExigo(customer, changes));
  return {
    write: async () => {
      const answer = await ports.exigo.updateCustomer(connection, record.exigoCustomerId, changes);
      if (!answer.ok) return answer;
      await agree();
      return { ok: true, value: confirmed };
    },
  };
}

/** What the values of Exigo would be, were they to go to Shopify: the ownership table refuses and records each field. */
function changesOfExigo({ kept, step }: CustomerStep, changes: ExigoCustomerChanges): DocumentDraft[] {
  const names = { ...changes, mappedField: changes.fields };
  const changed = OWNED_FIELDS.filter((field) => names[field] !== undefined);
  return changed.map((field) => ({
    kind: "shopify.customer",
    document: step.document,
    stepKey: `customer-from-exigo/${kept.memberId}/${step.id}`,
    shopId: kept.shopId,
    memberId: kept.memberId,
    domain: "customers",
    fields: [field],
    content: {},
  }));
}
