import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import type { ShipMethodRow, WarehouseRow } from "../state/catalog.ts";
import type { Company } from "../state/company.ts";
import type { Column } from "./columns.ts";
import { readColumns, showColumns, text } from "./columns.ts";
import type { Operation, OperationContext } from "./operation.ts";

export const warehouseOperations: readonly Operation[] = [
  { name: "GetWarehouses", method: "GET", path: "/warehouse", writes: false, run: getWarehouses },
  { name: "CreateWarehouse", method: "POST", path: "/warehouse", writes: true, run: createWarehouse },
];

const columns: readonly Column[] = [
  text("description", 50),
  ...["address1", "address2"].map((name) => text(name, 100)),
  ...["city", "state", "zip", "country"].map((name) => text(name, 50)),
];

/** Currencies and ship methods are no part of the answer: they stand in the reporting database only. */
function getWarehouses({ company, settings }: OperationContext): Record<string, unknown> {
  const warehouses = company.warehouses.map((row) => ({
    warehouseID: row.warehouseID,
    ...showColumns(columns, row.columns, settings),
  }));
  return { warehouses };
}

/** A new warehouse takes the currencies of the first and one way to send; the control interface changes both. */
export function createWarehouse(
  { company, settings }: OperationContext,
  input: RequestInput,
): Record<string, unknown> {
  input.requiredText("description");
  const warehouseID = Math.max(0, ...company.warehouses.map((row) => row.warehouseID)) + 1;
  const currencies = [...(company.warehouses[0]?.currencies ?? ["usd"])];
  const shipMethods = [{ shipMethodID: warehouseID * 100, description: "Standard", priceUnits: 50_000 }];
  company.warehouses.push({
    warehouseID,
    columns: readColumns(columns, input, settings),
    currencies,
    shipMethods,
  });
  return { warehouseID };
}

export function requireWarehouse(company: Company, input: RequestInput): WarehouseRow {
  const warehouseID = input.requiredInteger("warehouseID");
  const found = company.warehouses.find((row) => row.warehouseID === warehouseID);
  if (found === undefined) throw new Refusal(400, "Warehouse not found.");
  return found;
}

/** The currency of a call, which the warehouse must have. */
export function requireCurrency(warehouse: WarehouseRow, input: RequestInput): string {
  const currencyCode = input.requiredText("currencyCode");
  const known = warehouse.currencies.find((code) => code.toLowerCase() === currencyCode.toLowerCase());
  if (known === undefined) {
    throw new Refusal(
      400,
      `The currency ${currencyCode} is not valid for warehouse ${warehouse.warehouseID}.`,
    );
  }
  return known;
}

/** The way to send of a call, which must belong to the warehouse. */
export function requireShipMethod(warehouse: WarehouseRow, input: RequestInput): ShipMethodRow {
  const shipMethodID = input.requiredInteger("shipMethodID");
  const found = warehouse.shipMethods.find((method) => method.shipMethodID === shipMethodID);
  if (found === undefined) {
    throw new Refusal(
      400,
      `Ship method ${shipMethodID} is not valid for warehouse ${warehouse.warehouseID}.`,
    );
  }
  return found;
}
