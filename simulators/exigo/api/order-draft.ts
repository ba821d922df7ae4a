import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import type { OrderDetailRow, OrderRow, OrderTotals } from "../state/orders.ts";
import { orderById, orderByKey, orderStatuses, orderTypes } from "../state/orders.ts";
import { readEnum } from "./columns.ts";
import type { OperationContext } from "./operation.ts";
import { fitText, refuseBoth } from "./operation.ts";
import { readDetails, readImportedDetails } from "./order-lines.ts";
import { requireCurrency, requireShipMethod, requireWarehouse } from "./warehouses.ts";

/** Everything of an order but its identity and its times. */
export type OrderDraft = Pick<
  OrderRow,
  | "orderStatus"
  | "orderType"
  | "currencyCode"
  | "warehouseID"
  | "shipMethodID"
  | "priceType"
  | "returnOrderID"
  | "details"
  | "parentOrderID"
> &
  OrderTotals;

const KEY_LENGTH = 50;
const API_ORDER = 11;
const IMPORT_ORDER = 5;
const WITH_STATES = ["US", "CA"];

/**
 * Calculates an order: price, tax and shipping by the company's own figures unless the call overrides them. Refuses a
 * currency or a ship method that the warehouse does not have, and an address without a country.
 */
export function draftOrder(context: OperationContext, input: RequestInput): OrderDraft {
  const { company } = context;
  const warehouse = requireWarehouse(company, input);
  const currencyCode = requireCurrency(warehouse, input);
  const shipMethod = requireShipMethod(warehouse, input);
  const priceType = input.requiredInteger("priceType");
  requireAddress(input);
  const taxPercentUnits = input.decimalUnits("taxRateOverride") ?? company.taxPercentUnits;
  const details = readDetails(context, input, { currencyCode, priceType, taxPercentUnits });
  const shipping = input.decimalUnits("shippingAmountOverride") ?? shipMethod.priceUnits;
  return {
    orderStatus: readStatus(input, "orderStatus") ?? 0,
    orderType: readType(input) ?? API_ORDER,
    currencyCode,
    warehouseID: warehouse.warehouseID,
    shipMethodID: shipMethod.shipMethodID,
    priceType,
    returnOrderID: readReturned(context, input)?.orderID ?? null,
    details,
    ...totalsOf(details, shipping, sumOf(details, "taxUnits")),
  };
}

/** Takes every amount from the caller, who imports what happened elsewhere. Nothing is calculated but the sums. */
export function draftImportedOrder(context: OperationContext, input: RequestInput): OrderDraft {
  const warehouse = requireWarehouse(context.company, input);
  requireAddress(input);
  const details = readImportedDetails(context, input);
  const shipping = input.decimalUnits("shipping") ?? 0;
  const tax = sumOf(details, "taxUnits") + (input.decimalUnits("shippingStateTax") ?? 0);
  return {
    orderStatus: readStatus(input, "orderStatus") ?? 0,
    orderType: readType(input) ?? IMPORT_ORDER,
    currencyCode: requireCurrency(warehouse, input),
    warehouseID: warehouse.warehouseID,
    shipMethodID: requireShipMethod(warehouse, input).shipMethodID,
    priceType: input.requiredInteger("priceType"),
    returnOrderID: readReturned(context, input)?.orderID ?? null,
    parentOrderID: input.integer("parentOrderID"),
    details,
    ...totalsOf(details, shipping, tax),
  };
}

function totalsOf(details: readonly OrderDetailRow[], shipping: number, tax: number): OrderTotals {
  const subTotal = sumOf(details, "priceTotalUnits");
  return {
    subTotalUnits: subTotal,
    shippingTotalUnits: shipping,
    taxTotalUnits: tax,
    discountTotalUnits: 0,
    totalUnits: subTotal + shipping + tax,
  };
}

function sumOf(details: readonly OrderDetailRow[], column: "priceTotalUnits" | "taxUnits"): number {
  return details.reduce((sum, detail) => sum + detail[column], 0);
}

function requireAddress(input: RequestInput): void {
  const country = input.requiredText("country").toUpperCase();
  if (WITH_STATES.includes(country)) input.requiredText("state");
}

export function readStatus(input: RequestInput, name: string): number | null {
  const written = input.text(name);
  return written === null ? null : readEnum(name, written, orderStatuses);
}

/** `orderType` in new orders, `orderTy` in updates. */
export function readType(input: RequestInput): number | null {
  const written = input.text("orderType") ?? input.text("orderTy");
  return written === null ? null : readEnum("orderType", written, orderTypes);
}

function readReturned(context: OperationContext, input: RequestInput): OrderRow | null {
  return findOrder(context, input, { id: "returnOrderID", key: "returnOrderKey" });
}

/** The order that a call names by id or by key; null when it names none. Refuses both, and one that does not exist. */
export function findOrder(
  { company, settings }: OperationContext,
  input: RequestInput,
  names: { id: string; key: string },
): OrderRow | null {
  refuseBoth(input, names.id, names.key);
  const id = input.integer(names.id);
  const key = input.text(names.key);
  // Inside a transaction an id of 0 stands for what was made earlier in it; alone it names nothing.
  if ((id === null || id === 0) && key === null) return null;
  if (key !== null && settings.orderKeys === "disabled") {
    throw new Refusal(400, "Order keys are not enabled for this company.");
  }
  const found = key === null ? orderById(company.orders, id ?? 0) : orderByKey(company.orders, key);
  if (found === null) throw new Refusal(400, `${key === null ? names.id : names.key} not found.`);
  return found;
}

export function requireOrder(context: OperationContext, input: RequestInput): OrderRow {
  const found = findOrder(context, input, { id: "orderID", key: "orderKey" });
  if (found === null) throw new Refusal(400, "orderID is required.");
  return found;
}

/** The identity that a caller chose: a key, a number, both or none. */
export function readOrderIdentity(
  { company, settings }: OperationContext,
  input: RequestInput,
): { orderKey: string | null; orderID: number | null } {
  const written = input.text("manualOrderKey");
  if (written !== null && settings.orderKeys === "disabled") {
    throw new Refusal(400, "Order keys are not enabled for this company.");
  }
  const orderKey = written === null ? null : fitText(settings, "manualOrderKey", written, KEY_LENGTH);
  if (orderKey !== null && settings.duplicateOrderKey === "refused" && orderByKey(company.orders, orderKey)) {
    throw new Refusal(400, "manualOrderKey is already in use.");
  }
  if (input.boolean("useManualOrderID") !== true) return { orderKey, orderID: null };
  const orderID = input.requiredInteger("manualOrderID");
  if (orderID < 1) throw new Refusal(400, "manualOrderID must be above zero.");
  if (orderById(company.orders, orderID) !== null) throw new Refusal(400, "manualOrderID is already in use.");
  return { orderKey, orderID };
}
