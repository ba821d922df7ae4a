import { createShopCatalog } from "#adapters/shopify/shop-catalog";
import type { AdminClient } from "#adapters/shopify/admin-client";
import { createShopifyOrderAddresses } from "#adapters/shopify/order-address";
import { createShopCustomers } from "#adapters/shopify/shop-customers";
import type { DeliveryPolicy } from "#core/sync";
import { deliverDocument } from "#usecases/deliver-document";
import type { DeliverDocumentInput, DeliverDocumentPorts } from "#usecases/deliver-document";
import { carryOutStep } from "#usecases/documents/steps";
import { workOnCatalog } from "#usecases/work-on-catalog";
import type { WorkOnCatalogInput } from "#usecases/work-on-catalog";
import type { Wiring } from "#wiring";

/** Carrying out the steps of documents, and what looks for new ones by itself. */
export function createDocumentDelivery(
  { adapters, reportFailure }: Pick<Wiring, "adapters" | "reportFailure">,
  admin: AdminClient,
  policy: DeliveryPolicy,
) {
  const ports = {
    ...adapters,
    exigoCatalog: adapters.exigo,
    shopCatalog: createShopCatalog(admin),
    orderAddresses: createShopifyOrderAddresses(admin),
    shopCustomers: createShopCustomers(admin),
    jitter: Math.random,
  };
  const delivery: DeliverDocumentPorts = {
    ...ports,
    carryOut: (engine, step, how) => carryOutStep({ ...ports, ...engine }, step, how),
    onFailure: ({ id, kind }, failure) => reportFailure("document_failed", failure, { id, kind }),
  };
  return {
    deliverDocument: (step: DeliverDocumentInput) => deliverDocument(delivery, step, policy),
    workOnCatalog: (input: WorkOnCatalogInput) =>
      workOnCatalog(
        {
          ...ports,
          onFailure: ({ programId, task }, failure) =>
            reportFailure("catalog_failed", failure, { programId, task }),
        },
        input,
      ),
  };
}
