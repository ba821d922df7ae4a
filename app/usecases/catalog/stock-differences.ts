import { wantedStock } from "#core/catalog";
import type { ShopCatalogSetup } from "#core/exigo";

import type { UnitsOnTheWay } from "../ports/catalog.ts";
import type { ExigoAccess, ExigoAnswer } from "../ports/exigo.ts";
import type { ExigoCatalog } from "../ports/exigo-catalog.ts";
import type { ItemLink } from "../ports/item-links.ts";
import type { Shop } from "../ports/programs.ts";
import type { ShopCatalog } from "../ports/shop-catalog.ts";
import type { ShopifyRead } from "../ports/shop-reader.ts";
import { readItems } from "./read-items.ts";

export interface StockDifferencesPorts {
  readonly exigoCatalog: Pick<ExigoCatalog, "readItems">;
  readonly shopCatalog: Pick<ShopCatalog, "readStock">;
  readonly unitsOnTheWay: UnitsOnTheWay;
}

/** An item whose stock at a location is not what it is to be; `from` null: it is not stocked there yet. */
export interface StockDifference {
  readonly variantId: string;
  readonly inventoryItemId: string;
  readonly from: number | null;
  readonly to: number;
}

/** Stock at a location as it was compared. */
export interface ComparedStock {
  readonly differences: readonly StockDifference[];
  /** What is on both sides as it is to be. */
  readonly equal: readonly { readonly variantId: string; readonly units: number }[];
}

export interface StockPlace {
  readonly access: ExigoAccess;
  readonly shop: Shop;
  readonly settings: ShopCatalogSetup;
  readonly warehouse: ShopCatalogSetup["locations"][number];
  readonly figure: "available" | "in_stock";
}

/**
 * Compares the stock of mapped variants at one location. The shop is read first, then what is on the way, then Exigo: an
 * order that comes in between moves the shop's figure, and the write that was decided on finds it changed. Untracked
 * items and those that Exigo does not count are left alone. At most 100 variants.
 */
export async function stockDifferences(
  ports: StockDifferencesPorts,
  { access, shop, settings, warehouse, figure }: StockPlace,
  links: readonly ItemLink[],
): Promise<ShopifyRead<ComparedStock> | Exclude<ExigoAnswer<never>, { ok: true }>> {
  const stocked = links.flatMap((link) =>
    link.inventoryItemId === null || link.itemCode === null
      ? []
      : [{ ...link, inventoryItemId: link.inventoryItemId, itemCode: link.itemCode }],
  );
  const inShop = await ports.shopCatalog.readStock(
    shop.domain,
    warehouse.locationId,
    stocked.map(({ inventoryItemId }) => inventoryItemId),
  );
  if (!inShop.ok) return inShop;
  const onTheWay = await unitsByCode(ports, { shop, settings, warehouse }, stocked);
  const place = { ...settings, warehouseId: warehouse.warehouseId };
  const codes = stocked.map(({ itemCode }) => itemCode);
  const inExigo = await readItems(ports.exigoCatalog, access, salesPlace(place), codes);
  if (!inExigo.ok) return inExigo;
  const levels = new Map(inShop.value.map((level) => [level.inventoryItemId, level]));
  const compared = stocked.flatMap(({ variantId, inventoryItemId, itemCode }): StockDifference[] => {
    const level = levels.get(inventoryItemId);
    const item = inExigo.value.get(itemCode);
    const available = (figure === "available" ? item?.available : item?.inStock) ?? null;
    if (!level?.tracked || available === null) return [];
    const to = wantedStock({ available, onTheWay: onTheWay.get(itemCode) ?? 0 });
    return [{ variantId, inventoryItemId, from: level.available, to }];
  });
  const value = {
    differences: compared.filter(({ from, to }) => from !== to),
    equal: compared
      .filter(({ from, to }) => from === to)
      .map(({ variantId, to }) => ({ variantId, units: to })),
  };
  return { ok: true, value };
}

/** Currency, price type and warehouse, as the settings of a shop name them. */
export function salesPlace({
  currencyCode,
  priceType,
  warehouseId,
}: Pick<ShopCatalogSetup, "currencyCode" | "priceType"> & { readonly warehouseId: number }) {
  return { currencyCode, priceType, warehouseId };
}

/**
 * An order on its way has no warehouse yet; its units are taken off at the first one that the settings name. Variants of
 * one item share its stock.
 */
async function unitsByCode(
  ports: StockDifferencesPorts,
  { shop, settings, warehouse }: Pick<StockPlace, "shop" | "settings" | "warehouse">,
  links: readonly { readonly variantId: string; readonly itemCode: string }[],
): Promise<ReadonlyMap<string, number>> {
  const byCode = new Map<string, number>();
  if (settings.locations[0]?.warehouseId !== warehouse.warehouseId) return byCode;
  const ids = links.map(({ variantId }) => variantId);
  const units = await ports.unitsOnTheWay.count(shop.programId, shop.shopId, ids);
  for (const { variantId, itemCode } of links)
    byCode.set(itemCode, (byCode.get(itemCode) ?? 0) + (units.get(variantId) ?? 0));
  return byCode;
}
