import { addMoney, portionOfMoney, subtractMoney, timesMoney, zeroMoney } from "./money.ts";
import type { FinancialStatus, Order, OrderLine } from "./types.ts";
import type { Money } from "./types.ts";

/** What `units` of a line cost after its discount. Exact: the parts of a line always sum to the whole. */
export function netOfUnits(line: OrderLine, units: number): Money {
  return subtractMoney(
    timesMoney(line.unitPrice, units),
    portionOfMoney(line.discount, units, line.quantity),
  );
}

/** Tax on `units` of a line. */
export function taxOfUnits(line: OrderLine, units: number): Money {
  return portionOfMoney(line.tax, units, line.quantity);
}

/** What the shopper gave on top of what was bought. */
export function tipsOf(order: Order): Money {
  return addMoney(...order.lines.filter(({ tip }) => tip).map((line) => netOfUnits(line, line.quantity)));
}

export type OrderTotals = {
  lines: Money;
  discounts: Money;
  subtotal: Money;
  tax: Money;
  shipping: Money;
  total: Money;
};

const sumOf = <T>(rows: T[], pick: (row: T) => Money): Money => addMoney(...rows.map(pick));

function totals(order: Order, units: (line: OrderLine) => number, shipping: Money): OrderTotals {
  const lines = sumOf(order.lines, (line) => timesMoney(line.unitPrice, units(line)));
  const subtotal = sumOf(order.lines, (line) => netOfUnits(line, units(line)));
  const tax = sumOf(order.lines, (line) => taxOfUnits(line, units(line)));
  const total = addMoney(subtotal, order.taxesIncluded ? zeroMoney : tax, shipping);
  return { lines, discounts: subtractMoney(lines, subtotal), subtotal, tax, shipping, total };
}

/** Shipping given back so far. */
export function refundedShipping(order: Order): Money {
  return sumOf(order.refunds, (refund) => refund.shipping);
}

/** The order before returns: every line that was ever on it. Shopify's subtotal_price, total_price and so on. */
export function totalsBeforeReturns(order: Order): OrderTotals {
  return totals(order, (line) => line.quantity, order.shippingLine?.price ?? zeroMoney);
}

/** The order as it stands after edits and refunds. Shopify's current_* fields. */
export function currentTotals(order: Order): OrderTotals {
  const shipping = subtractMoney(order.shippingLine?.price ?? zeroMoney, refundedShipping(order));
  return totals(order, (line) => line.currentQuantity, shipping);
}

/** Money taken. */
export function paidMoney(order: Order): Money {
  const taken = order.transactions.filter(
    (transaction) =>
      transaction.status === "success" && (transaction.kind === "sale" || transaction.kind === "capture"),
  );
  return sumOf(taken, (transaction) => transaction.amount);
}

/** Money given back. */
export function refundedMoney(order: Order): Money {
  return sumOf(order.refunds, (refund) => sumOf(refund.transactions, (transaction) => transaction.amount));
}

/** What is still to be paid; below zero when the shop owes money after an edit. */
export function outstandingMoney(order: Order): Money {
  return subtractMoney(currentTotals(order).total, subtractMoney(paidMoney(order), refundedMoney(order)));
}

/** The payment status that follows from the transactions. */
export function financialStatusOf(order: Order): FinancialStatus {
  const paid = paidMoney(order).shopMinor;
  const refunded = refundedMoney(order).shopMinor;
  if (paid === 0) {
    if (order.cancelledAt) return "voided";
    return totalsBeforeReturns(order).total.shopMinor === 0 ? "paid" : "pending";
  }
  if (refunded >= paid) return "refunded";
  if (refunded > 0) return "partially_refunded";
  return outstandingMoney(order).shopMinor > 0 ? "partially_paid" : "paid";
}

/** Units of a line that can still be fulfilled. */
export function fulfillableUnits(line: OrderLine): number {
  return Math.max(0, Math.min(line.currentQuantity, line.quantity - line.fulfilledQuantity));
}

/** Shopify's fulfillment_status of the order: null while nothing has been sent. */
export function fulfilmentStatusOf(order: Order): "fulfilled" | "partial" | null {
  if (order.lines.every((line) => line.fulfilledQuantity === 0)) return null;
  return order.lines.every((line) => fulfillableUnits(line) === 0) ? "fulfilled" : "partial";
}
