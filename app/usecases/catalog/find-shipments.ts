import { carrierName, markOfTracking, matchLines } from "#core/catalog";
import type { DocumentDraft } from "#core/sync";
import { addMilliseconds } from "#core/units";
import type { Instant } from "#core/units";

import type { Shipments } from "../ports/catalog.ts";
import type { Documents } from "../ports/documents.ts";
import type { ExigoCatalog, ShippedOrder } from "../ports/exigo-catalog.ts";
import type { ItemLinks } from "../ports/item-links.ts";
import { enqueueSteps } from "./turn-types.ts";
import type { TurnEnd, TurnPorts, TurnRun } from "./turn-types.ts";

export interface FindShipmentsPorts extends Omit<TurnPorts, "documents"> {
  readonly documents: Pick<Documents, "enqueue" | "findByRemoteRef">;
  readonly exigoCatalog: Pick<ExigoCatalog, "listShipped">;
  readonly itemLinks: Pick<ItemLinks, "find">;
  readonly shipments: Pick<Shipments, "keep" | "linesOf">;
}

/** A window of changes: its beginning stays while its orders are read by id; `newest` is what it has shown. */
interface Window {
  readonly since: Instant;
  readonly after: string | null;
  readonly newest: Instant | null;
}

const ORDERS_A_PAGE = 100;
/** Exigo's clock and ours differ, and its times are of the minute. */
const OVERLAP_MS = 10 * 60_000;
/** How far back the first run looks. */
const FIRST_LOOK_MS = 30 * 24 * 60 * 60_000;

/**
 * Finds orders that Exigo shipped since the last run and stores a step for each that is one of ours, or a part that
 * Exigo split off one of ours. The window begins
 * before the newest change that was seen, so that none is missed; what comes twice is one step.
 */
export async function findShipments(ports: FindShipmentsPorts, run: TurnRun): Promise<TurnEnd> {
  const { turn, connection } = run;
  let window = (turn.place as Window | null) ?? {
    since: addMilliseconds(turn.startedAt, -FIRST_LOOK_MS),
    after: null,
    newest: null,
  };
  if (!run.shops.some(({ settings }) => settings.fulfilment)) return { end: "done", keep: window };
  for (;;) {
    if (run.signal.aborted) return { end: "broken_off" };
    const page = await ports.exigoCatalog.listShipped(connection, {
      since: window.since,
      afterOrderId: window.after,
      limit: ORDERS_A_PAGE,
    });
    if (!page.ok) return { end: "failed", failure: page };
    let enqueued = 0;
    const orders = page.value;
    for (const order of orders) enqueued += await takeIn(ports, run, order);
    window = {
      since: window.since,
      after: orders.at(-1)?.exigoOrderId ?? window.after,
      newest: orders.reduce<Instant | null>(
        (newest, { modifiedAt }) => (newest === null || modifiedAt > newest ? modifiedAt : newest),
        window.newest,
      ),
    };
    const counts = { compared: orders.length, enqueued };
    if (!(await ports.catalogTurns.advance(turn, { place: window, ...counts }))) return { end: "broken_off" };
    if (orders.length < ORDERS_A_PAGE) break;
  }
  const { newest, since } = window;
  const seen = newest !== null && newest < turn.startedAt ? newest : turn.startedAt;
  const from = newest === null ? since : addMilliseconds(seen, -OVERLAP_MS);
  return { end: "done", keep: { since: from > since ? from : since, after: null, newest: null } };
}

async function takeIn(
  ports: FindShipmentsPorts,
  { turn: { programId }, shops, connection: { mirror } }: TurnRun,
  shipped: ShippedOrder,
): Promise<number> {
  const { exigoOrderId, parentOrderId, trackingNumbers } = shipped;
  const find = (id: string) => ports.documents.findByRemoteRef(programId, mirror, "exigo.order", id);
  const found = (await find(exigoOrderId)) ?? (parentOrderId && (await find(parentOrderId)));
  const shop = found ? shops.find(({ shop: { shopId } }) => shopId === found.shopId) : undefined;
  if (!found || !shop?.settings.fulfilment) return 0;
  const { shopId } = shop.shop;
  const orderId = found.document.slice(found.document.lastIndexOf("/") + 1);
  const ordered = await ports.shipments.linesOf(programId, shopId, orderId);
  const links = await ports.itemLinks.find(
    programId,
    shopId,
    ordered.flatMap(({ variantId }) => variantId ?? []),
  );
  const codes = new Map(links.map(({ variantId, itemCode }) => [variantId, itemCode]));
  const lines = matchLines(
    shipped.details,
    ordered.map(({ lineId, variantId, quantity }) => ({
      ...{ lineId, quantity },
      itemCode: variantId === null ? null : (codes.get(variantId) ?? null),
    })),
  );
  const carrier = carrierName(shipped.carrierId);
  await ports.shipments.keep(programId, shopId, orderId, { exigoOrderId, carrier, trackingNumbers, lines });
  const units = lines.reduce((sum, line) => sum + line.units, 0);
  const draft: DocumentDraft = {
    kind: "shopify.fulfillment",
    document: `fulfilment/${shopId}/${orderId}`,
    // More units of the same order in Exigo are another package, and other numbers a correction.
    stepKey: `fulfilment/${shopId}/${orderId}/${exigoOrderId}/${units}/${markOfTracking(shipped)}`,
    shopId,
    memberId: null,
    domain: "fulfilment",
    fields: ["fulfilment", "tracking"],
    content: { orderId, exigoOrderId },
  };
  return enqueueSteps(ports, programId, [draft]);
}
