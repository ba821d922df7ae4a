import type { ExigoSetup } from "./setup.ts";

/**
 * Where Exigo is asked what an item is: as a shop sells it, this one before others, or else as orders in the first
 * currency are sold. null: nobody has said where anything is sold.
 */
export function placeToAsk(
  { catalog, orders }: Pick<ExigoSetup, "catalog" | "orders">,
  shopId: number | null = null,
): { readonly currencyCode: string; readonly priceType: number; readonly warehouseId: number } | null {
  const shop = catalog.shops.find((one) => one.shopId === shopId) ?? catalog.shops[0];
  if (shop) {
    const { currencyCode, priceType, priceWarehouseId: warehouseId } = shop;
    return { currencyCode, priceType, warehouseId };
  }
  const [terms] = orders.currencies;
  if (!terms) return null;
  const { currencyCode, priceType, warehouseId } = terms;
  return { currencyCode, priceType, warehouseId };
}
