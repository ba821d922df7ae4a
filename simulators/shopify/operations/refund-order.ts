import {
  addMoney,
  parseMinor,
  portionOfMoney,
  subtractMoney,
  toPresentment,
  zeroMoney,
} from "../state/money.ts";
import {
  netOfUnits,
  paidMoney,
  refundedMoney,
  refundedShipping,
  taxOfUnits,
} from "../state/order-figures.ts";
import type { Money, Order, OrderLine, Refund, RefundLine } from "../state/types.ts";
import type { OperationContext } from "./index.ts";
import type { RefundOrderInput } from "./inputs.ts";
import { currenciesOf } from "./order-lines.ts";
import { emitOrder, emitRefund, moveStock, newTransaction, requireOrder, touchOrder } from "./orders.ts";
import { refuseUnless } from "./refused.ts";

/** Takes units off a line and says what they cost. Parts refunded one by one sum to the whole line. */
export function takeUnits(
  { store }: OperationContext,
  line: OrderLine,
  units: number,
  restockType: RefundLine["restockType"],
): RefundLine {
  refuseUnless(Number.isSafeInteger(units) && units > 0, "A refund needs a quantity of 1 or more.");
  refuseUnless(
    units <= line.currentQuantity,
    `Only ${line.currentQuantity} of "${line.title}" are left to give back.`,
  );
  const left = line.currentQuantity - units;
  const subtotal = subtractMoney(netOfUnits(line, line.currentQuantity), netOfUnits(line, left));
  const tax = subtractMoney(taxOfUnits(line, line.currentQuantity), taxOfUnits(line, left));
  line.currentQuantity = left;
  return { id: store.nextId(), lineId: line.id, quantity: units, restockType, subtotal, tax };
}

/** What refund lines cost the shopper. */
export function valueOfRefundLines(order: Order, lines: RefundLine[]): Money {
  return addMoney(
    ...lines.map((line) => addMoney(line.subtotal, order.taxesIncluded ? zeroMoney : line.tax)),
  );
}

function shippingToRefund(order: Order, input: RefundOrderInput): Money {
  const left = subtractMoney(order.shippingLine?.price ?? zeroMoney, refundedShipping(order));
  if (input.all || input.shipping === true) return left;
  if (input.shipping === undefined) return zeroMoney;
  const wanted = parseMinor(input.shipping, order.currency);
  refuseUnless(wanted <= left.shopMinor, "That is more than what is left of the shipping.");
  // Converting a part of a paid amount by proportion keeps the whole exact in both currencies.
  return portionOfMoney(left, wanted, left.shopMinor);
}

function unitsToRefund(order: Order, input: RefundOrderInput): { line: OrderLine; quantity: number }[] {
  if (input.all)
    return order.lines
      .filter((line) => line.currentQuantity > 0)
      .map((line) => ({ line, quantity: line.currentQuantity }));
  return (input.lines ?? []).map(({ lineId, quantity }) => {
    const line = order.lines.find((candidate) => candidate.id === lineId);
    refuseUnless(line, `The order has no line ${lineId}.`);
    refuseUnless(
      quantity <= line.currentQuantity,
      `Only ${line.currentQuantity} of "${line.title}" are left.`,
    );
    return { line, quantity };
  });
}

/** Writes a refund onto the order; `given` is the money that goes back, zero when units are only removed. */
export function recordRefund(
  context: OperationContext,
  order: Order,
  refund: { lines: RefundLine[]; shipping: Money; given: Money; note: string | null },
): Refund {
  const { store } = context;
  const owed = addMoney(valueOfRefundLines(order, refund.lines), refund.shipping);
  const sale = order.transactions.find((transaction) => transaction.kind === "sale");
  const row: Refund = {
    id: store.nextId(),
    createdAt: store.now(),
    note: refund.note,
    lines: refund.lines,
    shipping: refund.shipping,
    discrepancy: subtractMoney(owed, refund.given),
    transactions:
      refund.given.shopMinor > 0 ? [newTransaction(context, "refund", refund.given, sale?.id ?? null)] : [],
  };
  order.refunds.push(row);
  const returned = refund.lines.filter((line) => line.restockType !== "no_restock");
  const moves = returned.map((line) => ({
    variantId: order.lines.find((candidate) => candidate.id === line.lineId)?.variantId ?? null,
    units: line.quantity,
  }));
  moveStock(context, order, moves);
  return row;
}

/** Gives back units, shipping, all, or an amount; emits refunds/create and orders/updated. */
export function refundOrder(context: OperationContext, input: RefundOrderInput): Refund {
  const order = requireOrder(context, input);
  const left = subtractMoney(paidMoney(order), refundedMoney(order));
  const wanted = unitsToRefund(order, input);
  const shipping = shippingToRefund(order, input);
  const extra = toPresentment(parseMinor(input.amount ?? "0", order.currency), currenciesOf(order));
  refuseUnless(
    wanted.length > 0 || shipping.shopMinor > 0 || extra.shopMinor > 0,
    "There is nothing to give back.",
  );
  refuseUnless(left.shopMinor > 0, "No money is left to give back on this order.");
  const restockType = input.restock === false ? "no_restock" : "return";
  const lines = wanted.map(({ line, quantity }) => takeUnits(context, line, quantity, restockType));
  const value = addMoney(valueOfRefundLines(order, lines), shipping, extra);
  // Never more than was paid: an order edited or refunded by amount before may leave less than the units cost.
  const given = value.shopMinor > left.shopMinor ? left : value;
  const refund = recordRefund(context, order, { lines, shipping, given, note: input.note ?? null });
  touchOrder(context, order);
  emitRefund(context, order, refund);
  emitOrder(context, order, "orders/updated");
  return refund;
}
