import type { AdminClient } from "#adapters/shopify/admin-client";
import { createShopifyOrderAddresses } from "#adapters/shopify/order-address";
import { createShopCatalog } from "#adapters/shopify/shop-catalog";
import type { DeliveryPolicy } from "#core/sync";
import { deliverDocument } from "#usecases/deliver-document";
import type { DeliverDocumentInput } from "#usecases/deliver-document";
import { carryOutStep } from "#usecases/documents/steps";
import type { StepPorts } from "#usecases/documents/types";
import type { ClaimedDocument } from "#usecases/ports/documents";
import { workOnCatalog } from "#usecases/work-on-catalog";
import type { WorkOnCatalogInput } from "#usecases/work-on-catalog";
import type { Wiring } from "#wiring";

/** What a worker does for documents: it carries their steps out, and compares catalogues to find what is owed. */
export function createDocumentWork(
  { adapters, reportFailure }: Wiring,
  admin: AdminClient,
  policy: DeliveryPolicy,
) {
  const both = { ...adapters, exigoCatalog: adapters.exigo, shopCatalog: createShopCatalog(admin) };
  const stepPorts = { ...both, orderAddresses: createShopifyOrderAddresses(admin) };
  const deliveryPorts = {
    ...adapters,
    jitter: Math.random,
    carryOut: (engine: StepPorts, step: ClaimedDocument, how: DeliveryPolicy) =>
      carryOutStep({ ...stepPorts, ...engine }, step, how),
    onFailure: ({ id, kind }: { id: number; kind: string }, failure: unknown) =>
      reportFailure("document_failed", failure, { id, kind }),
  };
  const catalogPorts = {
    ...both,
    onFailure: ({ programId, task }: { programId: number; task: string }, failure: unknown) =>
      reportFailure("catalog_failed", failure, { programId, task }),
  };
  return {
    deliverDocument: (step: DeliverDocumentInput) => deliverDocument(deliveryPorts, step, policy),
    workOnCatalog: (input: WorkOnCatalogInput) => workOnCatalog(catalogPorts, input),
  };
}
