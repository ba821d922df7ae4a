import { planPackages } from "#core/catalog";
import type { Shipment } from "#core/catalog";
import type { DeliveryPolicy, DocumentOutcome } from "#core/sync";

import { afterShopifyFailure } from "../after-shopify-failure.ts";
import { findCatalogSetup } from "../catalog/catalog-setup.ts";
import { findStepShop } from "../catalog/step-shop.ts";
import type { Shipments } from "../ports/catalog.ts";
import type { ExigoConnections } from "../ports/exigo.ts";
import type { ClaimedDocument } from "../ports/documents.ts";
import type { Programs } from "../ports/programs.ts";
import type { ShopCatalog } from "../ports/shop-catalog.ts";
import { elapsedSinceSent } from "./types.ts";
import type { StepPorts } from "./types.ts";

export interface SendPackagesPorts extends StepPorts {
  readonly programs: Pick<Programs, "findShop">;
  readonly exigoConnections: Pick<ExigoConnections, "find">;
  readonly shipments: Pick<Shipments, "list">;
  readonly shopCatalog: Pick<ShopCatalog, "readOrderToSend" | "sendPackage">;
}

/** What a step of kind `shopify.fulfillment` names. */
interface ShipmentContent {
  readonly orderId: string;
  readonly exigoOrderId: string;
}

/**
 * Tells the shop what Exigo has shipped of an order, one package per location, and Shopify tells the shopper. What the
 * shop has sent already, whoever did it, is not sent again. A package whose answer was lost is looked for after a quiet
 * time by what is left of the order, and sent again only where it did not arrive.
 */
export async function sendPackages(
  ports: SendPackagesPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const { orderId, exigoOrderId } = step.content as unknown as ShipmentContent;
  const { shop, outcome } = await findStepShop(ports, step);
  if (!shop) return outcome;
  const quietMs = policy.quietMs - elapsedSinceSent(step);
  if (step.state === "unknown" && quietMs > 0)
    return { state: "unknown", inMs: quietMs, error: "a package may still arrive" };
  const progress = { attempts: step.attempts, jitter: ports.jitter() };
  const order = await ports.shopCatalog.readOrderToSend(shop.domain, orderId);
  if (!order.ok) return afterShopifyFailure(order, progress, policy);
  if (!order.value) return { state: "needs_review", error: "the shop has no such order" };
  if (order.value.cancelled) return { state: "needs_review", error: "the order was cancelled in the shop" };
  const shipments = await ports.shipments.list(step.programId, shop.shopId, orderId);
  const own = shipments.find((shipment) => shipment.exigoOrderId === exigoOrderId);
  if (!own || own.lines.length === 0)
    return { state: "needs_review", error: "Exigo's order names no line of the order" };
  const earlier = await toldBefore(ports, step, shipments);
  const packages = planPackages({ own, earlier, parts: order.value.parts });
  if (packages.length === 0) return { state: "confirmed", remoteRef: exigoOrderId };
  const { notifyShopper: notify } = await findCatalogSetup(ports, step.programId);
  for (const parcel of packages) {
    if (!(await ports.documents.markSending(step))) return null;
    const { carrier, trackingNumbers } = own;
    const sent = await ports.shopCatalog.sendPackage(shop.domain, {
      ...parcel,
      carrier,
      trackingNumbers,
      notify,
    });
    if (sent.ok) continue;
    // Without an answer that says otherwise the package may be on its way.
    if (sent.failure === "retryable" && sent.retryInMs === undefined)
      return { state: "unknown", inMs: policy.quietMs, error: sent.message };
    return afterShopifyFailure(sent, progress, policy);
  }
  return { state: "confirmed", remoteRef: exigoOrderId };
}

/** The order's other shipments whose steps are done. */
async function toldBefore(
  { documents }: Pick<SendPackagesPorts, "documents">,
  step: ClaimedDocument,
  shipments: readonly Shipment[],
): Promise<Shipment[]> {
  const steps = await documents.listSteps(step.programId, step.document);
  const own = (step.content as unknown as ShipmentContent).exigoOrderId;
  const done = steps
    .filter(({ state }) => state === "confirmed")
    .map(({ content }) => (content as unknown as ShipmentContent).exigoOrderId);
  return shipments.filter(({ exigoOrderId }) => exigoOrderId !== own && done.includes(exigoOrderId));
}
