import { matchSku, readItemCode, waitsForItem } from "#core/catalog";

import { findCatalogSetup } from "./catalog/catalog-setup.ts";
import type { ExigoConnections } from "./ports/exigo.ts";
import type { ExigoItems } from "./ports/exigo-items.ts";
import type { ItemLink, ItemLinks } from "./ports/item-links.ts";

export interface MapBySkuPorts {
  readonly itemLinks: Pick<ItemLinks, "say">;
  readonly exigoItems: Pick<ExigoItems, "findAlike">;
  readonly exigoConnections: Pick<ExigoConnections, "find">;
  readonly documents: { wake(programId: number, waitsFor: string): Promise<unknown> };
}

type Variant = Pick<ItemLink, "shopId" | "variantId" | "sku"> & Partial<Pick<ItemLink, "state" | "madeBy">>;

/**
 * Gives unmapped variants the item that their SKU names, where the program knows that item, and wakes what waits for
 * them. What a person decided on stays. Returns how many were mapped.
 */
export async function mapBySku(
  ports: MapBySkuPorts,
  programId: number,
  variants: readonly Variant[],
): Promise<number> {
  const open = variants.filter(
    ({ state = "unmapped", madeBy = null, sku }) =>
      state === "unmapped" && madeBy === null && readItemCode(sku) !== null,
  );
  if (open.length === 0) return 0;
  const skus = open.flatMap(({ sku }) => readItemCode(sku) ?? []);
  const codes = await ports.exigoItems.findAlike(programId, [...new Set(skus)]);
  if (codes.length === 0) return 0;
  const { skuCase: codeCase } = await findCatalogSetup(ports, programId);
  const sayings = open.flatMap(({ shopId, variantId, sku }) => {
    const itemCode = matchSku(sku, { codes, codeCase });
    return itemCode === null ? [] : [{ shopId, variantId, saying: { state: "mapped" as const, itemCode } }];
  });
  const changed = await ports.itemLinks.say(programId, sayings, { by: "sku" });
  for (const { shopId, variantId } of changed)
    await ports.documents.wake(programId, waitsForItem(shopId, variantId));
  return changed.length;
}
