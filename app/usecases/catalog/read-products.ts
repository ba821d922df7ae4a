import { mapBySku } from "../map-by-sku.ts";
import type { MapBySkuPorts } from "../map-by-sku.ts";
import type { ItemLinks } from "../ports/item-links.ts";
import type { Programs } from "../ports/programs.ts";
import type { ShopCatalog } from "../ports/shop-catalog.ts";
import type { TurnEnd, TurnPorts, TurnRun } from "./turn-types.ts";

export interface ReadProductsPorts extends Omit<TurnPorts, "documents" | "programs"> {
  readonly documents: TurnPorts["documents"] & MapBySkuPorts["documents"];
  readonly programs: TurnPorts["programs"] & Pick<Programs, "listShops">;
  readonly itemLinks: MapBySkuPorts["itemLinks"] & Pick<ItemLinks, "learn" | "find">;
  readonly exigoItems: MapBySkuPorts["exigoItems"];
  readonly shopCatalog: Pick<ShopCatalog, "listProducts">;
}

/** How far a run is: Shopify's cursor in the products of a shop. */
interface ProductPlace {
  readonly shopId: number;
  readonly after: string | null;
}

/**
 * Reads all products of the program's shops, page by page: those from before the app was there, and those of which no
 * webhook told. Variants are kept and given the items that their SKUs name.
 */
export async function readProducts(ports: ReadProductsPorts, run: TurnRun): Promise<TurnEnd> {
  const { programId } = run.turn;
  const place = run.turn.place as ProductPlace | null;
  const shops = (await ports.programs.listShops(programId))
    .filter(({ state }) => state === "installed")
    .toSorted((a, b) => a.shopId - b.shopId);
  for (const { shopId, domain } of shops) {
    if (place && shopId < place.shopId) continue;
    let after = place?.shopId === shopId ? place.after : null;
    do {
      if (run.signal.aborted) return { end: "broken_off" };
      const page = await ports.shopCatalog.listProducts(domain, after);
      if (!page.ok) return { end: "failed", failure: page };
      await ports.itemLinks.learn(programId, shopId, page.value.rows);
      const ids = page.value.rows.flatMap(({ variants }) => variants.map(({ variantId }) => variantId));
      await mapBySku(ports, programId, await ports.itemLinks.find(programId, shopId, ids));
      after = page.value.next;
      const counts = { compared: ids.length, enqueued: 0 };
      // Behind its last page a shop is not begun again.
      const reached: ProductPlace = after === null ? { shopId: shopId + 1, after } : { shopId, after };
      if (!(await ports.catalogTurns.advance(run.turn, { place: reached, ...counts })))
        return { end: "broken_off" };
    } while (after !== null);
  }
  return { end: "done" };
}
