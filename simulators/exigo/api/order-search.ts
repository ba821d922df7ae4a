import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import { customerById } from "../state/company.ts";
import type { OrderRow } from "../state/orders.ts";
import { orderStatuses, orderTypes } from "../state/orders.ts";
import { numbered, readDate, readEnum } from "./columns.ts";
import { readStatus } from "./order-draft.ts";
import { showOrder } from "./order-view.ts";
import type { Operation, OperationContext } from "./operation.ts";
import { refuseBoth, requireCustomer } from "./operation.ts";

export const orderSearchOperations: readonly Operation[] = [
  { name: "GetOrders", method: "GET", path: "/orders", writes: false, run: getOrders },
];

type Condition = (order: OrderRow) => boolean;

/** The two copies of Exigo's documentation disagree: 100 or 500. */
const DEFAULT_BATCH_SIZE = 100;
const others = numbered("other", 20, 11);

/** Searches orders. Every filter must hold; the answer is always in the order of ids, whatever is filtered by. */
function getOrders(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const batchSize = input.integer("batchSize") ?? DEFAULT_BATCH_SIZE;
  if (batchSize < 1) throw new Refusal(400, "batchSize must be above zero.");
  const conditions = [
    ...idConditions(input),
    ...customerConditions(context, input),
    ...kindConditions(input),
    ...columnConditions(input),
    ...dateConditions(context, input),
  ];
  const found: OrderRow[] = [];
  for (const order of context.company.orders) {
    if (found.length === batchSize) break;
    if (conditions.every((holds) => holds(order))) found.push(order);
  }
  const withCustomer = input.boolean("returnCustomer") === true;
  const orders = found.map((order) => {
    const shown = showOrder(context, order);
    const customer = customerById(context.company, order.customerID);
    return withCustomer
      ? { ...shown, customer: { customerID: order.customerID, ...customer?.columns } }
      : shown;
  });
  return { orders, recordCount: orders.length };
}

function idConditions(input: RequestInput): Condition[] {
  const conditions: Condition[] = [];
  refuseBoth(input, "orderID", "orderKey");
  const ids = [...input.integers("orderIDs"), ...input.integers("orderID")];
  if (ids.length > 0) conditions.push(({ orderID }) => ids.includes(orderID));
  const keys = [...input.texts("orderKeys"), ...input.texts("orderKey")].map((key) => key.toLowerCase());
  if (keys.length > 0) conditions.push(({ orderKey }) => keys.includes((orderKey ?? "").toLowerCase()));
  const after = input.integer("greaterThanOrderID");
  if (after !== null) conditions.push(({ orderID }) => orderID > after);
  return conditions;
}

/** A customer who does not exist has no orders; it is no error to ask. */
function customerConditions(context: OperationContext, input: RequestInput): Condition[] {
  if (!input.has("customerID") && !input.has("customerKey")) return [];
  let wanted: number;
  try {
    wanted = requireCustomer(context, input).customerID;
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.message === "Customer not found.") return [() => false];
    throw thrown;
  }
  return [({ customerID }) => customerID === wanted];
}

function kindConditions(input: RequestInput): Condition[] {
  const conditions: Condition[] = [];
  const status = readStatus(input, "orderStatus");
  const further = input
    .texts("otherOrderStatuses")
    .map((name) => readEnum("otherOrderStatuses", name, orderStatuses));
  const statuses = [...(status === null ? [] : [status]), ...further];
  if (statuses.length > 0) conditions.push(({ orderStatus }) => statuses.includes(orderStatus));
  const types = input.texts("orderTys").map((name) => readEnum("orderTys", name, orderTypes));
  if (types.length > 0) conditions.push(({ orderType }) => types.includes(orderType));
  return conditions;
}

function columnConditions(input: RequestInput): Condition[] {
  const conditions: Condition[] = [];
  const warehouse = input.integer("warehouseID");
  if (warehouse !== null) conditions.push(({ warehouseID }) => warehouseID === warehouse);
  const currency = input.text("currencyCode")?.toLowerCase();
  if (currency !== undefined) conditions.push((order) => order.currencyCode.toLowerCase() === currency);
  for (const name of ["orderSubStatusTy", "batchID", "partyID", "referralID"]) {
    const wanted = input.integer(name);
    if (wanted !== null) conditions.push(({ columns }) => columns[name] === wanted);
  }
  for (const name of others) {
    const wanted = input.text(name)?.toLowerCase();
    if (wanted !== undefined) {
      conditions.push(({ columns }) => String(columns[name] ?? "").toLowerCase() === wanted);
    }
  }
  return conditions;
}

/** `greaterThanModifiedDate` is strict; the start and the end of the order date are not. */
function dateConditions({ settings }: OperationContext, input: RequestInput): Condition[] {
  const conditions: Condition[] = [];
  const read = (name: string) => {
    const written = input.text(name);
    return written === null ? null : readDate(name, written, settings);
  };
  const modifiedAfter = read("greaterThanModifiedDate");
  if (modifiedAfter !== null) conditions.push(({ modifiedDate }) => modifiedDate > modifiedAfter);
  const from = read("orderDateStart");
  if (from !== null) conditions.push(({ columns }) => String(columns.orderDate) >= from);
  const to = read("orderDateEnd");
  if (to !== null) conditions.push(({ columns }) => String(columns.orderDate) <= to);
  return conditions;
}
