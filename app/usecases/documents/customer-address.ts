import { draftsForCustomer, fitAddress, judgeAddress, textOfAddress } from "#core/sync";
import type { AddressVerdict, DeliveryPolicy, DocumentOutcome, KeptAddress } from "#core/sync";

import type { ClaimedDocument } from "../ports/documents.ts";
import type { ExigoCustomerRecord } from "../ports/exigo-customers.ts";
import { converge } from "./converge.ts";
import type { Seen } from "./converge.ts";
import { afterShopify, NOTHING_WRITTEN, openCustomerStep } from "./customer-step.ts";
import type { CustomerStep, CustomerStepPorts } from "./customer-step.ts";

/** Both addresses, and which of them stands. */
interface Compared {
  readonly record: ExigoCustomerRecord;
  readonly exigoAddress: KeptAddress | null;
  readonly verdict: AddressVerdict;
}

/** Gives Exigo the address of Shopify when that is the one that stands. */
export async function deliverExigoAddress(
  ports: CustomerStepPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const customer = await openCustomerStep(ports, step, policy);
  if ("outcome" in customer) return customer.outcome;
  return converge(ports, customer, async () => {
    const found = await read(ports, customer);
    if (!found.ok || found.value === null) return found.ok ? { ok: true, value: nothing } : found;
    const compared = compare(ports, customer, found.value);
    if (compared.verdict.stands !== "shopify") {
      return { ok: true, value: { done: await leave(ports, customer, compared, "exigo") } };
    }
    const { exigoCustomerId } = compared.record;
    const write = async () => {
      const changes = { address: customer.shopAddress };
      const answer = await ports.exigo.updateCustomer(customer.connection, exigoCustomerId, changes);
      if (!answer.ok) return answer;
      await settle(ports, customer, compared, customer.shopAddress);
      return {
        ok: true as const,
        value: { state: "confirmed" as const, remoteRef: String(exigoCustomerId) },
      };
    };
    return { ok: true, value: { prepare: () => Promise.resolve({ ok: true, value: { write } }) } };
  });
}

/** Gives Shopify the address of Exigo when that is the one that stands. */
export async function deliverShopifyAddress(
  ports: CustomerStepPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const customer = await openCustomerStep(ports, step, policy);
  if ("outcome" in customer) return customer.outcome;
  let compared: Compared | null = null;
  // Exigo is only looked at: what is to be done there is another step.
  const looked = await converge(ports, customer, async () => {
    const found = await read(ports, customer);
    if (!found.ok || found.value === null) return found.ok ? { ok: true, value: nothing } : found;
    compared = compare(ports, customer, found.value);
    if (compared.verdict.stands === "exigo") return { ok: true, value: nothing };
    return { ok: true, value: { done: await leave(ports, customer, compared, "shopify") } };
  });
  if (looked?.state !== "confirmed" || compared === null) return looked;
  return writeToShop(ports, customer, compared);
}

async function writeToShop(
  ports: CustomerStepPorts,
  customer: CustomerStep,
  compared: Compared,
): Promise<DocumentOutcome | null> {
  const { kept, shop, step } = customer;
  if (compared.verdict.stands !== "exigo" || compared.exigoAddress === null) return NOTHING_WRITTEN;
  if (!(await ports.documents.markSending(step))) return null;
  const answer = await ports.shopCustomers.writeAddress(kept.shopDomain, shop, compared.exigoAddress);
  if (!answer.ok) return afterShopify(ports, customer, answer);
  await settle(ports, customer, compared, compared.exigoAddress);
  return { state: "confirmed", remoteRef: kept.customerId };
}

const nothing: Seen = { done: NOTHING_WRITTEN };

async function read(ports: CustomerStepPorts, { connection, kept }: CustomerStep) {
  // A member without a customer in Exigo gets one with the step of what Shopify owns.
  if (kept.exigoCustomerId === null) return { ok: true as const, value: null };
  const found = await ports.exigo.readCustomer(connection, kept.exigoCustomerId);
  return found.ok && found.value?.isDeleted ? { ok: true as const, value: null } : found;
}

function compare(
  { digest }: CustomerStepPorts,
  { kept, shop, shopAddress }: CustomerStep,
  record: ExigoCustomerRecord,
): Compared {
  const exigoAddress = fitAddress(record.address);
  const side = (address: KeptAddress | null, changedAt: string | null) => {
    const text = textOfAddress(address);
    const mark = digest(text);
    return { text, isAgreed: mark === kept.agreed.address, changedAt };
  };
  const verdict = judgeAddress(side(shopAddress, shop.updatedAt), side(exigoAddress, record.modifiedAt));
  return { record, exigoAddress, verdict };
}

/** This step's side has nothing to write: both agree, or the other side has to be written by a step of its own. */
async function leave(
  ports: CustomerStepPorts,
  customer: CustomerStep,
  compared: Compared,
  stands: "shopify" | "exigo",
): Promise<DocumentOutcome> {
  if (compared.verdict.stands === "both") {
    await settle(ports, customer, compared, customer.shopAddress);
    return NOTHING_WRITTEN;
  }
  const { kept, step } = customer;
  const seen = { at: stands, occasion: `after-${step.id}`, parts: ["address"] } as const;
  await ports.documents.enqueue(step.programId, draftsForCustomer(kept, seen));
  return NOTHING_WRITTEN;
}

/** Both sides have this address now; one that was lost for it is recorded. */
async function settle(
  ports: CustomerStepPorts,
  { connection, kept, shop, step }: CustomerStep,
  { record, verdict }: Compared,
  address: KeptAddress | null,
): Promise<void> {
  const { programId } = step;
  const agreed = { address: ports.digest(textOfAddress(address)) };
  await ports.customerAgreements.agree(programId, kept.memberId, connection.mirror, agreed);
  if (verdict.stands === "both" || !verdict.conflict) return;
  await ports.customerAgreements.recordConflict(programId, {
    memberId: kept.memberId,
    stands: verdict.stands,
    shopChangedAt: shop.updatedAt,
    exigoChangedAt: record.modifiedAt,
  });
}
