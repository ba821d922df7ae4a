import { z } from "zod";

import { DEFAULT_EXIGO_API } from "#core/exigo";
import type { ExigoAccess } from "#usecases/ports/exigo";

/** Exigo's fixed lists, each name at the place of its number. */
const ORDER_STATUSES = [
  ...["Incomplete", "Pending", "CCDeclined", "ACHDeclined", "Canceled", "CCPending", "ACHPending"],
  ...["Accepted", "Printed", "Shipped", "PendingInventory"],
];
const ORDER_TYPES = [
  ...["Default", "CustomerService", "ShoppingCart", "WebWizard", "AutoOrder", "Import", "BackOrder"],
  ...[
    "ReplacementOrder",
    "ReturnOrder",
    "WebAutoOrder",
    "TicketSystem",
    "APIOrder",
    "BackOrderParent",
    "ChildOrder",
  ],
  ...Array.from({ length: 10 }, (_, index) => `Other${index + 1}`),
];

const INVENTORY_STATUSES = ["None", "Available", "OnBackOrder", "OutOfStock", "Discontinued"];

const readNamed = (names: readonly string[]) =>
  z.string().transform((written, context) => {
    const plain = written.trim().toLowerCase();
    const number = /^\d{1,3}$/.test(plain)
      ? Number(plain)
      : names.findIndex((name) => name.toLowerCase() === plain);
    if (number < 0) context.addIssue({ code: "custom", message: "is not in Exigo's list" });
    return number;
  });

/** Read as a number or as a name, whatever its case. */
export const orderStatus = readNamed(ORDER_STATUSES);
export const orderType = readNamed(ORDER_TYPES);
export const inventoryStatus = readNamed(INVENTORY_STATUSES);

/** As the settings say that choices are written; a number without a name stays one. */
export function writeOrderStatus(access: ExigoAccess, status: number): string | number {
  return write(access, ORDER_STATUSES, status);
}

export function writeOrderType(access: ExigoAccess, type: number): string | number {
  return write(access, ORDER_TYPES, type);
}

function write(access: ExigoAccess, names: readonly string[], number: number): string | number {
  const { enums } = access.setup?.api ?? DEFAULT_EXIGO_API;
  return enums === "name" ? (names[number] ?? number) : number;
}
