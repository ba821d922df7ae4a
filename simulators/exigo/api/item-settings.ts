import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import { priceOf, stockOf } from "../state/catalog.ts";
import type { ItemRow } from "../state/catalog.ts";
import { readEnum } from "./columns.ts";
import { MANAGED, manageTypes } from "./item-columns.ts";
import { requireItem } from "./items.ts";
import type { Operation, OperationContext } from "./operation.ts";
import { requireWarehouse } from "./warehouses.ts";

export const itemSettingOperations: readonly Operation[] = [
  { name: "SetItemPrice", method: "PUT", path: "/item/price", writes: true, run: setItemPrice },
  { name: "SetItemWarehouse", method: "PUT", path: "/item/warehouse", writes: true, run: setItemWarehouse },
  {
    name: "SetItemPointAccount",
    method: "PUT",
    path: "/item/pointaccount",
    writes: true,
    run: setItemPointAccount,
  },
  {
    name: "AdjustInventory",
    method: "PUT",
    path: "/warehouse/inventory",
    writes: true,
    run: adjustInventory,
  },
];

/** One price per item, currency and price type: set anew or replaced. */
export function setItemPrice({ company }: OperationContext, input: RequestInput): Record<string, unknown> {
  const item = requireItem(company, input);
  const currencyCode = input.requiredText("currencyCode").slice(0, 3);
  const priceType = input.requiredInteger("priceType");
  const priceUnits = input.decimalUnits("price");
  if (priceUnits === null || priceUnits < 0) throw new Refusal(400, "price must be zero or above.");
  const known = priceOf(item, currencyCode, priceType);
  const row = {
    currencyCode,
    priceType,
    priceUnits,
    taxablePriceUnits: input.decimalUnits("taxablePrice") ?? priceUnits,
    shippingPriceUnits: input.decimalUnits("shippingPrice") ?? priceUnits,
    businessVolumeUnits: input.decimalUnits("businessVolume") ?? 0,
    commissionableVolumeUnits: input.decimalUnits("commissionableVolume") ?? 0,
  };
  item.prices = [...item.prices.filter((price) => price !== known), row];
  return {};
}

export function setItemWarehouse(
  { company }: OperationContext,
  input: RequestInput,
): Record<string, unknown> {
  const item = requireItem(company, input);
  const { warehouseID } = requireWarehouse(company, input);
  const manageType = input.text("itemManageTypeID");
  const row = inWarehouse(item, warehouseID);
  row.isAvailable = input.boolean("isAvailable") ?? row.isAvailable;
  if (manageType !== null) row.manageTypeID = readEnum("itemManageTypeID", manageType, manageTypes);
  return {};
}

/** The list replaces what was; an empty one removes all. */
export function setItemPointAccount(
  { company }: OperationContext,
  input: RequestInput,
): Record<string, unknown> {
  const item = requireItem(company, input);
  item.pointAccounts = input.objects("pointAccounts").map((account) => {
    const pointAccountID = account.requiredInteger("pointAccountID");
    if (!company.pointAccounts.some((known) => known.pointAccountID === pointAccountID)) {
      throw new Refusal(400, "Point account not found.");
    }
    return { pointAccountID, incrementUnits: account.decimalUnits("increment") ?? 0 };
  });
  return {};
}

/** Posts a change of stock: the same call twice changes it twice. */
function adjustInventory({ company }: OperationContext, input: RequestInput): Record<string, unknown> {
  const item = requireItem(company, input);
  const { warehouseID } = requireWarehouse(company, input);
  adjustStock(item, { warehouseID, quantity: input.requiredInteger("quantity") });
  return {};
}

/** Changes what is on the shelf by a number of units, below zero, too: a count that is off is not refused. */
export function adjustStock(
  item: ItemRow,
  { warehouseID, quantity }: { warehouseID: number; quantity: number },
): void {
  inWarehouse(item, warehouseID).stockLevel += quantity;
}

function inWarehouse(item: ItemRow, warehouseID: number) {
  const known = stockOf(item, warehouseID);
  if (known !== null) return known;
  const row = { warehouseID, isAvailable: true, manageTypeID: MANAGED, stockLevel: 0 };
  item.warehouses.push(row);
  return row;
}
