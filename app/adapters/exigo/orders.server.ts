import { z } from "zod";

import type { ExigoAccess, ExigoAnswer } from "#usecases/ports/exigo";
import type { ExigoOrder, ExigoOrderName, ExigoOrders } from "#usecases/ports/exigo-orders";

import type { CallExigo } from "./call.server.ts";
import { orderStatus, writeOrderStatus } from "./enums.server.ts";
import { jsonDecimal } from "./exact-json.server.ts";
import { orderBody, paymentBody } from "./order-bodies.server.ts";
import { decimal, done, id, optionalDecimal, text } from "./reading.server.ts";

/** Enough to see that a name stands more than once. */
const SEARCH_SIZE = 10;
const ZERO = "0";

const made = z.object({
  orderID: id,
  total: decimal,
  subTotal: decimal,
  taxTotal: optionalDecimal,
  shippingTotal: optionalDecimal,
});
const madeInOne = z.object({
  transactionResponses: z.array(z.object({ typeName: z.string(), response: z.looseObject({}) })),
});
const paymentMade = z.object({ paymentID: id });
const orderRow = made.extend({
  orderStatus,
  orderKey: text,
  ...Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`other${index + 11}`, text])),
  details: z
    .array(z.object({ itemCode: z.string(), quantity: decimal, priceEach: decimal, reference1: text }))
    .nullish(),
  payments: z.array(z.object({ amount: decimal, authorizationCode: text, memo: text })).nullish(),
});
const orderRows = z.object({ orders: z.array(orderRow).nullish() });

type MadeRow = z.output<typeof made>;
type OrderRow = z.output<typeof orderRow> & Readonly<Record<string, unknown>>;

/** Orders and payments through Exigo's REST interface. */
export function createOrderCalls(call: CallExigo): ExigoOrders {
  const write = { effect: "writes", turn: "documents" } as const;
  return {
    findOrders: (access, name) => findOrders(call, access, name),
    async createOrder(access, order) {
      const body = orderBody(access, order);
      return toMade(await call(access, { ...write, method: "POST", path: "/orders", body, answer: made }));
    },
    async createPaidOrder(access, order, payment) {
      const transactionRequests = [
        { typeName: "CreateOrderRequest", request: orderBody(access, order) },
        // Without an order of its own it is of the one before it.
        { typeName: "CreatePaymentRequest", request: paymentBody(access, payment) },
      ];
      const answer = madeInOne.transform(orderOfTransaction);
      const body = { transactionRequests };
      return toMade(await call(access, { ...write, method: "POST", path: "/transaction", body, answer }));
    },
    async setOrderTotals(access, exigoOrderId, { total, subTotal, tax, shipping }) {
      const body = {
        orderID: exigoOrderId,
        total: jsonDecimal(total),
        subTotal: jsonDecimal(subTotal),
        shipping: jsonDecimal(shipping),
        totalTax: jsonDecimal(tax),
      };
      return nothing(await call(access, { ...write, method: "PATCH", path: "/orders", body, answer: done }));
    },
    async changeOrderStatus(access, exigoOrderId, status) {
      const body = { orderID: exigoOrderId, orderStatus: writeOrderStatus(access, status) };
      const path = "/orders/status";
      return nothing(await call(access, { ...write, method: "POST", path, body, answer: done }));
    },
    async createPayment(access, exigoOrderId, payment) {
      const body = { orderID: exigoOrderId, ...paymentBody(access, payment) };
      const answer = await call(access, {
        ...write,
        method: "POST",
        path: "/payment",
        body,
        answer: paymentMade,
      });
      return answer.ok ? { ok: true, value: { exigoPaymentId: answer.value.paymentID } } : answer;
    },
  };
}

async function findOrders(
  call: CallExigo,
  access: ExigoAccess,
  name: ExigoOrderName,
): Promise<ExigoAnswer<readonly ExigoOrder[]>> {
  const found = await call(access, {
    method: "GET",
    turn: "documents",
    path: "/orders",
    effect: "reads",
    query: { ...queryFor(name), batchSize: SEARCH_SIZE },
    answer: orderRows,
  });
  if (!found.ok) return found;
  // A filter that Exigo does not know it may ignore, so every row is compared again; without regard to case, as SQL does.
  const rows = (found.value.orders ?? []).filter((row) => carries(row, name));
  return { ok: true, value: rows.map(toOrder).sort((one, other) => one.exigoOrderId - other.exigoOrderId) };
}

function queryFor(name: ExigoOrderName): Record<string, string | number> {
  if (name.by === "id") return { orderID: name.exigoOrderId };
  return name.by === "orderKey" ? { orderKey: name.value } : { [name.field]: name.value };
}

function carries(row: OrderRow, name: ExigoOrderName): boolean {
  if (name.by === "id") return row.orderID === name.exigoOrderId;
  const value = name.by === "orderKey" ? row.orderKey : row[name.field];
  return typeof value === "string" && value.toLowerCase() === name.value.toLowerCase();
}

function toOrder(row: OrderRow): ExigoOrder {
  return {
    ...totalsOf(row),
    orderStatus: row.orderStatus,
    lines: (row.details ?? []).map(({ itemCode, quantity, priceEach, reference1 }) => ({
      itemCode,
      quantity: Number(quantity),
      priceEach,
      reference: reference1 ?? "",
    })),
    payments: (row.payments ?? []).map(({ amount, authorizationCode, memo }) => ({
      amount,
      authorizationCode: authorizationCode ?? "",
      memo: memo ?? "",
    })),
  };
}

function totalsOf(row: MadeRow) {
  return {
    exigoOrderId: row.orderID,
    total: row.total,
    subTotal: row.subTotal,
    tax: row.taxTotal ?? ZERO,
    shipping: row.shippingTotal ?? ZERO,
  };
}

function orderOfTransaction(
  { transactionResponses }: z.output<typeof madeInOne>,
  context: z.RefinementCtx,
): MadeRow {
  const order = transactionResponses.find(({ typeName }) => typeName.startsWith("CreateOrder"));
  const parsed = made.safeParse(order?.response);
  if (parsed.success) return parsed.data;
  context.addIssue({ code: "custom", message: "names no order" });
  return z.NEVER;
}

function toMade(answer: ExigoAnswer<MadeRow>) {
  return answer.ok ? { ok: true as const, value: totalsOf(answer.value) } : answer;
}

function nothing(answer: ExigoAnswer<unknown>): ExigoAnswer<null> {
  return answer.ok ? { ok: true, value: null } : answer;
}
