import { z } from "zod";

import { DEFAULT_EXIGO_API } from "#core/exigo";
import type { ExigoAccess, ExigoAnswer } from "#usecases/ports/exigo";
import type { ExigoCatalog, ExigoItem, ShippedOrder } from "#usecases/ports/exigo-catalog";

import type { CallExigo } from "./call.server.ts";
import { listItemCodes } from "./item-codes.server.ts";
import { findParentOrder } from "./parent-order.server.ts";
import { startOfWindow } from "./central-time.server.ts";
import { inventoryStatus, orderType, writeOrderStatus } from "./enums.server.ts";
import { timeFor } from "./order-bodies.server.ts";
import { decimal, id, moment, optionalDecimal, optionalId, text } from "./reading.server.ts";

const SHIPPED = 9;
const RETURN = 8;
/** An order that was split. */
const BACK_ORDER_PARENT = 12;
/** So that the address of a call stays far below what servers take. */
const MOST_CODES_AT_ONCE = 50;

const flag = z
  .union([z.boolean(), z.string()])
  .nullish()
  .transform((value) => value === true || value === "true" || value === "1");
const itemRow = z.object({
  itemCode: z.string(),
  description: text,
  longDetail: text,
  longDetail1: text,
  weight: optionalDecimal,
  price: optionalDecimal,
  isVirtual: flag,
  stockLevel: optionalDecimal,
  availableStockLevel: optionalDecimal,
  inventoryStatus: inventoryStatus.nullish(),
});
const itemRows = z.object({ items: z.array(itemRow).nullish() });
const warehouseRows = z.object({
  warehouses: z.array(z.object({ warehouseID: id, description: text, state: text, country: text })).nullish(),
});
const calculated = z.object({
  shipMethods: z.array(z.object({ shipMethodID: id, description: text })).nullish(),
});
const shippedRow = z.object({
  orderID: id,
  orderKey: text,
  orderTyID: orderType.nullish(),
  orderType: orderType.nullish(),
  modifiedDate: moment,
  webCarrierID: optionalId,
  ...Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`trackingNumber${index + 1}`, text])),
  details: z.array(z.object({ itemCode: z.string(), quantity: decimal, reference1: text })).nullish(),
});
const shippedRows = z.object({ orders: z.array(shippedRow).nullish() });

type ShippedRow = z.output<typeof shippedRow> & Readonly<Record<string, unknown>>;

/** Items, warehouses and what left them, through Exigo's REST interface. */
export function createCatalogCalls(call: CallExigo): ExigoCatalog {
  return {
    readItems: (access, what) => readItems(call, access, what),
    async listWarehouses(access) {
      const found = await call(access, {
        method: "GET",
        turn: "catalog",
        path: "/warehouse",
        effect: "reads",
        answer: warehouseRows,
      });
      if (!found.ok) return found;
      const rows = (found.value.warehouses ?? []).map(({ warehouseID, description, state, country }) => ({
        warehouseId: warehouseID,
        description: description ?? String(warehouseID),
        state,
        country,
      }));
      return { ok: true, value: rows };
    },
    listShipped: (access, what) => listShipped(call, access, what),
    listShipMethods: (access, place) => listShipMethods(call, access, place),
    listItemCodes: (access, page) => listItemCodes(call, access, page),
  };
}

/** Exigo lists ship methods nowhere but in the calculation of an order, which stores nothing. */
async function listShipMethods(
  call: CallExigo,
  access: ExigoAccess,
  { itemCode, country, state, ...place }: Parameters<ExigoCatalog["listShipMethods"]>[1],
): ReturnType<ExigoCatalog["listShipMethods"]> {
  const found = await call(access, {
    method: "POST",
    turn: "catalog",
    path: "/orders/calculate",
    effect: "reads",
    body: {
      currencyCode: place.currencyCode,
      warehouseID: place.warehouseId,
      shipMethodID: place.shipMethodId,
      priceType: place.priceType,
      country: country ?? "US",
      state: state ?? "TX",
      details: itemCode === null ? [] : [{ itemCode, quantity: 1 }],
      returnShipMethods: true,
    },
    answer: calculated,
  });
  if (!found.ok) return found;
  const methods = (found.value.shipMethods ?? []).map(({ shipMethodID, description }) => ({
    shipMethodId: shipMethodID,
    description: description ?? String(shipMethodID),
  }));
  return { ok: true, value: methods };
}

async function readItems(
  call: CallExigo,
  access: ExigoAccess,
  { codes, ...place }: Parameters<ExigoCatalog["readItems"]>[1],
): Promise<ExigoAnswer<readonly ExigoItem[]>> {
  const { lists } = access.setup?.api ?? DEFAULT_EXIGO_API;
  const atOnce = lists === "single" ? 1 : MOST_CODES_AT_ONCE;
  const items: ExigoItem[] = [];
  for (let first = 0; first < codes.length; first += atOnce) {
    const asked = codes.slice(first, first + atOnce);
    const found = await call(access, {
      method: "GET",
      turn: "catalog",
      path: "/item",
      effect: "reads",
      query: {
        currencyCode: place.currencyCode,
        priceType: place.priceType,
        warehouseID: place.warehouseId,
        itemCodes: asked,
        returnLongDetail: "true",
      },
      answer: itemRows,
    });
    if (!found.ok) return found;
    const wanted = new Set(asked.map((code) => code.toLowerCase()));
    const rows = (found.value.items ?? []).filter(({ itemCode }) => wanted.has(itemCode.toLowerCase()));
    items.push(...rows.map(toItem));
  }
  return { ok: true, value: items };
}

function toItem(row: z.output<typeof itemRow>): ExigoItem {
  return {
    itemCode: row.itemCode,
    description: row.description ?? row.itemCode,
    longDetail: row.longDetail1 ?? row.longDetail ?? "",
    weight: row.weight,
    isVirtual: row.isVirtual,
    price: row.price,
    available: countedUnits(row.availableStockLevel, row.inventoryStatus ?? null),
    inStock: countedUnits(row.stockLevel, row.inventoryStatus ?? null),
  };
}

/** In Exigo's list of inventory statuses. */
const AVAILABLE = 1;

/**
 * A part of a unit cannot be sold, so it is not counted. An item that can be had although there is none of it is one
 * whose stock the company does not count.
 */
function countedUnits(level: string | null, status: number | null): number | null {
  if (level === null) return null;
  const units = Math.floor(Number(level));
  return units <= 0 && status === AVAILABLE ? null : units;
}

/** Some are left out, so pages are read until as many others are there, or no page is full any more. */
async function listShipped(
  call: CallExigo,
  access: ExigoAccess,
  { since, afterOrderId, limit }: Parameters<ExigoCatalog["listShipped"]>[1],
): Promise<ExigoAnswer<readonly ShippedOrder[]>> {
  const shipped: ShippedOrder[] = [];
  let after = afterOrderId;
  for (;;) {
    const page = await shippedAfter(call, access, { since, after, limit });
    if (!page.ok) return page;
    for (const row of page.value) {
      const type = typeOf(row);
      if (type === RETURN || type === BACK_ORDER_PARENT) continue;
      const parent = await findParentOrder(call, access, { exigoOrderId: row.orderID, type });
      if (!parent.ok) return parent;
      shipped.push(toShipped(row, since, parent.value));
    }
    const last = page.value.at(-1);
    if (page.value.length < limit || shipped.length >= limit || !last) {
      return { ok: true, value: shipped.slice(0, limit) };
    }
    after = String(last.orderID);
  }
}

async function shippedAfter(
  call: CallExigo,
  access: ExigoAccess,
  { since, after, limit }: { since: string; after: string | null; limit: number },
): Promise<ExigoAnswer<readonly ShippedRow[]>> {
  const found = await call(access, {
    method: "GET",
    turn: "polls",
    path: "/orders",
    effect: "reads",
    query: {
      orderStatus: writeOrderStatus(access, SHIPPED),
      greaterThanModifiedDate: timeFor(access, startOfWindow(since)),
      ...(after === null ? {} : { greaterThanOrderID: after }),
      batchSize: limit,
    },
    answer: shippedRows,
  });
  return found.ok ? { ok: true, value: found.value.orders ?? [] } : found;
}

function typeOf(row: ShippedRow): unknown {
  return row.orderTyID ?? row.orderType;
}

/** An order whose time of change Exigo does not say has changed since the window began; nothing more is known. */
function toShipped(row: ShippedRow, since: string, parentOrderId: string | null): ShippedOrder {
  const numbers = [1, 2, 3, 4, 5].map((slot) => row[`trackingNumber${slot}`]);
  return {
    exigoOrderId: String(row.orderID),
    parentOrderId,
    orderKey: row.orderKey,
    modifiedAt: row.modifiedDate ?? since,
    carrierId: row.webCarrierID,
    trackingNumbers: numbers.filter((each): each is string => typeof each === "string" && each !== ""),
    details: (row.details ?? []).map(({ itemCode, quantity, reference1 }) => ({
      itemCode,
      quantity: Number(quantity),
      reference: reference1,
    })),
  };
}
