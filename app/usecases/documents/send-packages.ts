import { markOfTracking, planCorrections, planPackages } from "#core/catalog";
import type { Package, Shipment, ToldPackages } from "#core/catalog";
import type { DeliveryPolicy, DocumentOutcome } from "#core/sync";

import { afterShopifyFailure } from "../after-shopify-failure.ts";
import { findCatalogSetup } from "../catalog/catalog-setup.ts";
import { findStepShop } from "../catalog/step-shop.ts";
import type { Shipments } from "../ports/catalog.ts";
import type { ExigoConnections } from "../ports/exigo.ts";
import type { ClaimedDocument, DocumentStep } from "../ports/documents.ts";
import type { Programs, Shop } from "../ports/programs.ts";
import type { OrderToSend, ShopCatalog } from "../ports/shop-catalog.ts";
import { elapsedSinceSent } from "./types.ts";
import type { StepPorts } from "./types.ts";

export interface SendPackagesPorts extends StepPorts {
  readonly programs: Pick<Programs, "findShop">;
  readonly exigoConnections: Pick<ExigoConnections, "find">;
  readonly shipments: Pick<Shipments, "list">;
  readonly shopCatalog: Pick<ShopCatalog, "readOrderToSend" | "sendPackage" | "correctTracking">;
}

/** What a step of kind `shopify.fulfillment` names. */
interface ShipmentContent {
  readonly orderId: string;
  readonly exigoOrderId: string;
}

/** What a step left for the later ones of its order; absent in those of an earlier version. */
interface ShipmentResult {
  /** The shop's ids of what it was told to send. */
  readonly packageIds?: readonly string[];
  /** Of the numbers that it was told of. */
  readonly mark?: string;
}

/** What a step works with. */
interface Sending {
  readonly step: ClaimedDocument;
  readonly policy: DeliveryPolicy;
  readonly shop: Shop;
  readonly order: OrderToSend;
  readonly own: Shipment;
  readonly lane: readonly DocumentStep[];
  readonly notify: boolean;
}

/**
 * Tells the shop what Exigo has shipped of an order, one package per location, and Shopify tells the shopper. What the
 * shop has sent already, whoever did it, is not sent again. A package whose answer was lost is looked for after a quiet
 * time by what is left of the order, and sent again only where it did not arrive. Packages of before get the tracking
 * numbers that Exigo has now.
 */
export async function sendPackages(
  ports: SendPackagesPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const { orderId, exigoOrderId } = contentOf(step);
  const { shop, outcome } = await findStepShop(ports, step);
  if (!shop) return outcome;
  const quietMs = policy.quietMs - elapsedSinceSent(step);
  if (step.state === "unknown" && quietMs > 0)
    return { state: "unknown", inMs: quietMs, error: "a package may still arrive" };
  const order = await ports.shopCatalog.readOrderToSend(shop.domain, orderId);
  if (!order.ok) return afterShopifyFailure(order, { ...step, jitter: ports.jitter() }, policy);
  if (!order.value) return { state: "needs_review", error: "the shop has no such order" };
  if (order.value.cancelled) return { state: "needs_review", error: "the order was cancelled in the shop" };
  const shipments = await ports.shipments.list(step.programId, shop.shopId, orderId);
  const own = shipments.find((shipment) => shipment.exigoOrderId === exigoOrderId);
  if (!own || own.lines.length === 0)
    return { state: "needs_review", error: "Exigo's order names no line of the order" };
  const lane = await ports.documents.listSteps(step.programId, step.document);
  const packages = planPackages({ own, earlier: toldBefore(lane, own, shipments), parts: order.value.parts });
  const { notifyShopper: notify } = await findCatalogSetup(ports, step.programId);
  const sending: Sending = { step, policy, shop, order: order.value, own, lane, notify };
  const sent = await send(ports, sending, packages);
  if (!("packageIds" in sent)) return sent.end;
  const failed = await correct(ports, sending);
  if (failed) return failed.end;
  const result: ShipmentResult = { packageIds: sent.packageIds, mark: markOfTracking(own) };
  return { state: "confirmed", remoteRef: exigoOrderId, result: { ...result } };
}

/** The shop's ids of the packages; or what the claim ends with, null when it was lost. */
async function send(
  ports: SendPackagesPorts,
  { step, policy, shop, own, notify }: Sending,
  packages: readonly Package[],
): Promise<{ readonly packageIds: readonly string[] } | { readonly end: DocumentOutcome | null }> {
  const packageIds: string[] = [];
  for (const parcel of packages) {
    if (!(await ports.documents.markSending(step))) return { end: null };
    const { carrier, trackingNumbers } = own;
    const sent = await ports.shopCatalog.sendPackage(shop.domain, {
      ...parcel,
      carrier,
      trackingNumbers,
      notify,
    });
    if (sent.ok) {
      if (sent.packageId !== null) packageIds.push(sent.packageId);
      continue;
    }
    // Without an answer that says otherwise the package may be on its way.
    if (sent.failure === "retryable" && sent.retryInMs === undefined)
      return { end: { state: "unknown", inMs: policy.quietMs, error: sent.message } };
    return { end: afterShopifyFailure(sent, { ...step, jitter: ports.jitter() }, policy) };
  }
  return { packageIds };
}

/** Gives packages of before the numbers of now; null: all have them. */
async function correct(
  ports: SendPackagesPorts,
  { step, policy, shop, order, own, lane, notify }: Sending,
): Promise<{ readonly end: DocumentOutcome | null } | null> {
  const { carrier, trackingNumbers } = own;
  for (const { packageId } of planCorrections(own, order.packages, toldOf(lane, own))) {
    if (!(await ports.documents.markSending(step))) return { end: null };
    const tracking = { carrier, trackingNumbers, notify };
    const answer = await ports.shopCatalog.correctTracking(shop.domain, packageId, tracking);
    if (!answer.ok) return { end: afterShopifyFailure(answer, { ...step, jitter: ports.jitter() }, policy) };
  }
  return null;
}

const contentOf = ({ content }: Pick<DocumentStep, "content">) => content as unknown as ShipmentContent;

/** The order's other shipments whose steps are done. */
function toldBefore(
  lane: readonly DocumentStep[],
  own: Shipment,
  shipments: readonly Shipment[],
): readonly Shipment[] {
  const done = lane.filter(({ state }) => state === "confirmed").map((step) => contentOf(step).exigoOrderId);
  return shipments.filter(
    ({ exigoOrderId }) => exigoOrderId !== own.exigoOrderId && done.includes(exigoOrderId),
  );
}

/** What the shop was told of this shipment before. */
function toldOf(lane: readonly DocumentStep[], own: Shipment): ToldPackages {
  const results = lane
    .filter((step) => contentOf(step).exigoOrderId === own.exigoOrderId)
    .map(({ result }) => (result ?? {}) as ShipmentResult);
  return {
    packageIds: results.flatMap(({ packageIds }) => packageIds ?? []),
    marks: results.flatMap(({ mark }) => mark ?? []),
  };
}
