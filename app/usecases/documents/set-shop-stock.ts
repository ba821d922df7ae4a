import type { DeliveryPolicy, DocumentOutcome } from "#core/sync";

import { afterShopifyFailure } from "../after-shopify-failure.ts";
import { activeConnection, afterExigoRead, findStepShop } from "../catalog/step-shop.ts";
import { stockDifferences } from "../catalog/stock-differences.ts";
import type { StockDifference, StockDifferencesPorts, StockPlace } from "../catalog/stock-differences.ts";
import type { StockAgreements } from "../ports/catalog.ts";
import type { ClaimedDocument } from "../ports/documents.ts";
import type { ExigoConnections } from "../ports/exigo.ts";
import type { ItemLinks } from "../ports/item-links.ts";
import type { Programs } from "../ports/programs.ts";
import type { ShopCatalog } from "../ports/shop-catalog.ts";
import type { ShopifyAnswer } from "../ports/storefront.ts";
import type { StepPorts } from "./types.ts";

export interface SetShopStockPorts extends StepPorts, StockDifferencesPorts {
  readonly programs: Pick<Programs, "findShop">;
  readonly exigoConnections: Pick<ExigoConnections, "find">;
  readonly itemLinks: Pick<ItemLinks, "find">;
  readonly shopCatalog: Pick<ShopCatalog, "readStock" | "setStock" | "stockItem">;
  readonly stockAgreements: Pick<StockAgreements, "keep">;
}

/** What a step of kind `shopify.stock` names: which variants, at which location. */
interface StockContent {
  readonly locationId: string;
  readonly variantIds: readonly string[];
}

/** So many times the shop's figure may change under one step; then it waits. */
const ROUNDS = 5;
const AFTER_STALE_MS = 5_000;

/**
 * Brings the stock of variants at a location to what Exigo has now. Everything is read anew, so a step that waited sets
 * nothing that is old, and one whose answer was lost finds nothing left to do. A write that meets another figure than
 * was read is refused by Shopify: both sides are read and decided on again.
 */
export async function setShopStock(
  ports: SetShopStockPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const { locationId, variantIds } = step.content as unknown as StockContent;
  const { shop, outcome } = await findStepShop(ports, step);
  if (!shop) return outcome;
  const connection = await activeConnection(ports, step.programId);
  if (!connection) return afterExigoRead({ message: "the connection to Exigo is paused" });
  const { shops, stockFigure: figure } = connection.setup.catalog;
  const settings = shops.find(({ shopId }) => shopId === shop.shopId);
  const warehouse = settings?.locations.find((candidate) => candidate.locationId === locationId);
  // Somebody switched it off since: there is nothing to be brought anywhere.
  if (!settings?.stock || !warehouse) return { state: "confirmed", remoteRef: null };
  const links = (await ports.itemLinks.find(step.programId, shop.shopId, variantIds)).filter(
    ({ state, removedAt }) => state === "mapped" && removedAt === null,
  );
  const place: StockPlace = { access: { ...connection, turn: "catalog" }, shop, settings, warehouse, figure };
  for (let round = 1; round <= ROUNDS; round += 1) {
    const compared = await stockDifferences(ports, place, links);
    if (!compared.ok)
      return "trouble" in compared
        ? afterExigoRead(compared)
        : afterShopifyFailure(compared, { ...step, jitter: ports.jitter() }, policy);
    const { differences } = compared.value;
    if (differences.length === 0) return { state: "confirmed", remoteRef: null };
    if (!(await ports.documents.markSending(step))) return null;
    // A key of its own for each try: what was read anew is another write.
    const key = `${step.stepKey}/${step.claim}/${round}`;
    const answer = await writeStock(ports, place, differences, key);
    if (answer.ok) {
      const agreed = differences.map(({ variantId, to }) => ({ variantId, units: to, isChanged: false }));
      await ports.stockAgreements.keep(shop.programId, shop.shopId, locationId, agreed);
      return { state: "confirmed", remoteRef: null };
    }
    if (answer.failure !== "stale")
      return afterShopifyFailure(answer, { ...step, jitter: ports.jitter() }, policy);
  }
  const error = "the stock in the shop kept changing";
  return { state: "due", inMs: AFTER_STALE_MS, error, countsAsAttempt: false };
}

async function writeStock(
  ports: Pick<SetShopStockPorts, "shopCatalog">,
  { shop, warehouse: { locationId } }: StockPlace,
  differences: readonly StockDifference[],
  key: string,
): Promise<ShopifyAnswer | { readonly ok: false; readonly failure: "stale"; readonly message: string }> {
  for (const { inventoryItemId, from, to } of differences) {
    if (from !== null) continue;
    const item = { key: `${key}/${inventoryItemId}`, inventoryItemId, available: to };
    const answer = await ports.shopCatalog.stockItem(shop.domain, locationId, item);
    if (!answer.ok) return answer;
  }
  const levels = differences.flatMap(({ inventoryItemId, from, to }) =>
    from === null ? [] : [{ inventoryItemId, from, to }],
  );
  return levels.length === 0
    ? { ok: true }
    : ports.shopCatalog.setStock(shop.domain, locationId, { key, levels });
}
