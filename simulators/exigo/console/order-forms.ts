import { changeStatuses } from "../api/order-updates.ts";
import { requireOrder } from "../api/order-draft.ts";
import { createOrder } from "../api/orders.ts";
import { createPayment, createPointPayment, voidPayments } from "../api/payments.ts";
import type { RequestInput } from "../http/request-input.ts";
import type { OperationContext } from "../api/operation.ts";
import { Refusal } from "../http/reply.ts";
import type { OrderRow } from "../state/orders.ts";
import { orderById, orderStatuses, POINT_PAYMENT } from "../state/orders.ts";
import type { Form } from "./form.ts";
import { companyForm } from "./form.ts";

/** As many lines as the form has room for. */
export const FORM_LINES = 3;

export const orderForms: Readonly<Record<string, Form>> = {
  orders: companyForm("orders", (context, input) => {
    const parent = readParent(context, input);
    const order = String(createOrder(context, input.with({ details: readLines(input) })).orderID);
    const made = orderById(context.company.orders, Number(order));
    if (made && parent) made.parentOrderID = parent.orderID;
    return { say: `Order ${order} added.`, chosen: { order } };
  }),
  "orders/status": companyForm("orders", (context, input) => {
    changeStatuses(context, input.with({ details: [readTracking(input)] }));
    const { orderID, orderStatus } = requireOrder(context, input);
    return { say: `Order ${orderID} is ${orderStatuses[orderStatus]} now.` };
  }),
  payments: companyForm("orders", (context, input) => {
    const isPoints = input.integer("paymentTy") === POINT_PAYMENT;
    const { paymentID } = isPoints ? createPointPayment(context, input) : createPayment(context, input);
    return { say: `Payment ${String(paymentID)} recorded.` };
  }),
  "payments/void": companyForm("orders", (context, input) => {
    const paymentID = input.requiredInteger("paymentID");
    voidPayments(context, input.with({ paymentIdStart: String(paymentID), paymentIdEnd: String(paymentID) }));
    return { say: `Payment ${paymentID} is void.` };
  }),
};

/** The order that the new one is split off, as Exigo does by itself; null: none. */
function readParent({ company }: OperationContext, input: RequestInput): OrderRow | null {
  const orderID = input.integer("parentOrderID");
  if (orderID === null) return null;
  const parent = orderById(company.orders, orderID);
  if (parent === null) throw new Refusal(400, `Order ${orderID} not found.`);
  return parent;
}

function readLines(input: RequestInput): object[] {
  return Array.from({ length: FORM_LINES }, (_, index) => ({
    itemCode: input.text(`itemCode${index + 1}`),
    quantity: input.text(`quantity${index + 1}`) ?? "1",
  })).filter(({ itemCode }) => itemCode !== null);
}

/** What the batch of statuses takes of one order; what is left empty stays as it is. */
function readTracking(input: RequestInput): object {
  const names = ["orderID", "trackingNumber1", "trackingNumber2", "webCarrierID", "shippedDate"];
  const given = names.flatMap((name) => {
    const value = input.text(name);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}
