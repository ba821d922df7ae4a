import type { ItemRow, WarehouseRow } from "./catalog.ts";
import { firstWarehouse } from "./catalog.ts";
import type { OrderRow, PaymentRow } from "./orders.ts";
import type { CustomerEventRow, ReportRow } from "./reporting.ts";
import { firstReports } from "./reporting.ts";
import { findRow } from "./undo.ts";

/** One value of a customer's column; dates are Central wall clocks, decimals are ten-thousandths. */
export type ColumnValue = string | number | boolean | null;

export interface CustomerRow {
  customerID: number;
  customerKey: string | null;
  /** What the compensation plan paid last; absent: none yet. */
  rankID?: number;
  /** By the documented name of the column. A column that was never set is absent. */
  columns: Record<string, ColumnValue>;
  createdDate: string;
  modifiedDate: string;
  /** The login that wrote it first and last; absent in rows of an older day. */
  createdBy?: string;
  modifiedBy?: string;
}

/** A point account is a definition that the company shares; a balance belongs to it and a customer. */
export interface PointAccountRow {
  pointAccountID: number;
  description: string;
  currencyCode: string;
  /** Whether orders may be paid with it; absent: they may. */
  canPayForOrders?: boolean;
  /** Whether such a payment is held to the order's subtotal; absent: it is not. */
  limitPaymentToSubTotal?: boolean;
}

/** One line of the append-only history of points. */
export interface PointTransactionRow {
  transactionID: number;
  customerID: number;
  pointAccountID: number;
  amountUnits: number;
  typeID: number;
  transactionDate: string;
  orderID: number | null;
  reference: string | null;
  /** The API login that wrote it, or "exigo" when Exigo moved the points by itself. */
  createdBy: string;
  movedBy: "api" | "exigo";
}

/** Everything of one Exigo company; plain data, so that it can be written to the state file as it is. */
export interface Company {
  key: string;
  logins: { login: string; password: string }[];
  customers: CustomerRow[];
  pointAccounts: PointAccountRow[];
  pointTransactions: PointTransactionRow[];
  /** Ten-thousandths by `pointAccountID:customerID`. */
  balanceUnits: Record<string, number>;
  nextCustomerID: number;
  nextTransactionID: number;
  warehouses: WarehouseRow[];
  items: ItemRow[];
  nextItemID: number;
  /** In the order of their ids. */
  orders: OrderRow[];
  nextOrderID: number;
  payments: PaymentRow[];
  nextPaymentID: number;
  /** The tax of an order that names no rate of its own; ten-thousandths of a per cent. */
  taxPercentUnits: number;
  /** What nobody has fetched yet, oldest first. */
  customerEvents: CustomerEventRow[];
  nextEventID: number;
  reports: ReportRow[];
}

/** Ids of the kinds start far apart, so that a caller who mixes them up finds nothing instead of the wrong row. */
const FIRST_CUSTOMER_ID = 1001;
const FIRST_TRANSACTION_ID = 500_001;
const FIRST_ITEM_ID = 20_001;
const FIRST_ORDER_ID = 300_001;
const FIRST_PAYMENT_ID = 700_001;
const FIRST_EVENT_ID = 900_001;
const TAX_PERCENT_UNITS = 82_500;

export function newCompany(key: string, login: { login: string; password: string }): Company {
  return {
    key,
    logins: [login],
    customers: [],
    pointAccounts: [{ pointAccountID: 1, description: "Store credits", currencyCode: "usd" }],
    pointTransactions: [],
    balanceUnits: {},
    nextCustomerID: FIRST_CUSTOMER_ID,
    nextTransactionID: FIRST_TRANSACTION_ID,
    warehouses: [firstWarehouse()],
    items: [],
    nextItemID: FIRST_ITEM_ID,
    orders: [],
    nextOrderID: FIRST_ORDER_ID,
    payments: [],
    nextPaymentID: FIRST_PAYMENT_ID,
    taxPercentUnits: TAX_PERCENT_UNITS,
    customerEvents: [],
    nextEventID: FIRST_EVENT_ID,
    reports: firstReports(),
  };
}

export function balanceKey(pointAccountID: number, customerID: number): string {
  return `${pointAccountID}:${customerID}`;
}

/** The customer with this id; null when there is none. Rows are kept in the order of their ids. */
export function customerById(company: Company, customerID: number): CustomerRow | null {
  const index = firstIndexFrom(company.customers, customerID);
  const row = company.customers[index];
  return row !== undefined && row.customerID === customerID ? row : null;
}

/** The first customer with this key, compared as SQL Server does, without regard to case; null when there is none. */
export function customerByKey(company: Company, key: string): CustomerRow | null {
  const wanted = key.toLowerCase();
  return findRow(company.customers, (row) => row.customerKey?.toLowerCase() === wanted);
}

export function insertCustomer(company: Company, row: CustomerRow): void {
  company.customers.splice(firstIndexFrom(company.customers, row.customerID), 0, row);
}

function firstIndexFrom(rows: readonly CustomerRow[], customerID: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.customerID ?? Infinity) < customerID) low = middle + 1;
    else high = middle;
  }
  return low;
}
