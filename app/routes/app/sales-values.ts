import type { SalesValues } from "#components/items/sales-card";
import { DEFAULT_EXIGO_SETUP } from "#core/exigo";
import type { ExigoCatalogSetup } from "#core/exigo";

/** The settings of a shop's catalogue as its form shows them; null: there is no connection. */
export function salesValues(setup: ExigoCatalogSetup | null, shopId: number): SalesValues {
  const { shops, skuCase, difference, createProducts, stockMinutes } = setup ?? DEFAULT_EXIGO_SETUP.catalog;
  const shop = shops.find((one) => one.shopId === shopId);
  return {
    currencyCode: shop?.currencyCode ?? "",
    priceType: shop ? String(shop.priceType) : "",
    priceWarehouseId: shop ? String(shop.priceWarehouseId) : "",
    locations: (shop?.locations ?? [])
      .map(({ warehouseId, locationId }) => `${warehouseId} ${locationId}`)
      .join("\n"),
    prices: shop?.prices ?? false,
    stock: shop?.stock ?? false,
    fulfilment: shop?.fulfilment ?? false,
    skuCase,
    difference,
    createProducts,
    stockMinutes: String(stockMinutes),
  };
}
