import type { ItemPriceRow, ItemRow, ItemWarehouseRow, WarehouseRow } from "../state/catalog.ts";
import { entitySet } from "./odata-set.ts";

const text = (item: { columns: ItemRow["columns"] }, name: string) => item.columns[name] ?? null;

/** The catalogue, which REST cannot list. Prices and stock do not touch an item's ModifiedDate. */
export const itemSet = entitySet<ItemRow>({
  name: "Items",
  rows: ({ company, upTo }) => company.items.filter(({ entryDate }) => entryDate <= upTo),
  columns: {
    ItemID: { read: (item) => item.itemID },
    ItemCode: { read: (item) => item.itemCode },
    ItemDescription: { read: (item) => text(item, "description") },
    ItemTypeID: { read: (item) => text(item, "itemTypeID") },
    Weight: { kind: "money", read: (item) => text(item, "weight") },
    IsVirtual: { read: (item) => text(item, "isVirtual") ?? false },
    HideFromSearch: { read: (item) => text(item, "hideFromSearch") ?? false },
    IsPointIncrement: { read: (item) => text(item, "isPointIncrement") ?? false },
    LongDetail1: { read: (item) => text(item, "longDetail1") },
    EntryDate: { kind: "date", read: (item) => item.entryDate },
    ModifiedDate: { kind: "date", read: (item) => item.modifiedDate },
  },
});

/** There is no ModifiedDate in prices and stock: a reader compares. */
export const itemPriceSet = entitySet<{ item: ItemRow; price: ItemPriceRow }>({
  name: "ItemPrices",
  rows: ({ company }) => company.items.flatMap((item) => item.prices.map((price) => ({ item, price }))),
  columns: {
    ItemID: { read: ({ item }) => item.itemID },
    ItemCode: { read: ({ item }) => item.itemCode },
    CurrencyCode: { read: ({ price }) => price.currencyCode },
    PriceTypeID: { read: ({ price }) => price.priceType },
    Price: { kind: "money", read: ({ price }) => price.priceUnits },
    TaxablePrice: { kind: "money", read: ({ price }) => price.taxablePriceUnits },
    ShippingPrice: { kind: "money", read: ({ price }) => price.shippingPriceUnits },
  },
});

export const itemWarehouseSet = entitySet<{ item: ItemRow; stock: ItemWarehouseRow }>({
  name: "ItemWarehouses",
  rows: ({ company }) => company.items.flatMap((item) => item.warehouses.map((stock) => ({ item, stock }))),
  columns: {
    ItemID: { read: ({ item }) => item.itemID },
    ItemCode: { read: ({ item }) => item.itemCode },
    WarehouseID: { read: ({ stock }) => stock.warehouseID },
    MaxAllowedOnOrder: { read: () => 0 },
    StockLevel: { read: ({ stock }) => stock.stockLevel },
  },
});

export const warehouseSet = entitySet<WarehouseRow>({
  name: "Warehouses",
  rows: ({ company }) => company.warehouses,
  columns: {
    WarehouseID: { read: (row) => row.warehouseID },
    WarehouseDescription: { read: (row) => text(row, "description") },
  },
});

export const warehouseCurrencySet = entitySet<{ warehouseID: number; currencyCode: string }>({
  name: "WarehouseCurrencies",
  rows: ({ company }) =>
    company.warehouses.flatMap(({ warehouseID, currencies }) =>
      currencies.map((currencyCode) => ({ warehouseID, currencyCode })),
    ),
  columns: {
    WarehouseID: { read: (row) => row.warehouseID },
    CurrencyCode: { read: (row) => row.currencyCode },
  },
});

/** The ways to send, which REST tells through CalculateOrder only. */
export const shipMethodSet = entitySet<{
  warehouseID: number;
  method: WarehouseRow["shipMethods"][number];
}>({
  name: "ShipMethods",
  rows: ({ company }) =>
    company.warehouses.flatMap(({ warehouseID, shipMethods }) =>
      shipMethods.map((method) => ({ warehouseID, method })),
    ),
  columns: {
    ShipMethodID: { read: ({ method }) => method.shipMethodID },
    ShipMethodDescription: { read: ({ method }) => method.description },
    WarehouseID: { read: ({ warehouseID }) => warehouseID },
  },
});
