import type { RequestInput } from "../http/request-input.ts";
import { jsonDecimal } from "../http/json.ts";
import { Refusal } from "../http/reply.ts";
import type { ItemRow, ItemWarehouseRow } from "../state/catalog.ts";
import { itemByCode, priceOf, stockOf } from "../state/catalog.ts";
import type { Company } from "../state/company.ts";
import { ACCEPTED, CANCELED, SHIPPED } from "../state/orders.ts";
import { formatDecimal } from "../values/decimal.ts";
import { readColumns, showColumns } from "./columns.ts";
import {
  BACK_ORDER,
  DISCONTINUED,
  inventoryStatuses,
  ITEM_CODE_LENGTH,
  itemColumns,
  MANAGED,
  MANAGED_BACK_ORDER,
} from "./item-columns.ts";
import type { Operation, OperationContext } from "./operation.ts";
import { requireCurrency, requireWarehouse } from "./warehouses.ts";

export const itemOperations: readonly Operation[] = [
  { name: "GetItems", method: "GET", path: "/item", writes: false, run: getItems },
  { name: "CreateItem", method: "POST", path: "/item", writes: true, run: createItem },
  { name: "UpdateItem", method: "PUT", path: "/item", writes: true, run: updateItem },
];

/** The items that are named, as one currency, price type and warehouse sees them. It cannot list what there is. */
function getItems(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const { company, settings } = context;
  const warehouse = requireWarehouse(company, input);
  const currencyCode = requireCurrency(warehouse, input);
  const priceType = input.requiredInteger("priceType");
  const codes = input.texts("itemCodes");
  if (codes.length === 0) throw new Refusal(400, "itemCodes is required.");
  const restrict = input.boolean("restrictToWarehouse") ?? false;
  const items = codes
    .map((code) => itemByCode(company.items, code))
    .filter((item) => item !== null)
    .filter((item) => settings.unpricedItem === "zero" || priceOf(item, currencyCode, priceType) !== null)
    .filter((item) => !restrict || (stockOf(item, warehouse.warehouseID)?.isAvailable ?? false))
    .map((item) => showItem(context, item, { currencyCode, priceType, warehouseID: warehouse.warehouseID }));
  return { items };
}

export function createItem(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const { company, settings, now } = context;
  const itemCode = input.requiredText("itemCode");
  if (itemCode.length > ITEM_CODE_LENGTH) {
    throw new Refusal(400, `itemCode is longer than ${ITEM_CODE_LENGTH} characters.`);
  }
  input.requiredText("description");
  if (itemByCode(company.items, itemCode) !== null) throw new Refusal(400, "itemCode is already in use.");
  const columns = { itemTypeID: 0, ...readColumns(itemColumns, input, settings) };
  const itemID = company.nextItemID;
  company.nextItemID += 1;
  const row = { itemID, itemCode, columns, prices: [], warehouses: [], pointAccounts: [] };
  company.items.push({ ...row, entryDate: now, modifiedDate: now });
  return { itemID, itemCode };
}

/** Changes what is passed; its fields may be null, which leaves them. */
export function updateItem(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const { company, settings, now } = context;
  const item = requireItem(company, input);
  const passed = Object.entries(readColumns(itemColumns, input, settings)).filter(
    ([, value]) => value !== null,
  );
  item.columns = { ...item.columns, ...Object.fromEntries(passed) };
  item.modifiedDate = now;
  return {};
}

/** The item that a call names by `itemCode`. Refuses one that does not exist. */
export function requireItem(company: Company, input: RequestInput): ItemRow {
  const item = itemByCode(company.items, input.requiredText("itemCode"));
  if (item === null) throw new Refusal(400, "Item not found.");
  return item;
}

interface Place {
  currencyCode: string;
  priceType: number;
  warehouseID: number;
}

function showItem({ company, settings }: OperationContext, item: ItemRow, place: Place): object {
  const price = priceOf(item, place.currencyCode, place.priceType);
  const amount = (units: number | undefined) => jsonDecimal(formatDecimal(units ?? 0));
  const stock = stockOf(item, place.warehouseID);
  const available = availableStock(company, item, place.warehouseID);
  const status = inventoryStatus(stock, available);
  return {
    itemCode: item.itemCode,
    ...showColumns(itemColumns, item.columns, settings),
    price: amount(price?.priceUnits),
    taxablePrice: amount(price?.taxablePriceUnits),
    shippingPrice: amount(price?.shippingPriceUnits),
    businessVolume: amount(price?.businessVolumeUnits),
    commissionableVolume: amount(price?.commissionableVolumeUnits),
    stockLevel: stock?.stockLevel ?? 0,
    availableStockLevel: available,
    inventoryStatus: settings.enumOutput === "name" ? inventoryStatuses[status] : status,
    maxAllowedOnOrder: 0,
  };
}

/** What is on the shelf less what accepted orders wait for. How Exigo calculates it is not known. */
export function availableStock(company: Company, item: ItemRow, warehouseID: number): number {
  const onShelf = stockOf(item, warehouseID)?.stockLevel ?? 0;
  let waiting = 0;
  for (const order of company.orders) {
    const waits =
      order.orderStatus >= ACCEPTED && order.orderStatus !== SHIPPED && order.orderStatus !== CANCELED;
    if (!waits || order.stockTaken || order.warehouseID !== warehouseID) continue;
    for (const detail of order.details) {
      if (detail.itemCode === item.itemCode && detail.quantityUnits > 0) waiting += detail.quantityUnits;
    }
  }
  return onShelf - Math.ceil(waiting / 10_000);
}

function inventoryStatus(stock: ItemWarehouseRow | null, available: number): number {
  if (stock === null) return 1;
  if (stock.manageTypeID === DISCONTINUED) return 4;
  if (stock.manageTypeID === BACK_ORDER) return 2;
  if (stock.manageTypeID === MANAGED_BACK_ORDER) return available > 0 ? 1 : 2;
  return stock.manageTypeID === MANAGED && available <= 0 ? 3 : 1;
}
