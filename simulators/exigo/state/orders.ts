import type { ColumnValue } from "./company.ts";
import { findRow } from "./undo.ts";

/** One line of an order; amounts are ten-thousandths, in a return below zero by the quantity. */
export interface OrderDetailRow {
  orderLine: number;
  itemCode: string;
  description: string;
  quantityUnits: number;
  priceEachUnits: number;
  priceTotalUnits: number;
  taxableEachUnits: number;
  taxUnits: number;
  businessVolumeEachUnits: number;
  commissionableVolumeEachUnits: number;
  reference1: string | null;
}

/** What an order comes to. */
export interface OrderTotals {
  totalUnits: number;
  subTotalUnits: number;
  taxTotalUnits: number;
  shippingTotalUnits: number;
  discountTotalUnits: number;
}

export interface OrderRow extends OrderTotals {
  orderID: number;
  orderKey: string | null;
  customerID: number;
  orderStatus: number;
  orderType: number;
  currencyCode: string;
  warehouseID: number;
  shipMethodID: number;
  priceType: number;
  returnOrderID: number | null;
  /** The order that it was split off; left out: none. */
  parentOrderID?: number | null;
  /** Ship-to, notes, other11 to other20, tracking numbers, dates. */
  columns: Record<string, ColumnValue>;
  details: OrderDetailRow[];
  /** Item increments were awarded; they are awarded once. */
  pointsAwarded: boolean;
  /** Its units were taken off the shelf; that happens once. */
  stockTaken: boolean;
  createdDate: string;
  modifiedDate: string;
  createdBy: string;
  modifiedBy: string;
}

export interface PaymentRow {
  paymentID: number;
  orderID: number;
  customerID: number;
  paymentType: number;
  paymentDate: string;
  amountUnits: number;
  currencyCode: string;
  memo: string | null;
  authorizationCode: string | null;
  /** Set for a payment with points. */
  pointAccountID: number | null;
  voided: boolean;
}

/** By number, fixed by Exigo. */
export const orderStatuses = [
  ...["Incomplete", "Pending", "CCDeclined", "ACHDeclined", "Canceled", "CCPending", "ACHPending"],
  ...["Accepted", "Printed", "Shipped", "PendingInventory"],
];
export const CANCELED = 4;
/** From this status on an order is paid and good; "pending inventory" is one that waits for its goods. */
export const ACCEPTED = 7;
export const SHIPPED = 9;

/** By number, fixed by Exigo. */
export const orderTypes = [
  ...["Default", "CustomerService", "ShoppingCart", "WebWizard", "AutoOrder", "Import", "BackOrder"],
  ...["ReplacementOrder", "ReturnOrder", "WebAutoOrder", "TicketSystem", "APIOrder", "BackOrderParent"],
  "ChildOrder",
  ...Array.from({ length: 10 }, (_, index) => `Other${index + 1}`),
];
export const RETURN_ORDER = 8;

/** By number; up to 17 as a lookup confirmed it, the rest by their order. */
export const paymentTypes = [
  ...["Cash", "CreditCard", "Check", "CreditVoucher", "Net30", "Net60", "UseCredit", "ACHDebit", "BankDraft"],
  ...[
    "BankWire",
    "PointRedemtion",
    "COD",
    "MoneyOrder",
    "BankDeposit",
    "Other1",
    "Other2",
    "Other3",
    "Wallet",
  ],
  ...Array.from({ length: 12 }, (_, index) => `Other${index + 4}`),
];
export const POINT_PAYMENT = 10;

/** Rows are kept in the order of their ids, so the one with an id is found by halves. */
export function orderById(orders: readonly OrderRow[], orderID: number): OrderRow | null {
  let low = 0;
  let high = orders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((orders[middle]?.orderID ?? Infinity) < orderID) low = middle + 1;
    else high = middle;
  }
  const row = orders[low];
  return row?.orderID === orderID ? row : null;
}

export function orderByKey(orders: readonly OrderRow[], orderKey: string): OrderRow | null {
  const wanted = orderKey.toLowerCase();
  return findRow(orders, (order) => order.orderKey?.toLowerCase() === wanted);
}
