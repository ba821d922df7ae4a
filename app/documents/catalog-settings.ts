import { z } from "zod";

import { MOST_CODE_LETTERS } from "#core/catalog";

/** Fields of an item that a product in the shop takes over; what is not named stays the shop's. */
const field = z.enum(["title", "description", "weight"]);

const shop = z.object({
  shopId: z.number().int().positive(),
  /** As Exigo writes it, such as `usd`. */
  currencyCode: z.string().trim().min(1).max(3),
  priceType: z.number().int().min(0),
  /** Whose prices are the shop's. */
  priceWarehouseId: z.number().int().min(0),
  /** Which location has the stock of which warehouse; a warehouse that is not named goes nowhere. */
  warehouses: z
    .array(
      z.object({ warehouseId: z.number().int().min(0), locationId: z.string().regex(/^[1-9]\d{0,18}$/) }),
    )
    .max(50),
  prices: z.boolean(),
  stock: z.boolean(),
  fulfilment: z.boolean(),
});

/** What a program has Exigo say of its shops' catalogues; everything is off until somebody switches it on. */
export const catalogSettings = z.object({
  schema: z.literal(1),
  codeCase: z.enum(["exact", "ignored"]),
  /** Items that are read beside those that variants are mapped to. */
  itemCodes: z.array(z.string().trim().min(1).max(MOST_CODE_LETTERS)).max(20_000),
  /** Items without a variant become drafts in the shop. */
  createProducts: z.boolean(),
  fields: z.array(field),
  weightUnit: z.enum(["lb", "oz", "kg", "g"]),
  stockFigure: z.enum(["available", "in_stock"]),
  /** What becomes of a price that was changed in the shop: Exigo's is put back, or it is only reported. */
  againstOwner: z.enum(["put_back", "report"]),
  notifyShopper: z.boolean(),
  itemMinutes: z.number().int().min(5).max(10_080),
  priceMinutes: z.number().int().min(5).max(10_080),
  stockMinutes: z.number().int().min(5).max(60),
  shipmentMinutes: z.number().int().min(1).max(60),
  shops: z.array(shop).max(100),
});

export type CatalogSettings = z.output<typeof catalogSettings>;
export type ShopCatalogSettings = z.output<typeof shop>;

/** What holds for a program that has saved none. */
export const DEFAULT_CATALOG_SETTINGS: CatalogSettings = {
  schema: 1,
  codeCase: "exact",
  itemCodes: [],
  createProducts: false,
  fields: ["title", "weight"],
  weightUnit: "lb",
  stockFigure: "available",
  againstOwner: "put_back",
  notifyShopper: true,
  itemMinutes: 60,
  priceMinutes: 1_440,
  stockMinutes: 10,
  shipmentMinutes: 5,
  shops: [],
};
