import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import type { OrderRow } from "../state/orders.ts";
import { newOrderColumns } from "./order-columns.ts";
import type { OrderDraft } from "./order-draft.ts";
import { draftImportedOrder, draftOrder, findOrder, readOrderIdentity } from "./order-draft.ts";
import { setStatus } from "./order-effects.ts";
import { showDetail, showTotals } from "./order-view.ts";
import type { Operation, OperationContext } from "./operation.ts";
import { jsonDecimal } from "../http/json.ts";
import { formatDecimal } from "../values/decimal.ts";
import { requireCustomer } from "./operation.ts";
import { requireWarehouse } from "./warehouses.ts";

export const orderOperations: readonly Operation[] = [
  { name: "CalculateOrder", method: "POST", path: "/orders/calculate", writes: false, run: calculateOrder },
  { name: "CreateOrder", method: "POST", path: "/orders", writes: true, run: createOrder },
  { name: "CreateOrderImport", method: "POST", path: "/orders/import", writes: true, run: importOrder },
];

/** What the order would come to. Nothing is stored; with `returnShipMethods`, every way to send with its price. */
function calculateOrder(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const draft = draftOrder(context, input);
  const answer = { ...showTotals(draft), details: draft.details.map(showDetail), warnings: [] };
  if (input.boolean("returnShipMethods") !== true) return answer;
  const shipMethods = requireWarehouse(context.company, input).shipMethods.map((method) => ({
    shipMethodID: method.shipMethodID,
    description: method.description,
    shippingAmount: jsonDecimal(formatDecimal(method.priceUnits)),
  }));
  return { ...answer, shipMethods };
}

export function createOrder(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const order = store(context, input, draftOrder(context, input));
  return {
    orderID: order.orderID,
    orderKey: order.orderKey,
    ...showTotals(order),
    details: order.details.map(showDetail),
    warnings: [],
  };
}

export function importOrder(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const order = store(context, input, draftImportedOrder(context, input));
  const detailIDs = order.details.map(({ orderLine }) => orderLine);
  return { orderID: order.orderID, orderKey: order.orderKey, detailIDs };
}

/** Stores a new order, or puts it in the place of one that exists when the call says so. */
function store(context: OperationContext, input: RequestInput, draft: OrderDraft): OrderRow {
  const { company, settings, now, caller } = context;
  const { customerID } = requireCustomer(context, input);
  const columns = newOrderColumns(input, settings, now);
  const { orderStatus, ...rest } = draft;
  const existing = overwritten(context, input);
  if (existing !== null) {
    Object.assign(existing, { ...rest, customerID, modifiedDate: now, modifiedBy: caller });
    existing.columns = { ...existing.columns, ...columns };
    setStatus(context, existing, orderStatus);
    return existing;
  }
  const { orderKey, orderID: manualID } = readOrderIdentity(context, input);
  const orderID = manualID ?? company.nextOrderID;
  company.nextOrderID = Math.max(company.nextOrderID, orderID + 1);
  const order: OrderRow = {
    ...rest,
    orderID,
    orderKey,
    customerID,
    orderStatus,
    columns,
    pointsAwarded: false,
    stockTaken: false,
    createdDate: now,
    modifiedDate: now,
    createdBy: caller,
    modifiedBy: caller,
  };
  insert(company.orders, order);
  setStatus(context, order, orderStatus);
  return order;
}

function overwritten(context: OperationContext, input: RequestInput): OrderRow | null {
  if (input.boolean("overwriteExistingOrder") !== true) return null;
  const existing = findOrder(context, input, { id: "existingOrderID", key: "existingOrderKey" });
  if (existing === null) throw new Refusal(400, "existingOrderID is required with overwriteExistingOrder.");
  return existing;
}

/** Orders stay in the order of their ids; one with a number of the caller's own may belong further back. */
function insert(orders: OrderRow[], order: OrderRow): void {
  const after = orders.findLastIndex(({ orderID }) => orderID < order.orderID);
  orders.splice(after + 1, 0, order);
}
