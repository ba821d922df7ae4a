import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import { balanceKey } from "../state/company.ts";
import type { OrderRow, PaymentRow } from "../state/orders.ts";
import { paymentTypes, POINT_PAYMENT } from "../state/orders.ts";
import { readDate, readEnum } from "./columns.ts";
import { requireOrder } from "./order-draft.ts";
import type { Operation, OperationContext } from "./operation.ts";
import { fitText } from "./operation.ts";
import { appendMovement, requirePointAccount } from "./points.ts";

export const paymentOperations: readonly Operation[] = [
  { name: "CreatePayment", method: "POST", path: "/payment", writes: true, run: createPayment },
  {
    name: "CreatePaymentPointAccount",
    method: "POST",
    path: "/payment/pointaccount",
    writes: true,
    run: createPointPayment,
  },
  { name: "VoidPayments", method: "POST", path: "/payment/void", writes: true, run: voidPayments },
];

const MEMO_LENGTH = 500;
const AUTHORIZATION_LENGTH = 50;
/** The type of the points that a payment takes; its number is a guess. */
const REDEMPTION_PAYMENT = 1;

/** Records money that was taken elsewhere. It charges nothing, leaves the order's status, and is never deduplicated. */
export function createPayment(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const order = requireOrder(context, input);
  const written = input.text("paymentTy") ?? input.text("paymentType") ?? "0";
  const paymentType = readEnum("paymentTy", written, paymentTypes);
  return add(context, order, { input, paymentType, pointAccountID: null });
}

/** Pays an order with points: they leave the customer's balance in a row that names the order. */
export function createPointPayment(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const { company, settings, caller } = context;
  const order = requireOrder(context, input);
  const pointAccountID = requirePointAccount(company, input);
  const account = company.pointAccounts.find((known) => known.pointAccountID === pointAccountID);
  if (account?.canPayForOrders === false) throw new Refusal(400, "The point account cannot pay for orders.");
  const amountUnits = input.decimalUnits("amount") ?? 0;
  if (account?.limitPaymentToSubTotal === true && amountUnits > order.subTotalUnits) {
    throw new Refusal(400, "The payment is larger than the order's subtotal.");
  }
  const balance = company.balanceUnits[balanceKey(pointAccountID, order.customerID)] ?? 0;
  if (settings.overdraft === "refused" && balance < amountUnits) {
    throw new Refusal(400, "The point balance is not sufficient.");
  }
  const answer = add(context, order, { input, paymentType: POINT_PAYMENT, pointAccountID });
  appendMovement(context, {
    customerID: order.customerID,
    pointAccountID,
    amountUnits: -amountUnits,
    typeID: REDEMPTION_PAYMENT,
    orderID: order.orderID,
    reference: null,
    createdBy: caller,
    movedBy: "exigo",
  });
  return answer;
}

/** Voids every payment from one number to another, also those of other orders: the range is all that is asked. */
export function voidPayments({ company }: OperationContext, input: RequestInput): Record<string, unknown> {
  const first = input.requiredInteger("paymentIdStart");
  const last = input.requiredInteger("paymentIdEnd");
  for (const payment of company.payments) {
    if (payment.paymentID >= first && payment.paymentID <= last) payment.voided = true;
  }
  return {};
}

function add(
  context: OperationContext,
  order: OrderRow,
  what: { input: RequestInput; paymentType: number; pointAccountID: number | null },
): Record<string, unknown> {
  const { company, settings, now, caller } = context;
  const { input, paymentType, pointAccountID } = what;
  const amountUnits = input.decimalUnits("amount");
  if (amountUnits === null || amountUnits === 0) throw new Refusal(400, "amount is required.");
  if (pointAccountID !== null && amountUnits < 0) throw new Refusal(400, "amount must be above zero.");
  const text = (name: string, max: number) => {
    const written = input.text(name);
    return written === null ? null : fitText(settings, name, written, max);
  };
  const date = input.text("paymentDate");
  const payment: PaymentRow = {
    paymentID: company.nextPaymentID,
    orderID: order.orderID,
    customerID: order.customerID,
    paymentType,
    paymentDate: date === null ? now : readDate("paymentDate", date, settings),
    amountUnits,
    currencyCode: order.currencyCode,
    memo: text("memo", MEMO_LENGTH),
    authorizationCode: text("authorizationCode", AUTHORIZATION_LENGTH),
    pointAccountID,
    voided: false,
  };
  company.nextPaymentID += 1;
  company.payments.push(payment);
  order.modifiedDate = now;
  order.modifiedBy = caller;
  // Successes of payments carry these two, normally empty; a caller that takes a message for an error is wrong.
  return { paymentID: payment.paymentID, message: "", displayMessage: "", merchantTransactionKey: null };
}
