import type { RequestInput } from "../http/request-input.ts";
import type { ColumnValue } from "../state/company.ts";
import type { Settings } from "../state/settings.ts";
import type { Column } from "./columns.ts";
import { numbered, plain, readColumns, text } from "./columns.ts";

/** Where an order goes, and who gets it. */
const shipTo: readonly Column[] = [
  ...["firstName", "middleName", "lastName", "nameSuffix", "company"].map((name) => text(name, 50)),
  ...numbered("address", 3).map((name) => text(name, 100)),
  ...["city", "state", "zip", "country", "county"].map((name) => text(name, 50)),
  text("email", 200),
  text("phone", 20),
];

const others = numbered("other", 20, 11).map((name) => text(name, 200));

/** What CreateOrder and CreateOrderImport store as it is. */
export const orderColumns: readonly Column[] = [
  ...shipTo,
  text("notes", 500),
  ...others,
  plain("partyID", "integer"),
  plain("referralID", "integer"),
  plain("orderSubStatusTy", "integer"),
  plain("suppressPackSlipPrice", "boolean"),
  plain("orderDate", "date"),
];

/** What UpdateOrder and the batch of statuses add to those. */
export const orderUpdateColumns: readonly Column[] = [
  ...orderColumns,
  ...numbered("trackingNumber", 5).map((name) => text(name, 50)),
  plain("webCarrierID", "integer"),
  ...numbered("webCarrierID", 5, 2).map((name) => plain(name, "integer")),
  plain("shippedDate", "date"),
  plain("lockedDate", "date"),
  plain("commissionedDate", "date"),
  plain("isCommissionable", "boolean"),
  plain("batchID", "integer"),
  text("reference1", 100),
];

/** The columns that a new order is stored with. */
export function newOrderColumns(
  input: RequestInput,
  settings: Settings,
  now: string,
): Record<string, ColumnValue> {
  const read = readColumns(orderColumns, input, settings);
  return { ...read, orderDate: read.orderDate ?? now };
}
