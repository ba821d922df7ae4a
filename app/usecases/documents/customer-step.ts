import { fitAddress, judgeFailure, ownedByShop } from "#core/sync";
import type { DeliveryPolicy, DocumentOutcome, KeptAddress, OwnedValues } from "#core/sync";

import type { EnsureExigoCustomerPorts } from "../ensure-exigo-customer.ts";
import type { CustomerAgreements, KeptCustomer } from "../ports/customer-agreements.ts";
import type { ClaimedDocument } from "../ports/documents.ts";
import type { ExigoConnection, ExigoConnections } from "../ports/exigo.ts";
import type { ExigoCustomerRecord, ExigoCustomers } from "../ports/exigo-customers.ts";
import type { ShopCustomer, ShopCustomers } from "../ports/shop-customers.ts";
import type { ShopifyAnswer } from "../ports/storefront.ts";
import type { ConvergePorts } from "./converge.ts";

export interface CustomerStepPorts extends ConvergePorts, Omit<EnsureExigoCustomerPorts, "exigo"> {
  readonly exigoConnections: Pick<ExigoConnections, "find" | "pause">;
  readonly exigo: EnsureExigoCustomerPorts["exigo"] & ExigoCustomers;
  readonly shopCustomers: ShopCustomers;
  readonly customerAgreements: Pick<CustomerAgreements, "find" | "agree" | "recordConflict">;
  /** A keyed digest: equal texts have equal ones, and nobody can try out what the text was. */
  readonly digest: (text: string) => string;
}

/** All that a step of a customer works with, read anew. */
export interface CustomerStep {
  readonly step: ClaimedDocument;
  readonly policy: DeliveryPolicy;
  readonly connection: ExigoConnection;
  readonly kept: KeptCustomer;
  readonly shop: ShopCustomer;
  readonly wanted: OwnedValues;
  readonly shopAddress: KeptAddress | null;
}

const NO_CONNECTION_MS = 60_000;

/** Nothing had to be written. */
export const NOTHING_WRITTEN: DocumentOutcome & { readonly state: "confirmed" } = {
  state: "confirmed",
  remoteRef: null,
};

/** Reads Shopify's side of a member, or says why the step cannot or need not be carried out. */
export async function openCustomerStep(
  ports: CustomerStepPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<CustomerStep | { readonly outcome: DocumentOutcome }> {
  const connection = await ports.exigoConnections.find(step.programId);
  if (connection?.state !== "active") return { outcome: later(step, "Exigo is not connected") };
  if (!step.destinationIsConnected) {
    return { outcome: later(step, "the connection leads to another place in Exigo") };
  }
  const { memberId } = step;
  const kept =
    memberId !== null && connection.setup.customers.keepAlike
      ? await ports.customerAgreements.find(step.programId, memberId, connection.mirror)
      : null;
  if (!kept) return { outcome: NOTHING_WRITTEN };
  const shop = await ports.shopCustomers.read(kept.shopDomain, kept.customerId);
  if (!shop.ok) return { outcome: afterShopify(ports, { step, policy }, shop) };
  if (!shop.value) return { outcome: NOTHING_WRITTEN };
  const { fields } = connection.setup.customers;
  const wanted = ownedByShop(shop.value, fields);
  return {
    step,
    policy,
    connection,
    kept,
    shop: shop.value,
    wanted,
    shopAddress: fitAddress(shop.value.address),
  };
}

/** Where a call to Shopify that failed leads; each write there sets a value, so it may be sent again. */
export function afterShopify(
  ports: Pick<CustomerStepPorts, "jitter">,
  { step, policy }: Pick<CustomerStep, "step" | "policy">,
  failure: Exclude<ShopifyAnswer, { readonly ok: true }>,
): DocumentOutcome {
  return judgeFailure(failure, { attempts: step.attempts, jitter: ports.jitter() }, policy);
}

/** The owned values as Exigo has them. */
export function ownedInExigo({
  firstName,
  lastName,
  email,
  phone,
  fields,
}: ExigoCustomerRecord): OwnedValues {
  return { firstName, lastName, email, phone, fields };
}

/** Not now, and it is nobody's fault: costs no attempt. */
function later(step: ClaimedDocument, error: string): DocumentOutcome {
  if (step.state === "unknown") return { state: "unknown", inMs: NO_CONNECTION_MS, error };
  return { state: "due", inMs: NO_CONNECTION_MS, error, countsAsAttempt: false };
}
