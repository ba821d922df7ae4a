import type { ColumnValue } from "./company.ts";
import { findRow } from "./undo.ts";

/** A way to send from one warehouse; the price is what an order pays unless it says otherwise. */
export interface ShipMethodRow {
  shipMethodID: number;
  description: string;
  priceUnits: number;
}

export interface WarehouseRow {
  warehouseID: number;
  /** description, address1, address2, city, state, zip, country. */
  columns: Record<string, ColumnValue>;
  /** The currencies that orders of this warehouse may have, as the company writes them. */
  currencies: string[];
  shipMethods: ShipMethodRow[];
}

/** What an item costs in one currency for one price type; ten-thousandths. */
export interface ItemPriceRow {
  currencyCode: string;
  priceType: number;
  priceUnits: number;
  /** What tax is taken of, and what shipping is calculated of. */
  taxablePriceUnits: number;
  shippingPriceUnits: number;
  businessVolumeUnits: number;
  commissionableVolumeUnits: number;
}

/** An item in one warehouse. */
export interface ItemWarehouseRow {
  warehouseID: number;
  isAvailable: boolean;
  /** By number: see `manageTypes` of the items. */
  manageTypeID: number;
  /** Units on the shelf; orders that wait take nothing off until they are shipped. */
  stockLevel: number;
}

export interface ItemRow {
  itemID: number;
  itemCode: string;
  columns: Record<string, ColumnValue>;
  prices: ItemPriceRow[];
  warehouses: ItemWarehouseRow[];
  /** Points that a customer gets for each unit of an accepted order. */
  pointAccounts: { pointAccountID: number; incrementUnits: number }[];
  entryDate: string;
  /** In the reporting database only: REST does not tell it. Prices and stock do not touch it. */
  modifiedDate: string;
}

/** Item codes are compared as SQL Server does, without regard to case. */
export function itemByCode(items: readonly ItemRow[], itemCode: string): ItemRow | null {
  const wanted = itemCode.trim().toLowerCase();
  return findRow(items, (item) => item.itemCode.toLowerCase() === wanted);
}

export function priceOf(item: ItemRow, currencyCode: string, priceType: number): ItemPriceRow | null {
  const wanted = currencyCode.toLowerCase();
  const isIt = (price: ItemPriceRow) =>
    price.currencyCode.toLowerCase() === wanted && price.priceType === priceType;
  return item.prices.find(isIt) ?? null;
}

export function stockOf(item: ItemRow, warehouseID: number): ItemWarehouseRow | null {
  return item.warehouses.find((row) => row.warehouseID === warehouseID) ?? null;
}

/** The warehouse every company starts with. */
export function firstWarehouse(): WarehouseRow {
  return {
    warehouseID: 1,
    columns: { description: "Main warehouse", city: "Dallas", state: "TX", country: "US" },
    currencies: ["usd", "cad", "eur"],
    shipMethods: [
      { shipMethodID: 6, description: "Standard", priceUnits: 50_000 },
      { shipMethodID: 7, description: "Express", priceUnits: 150_000 },
    ],
  };
}
