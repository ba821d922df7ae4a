import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import type { OrderRow } from "../state/orders.ts";
import { readColumns } from "./columns.ts";
import { orderUpdateColumns } from "./order-columns.ts";
import { findOrder, readStatus, readType, requireOrder } from "./order-draft.ts";
import { setStatus } from "./order-effects.ts";
import type { Operation, OperationContext } from "./operation.ts";

export const orderUpdateOperations: readonly Operation[] = [
  { name: "UpdateOrder", method: "PATCH", path: "/orders", writes: true, run: updateOrder },
  { name: "ChangeOrderStatus", method: "POST", path: "/orders/status", writes: true, run: changeStatus },
  {
    name: "ChangeOrderStatusBatch",
    method: "POST",
    path: "/orders/statusbatch",
    writes: true,
    run: changeStatuses,
  },
];

/** The names of the sums as UpdateOrder takes them, and the rows' own. */
const sums = {
  total: "totalUnits",
  subTotal: "subTotalUnits",
  shipping: "shippingTotalUnits",
  orderTax: "taxTotalUnits",
  totalTax: "taxTotalUnits",
} as const;

/** Writes columns as they are passed. Nothing is calculated anew: sums may then disagree with the lines. */
export function updateOrder(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const order = requireOrder(context, input);
  const columns = Object.entries(readColumns(orderUpdateColumns, input, context.settings));
  const returned = findOrder(context, input, { id: "returnOrderID", key: "returnOrderKey" });
  const status = readStatus(input, "orderStatus");
  const changed: Partial<OrderRow> = {};
  for (const [name, column] of Object.entries(sums)) {
    const units = input.decimalUnits(name);
    if (units !== null) changed[column] = units;
  }
  for (const column of ["warehouseID", "shipMethodID"] as const) {
    const id = input.integer(column);
    if (id !== null) changed[column] = id;
  }
  const type = readType(input);
  if (type !== null) changed.orderType = type;
  if (returned !== null) changed.returnOrderID = returned.orderID;
  Object.assign(order, changed);
  order.columns = { ...order.columns, ...Object.fromEntries(columns.filter(([, value]) => value !== null)) };
  if (status !== null) setStatus(context, order, status);
  return touched(context, order);
}

function changeStatus(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const order = requireOrder(context, input);
  setStatus(context, order, requiredStatus(input));
  return touched(context, order);
}

/** One status for many orders, each with its tracking numbers; when one order is refused, none is changed. */
export function changeStatuses(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const status = requiredStatus(input);
  const changes = input.objects("details").map((detail) => ({
    order: requireOrder(context, detail),
    columns: readColumns(orderUpdateColumns, detail, context.settings),
  }));
  for (const { order, columns } of changes) {
    const passed = Object.entries(columns).filter(([, value]) => value !== null);
    order.columns = { ...order.columns, ...Object.fromEntries(passed) };
    setStatus(context, order, status);
    touched(context, order);
  }
  return {};
}

/** Newer companies take `orderStatusTy`. */
function requiredStatus(input: RequestInput): number {
  const status = readStatus(input, "orderStatus") ?? readStatus(input, "orderStatusTy");
  if (status === null) throw new Refusal(400, "orderStatus is required.");
  return status;
}

function touched({ now, caller }: OperationContext, order: OrderRow): Record<string, unknown> {
  order.modifiedDate = now;
  order.modifiedBy = caller;
  return {};
}
