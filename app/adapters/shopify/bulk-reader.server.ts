import { z } from "zod";

import type { ChangeRange, Resource } from "#core/rereading";
import type {
  BulkReader,
  BulkRows,
  BulkState,
  ReadCustomer,
  ReadOrder,
  ShopifyRead,
} from "#usecases/ports/shop-reader";

import type { AdminClient } from "./admin-client.server.ts";
import { changeQuery } from "./change-query.server.ts";
import { CANCEL_BULK, LOOK_AT_BULK, RUN_BULK } from "./documents/bulk-operation.server.ts";
import { BULK_CUSTOMERS, BULK_ORDERS } from "./documents/shop-reading.server.ts";
import { readJsonLines } from "./jsonl.server.ts";
import type { Fetch, JsonLine } from "./jsonl.server.ts";
import { customerNode, lineNode, orderNode, shippingNode, toReadCustomer } from "./reading-fields.server.ts";
import type { LineNode, OrderNode, ShippingNode } from "./reading-fields.server.ts";
import { addRefunds } from "./whole-orders.server.ts";

const runAnswer = z.object({
  bulkOperationRunQuery: z.object({
    bulkOperation: z.object({ id: z.string() }).nullable(),
    userErrors: z.array(z.object({ code: z.string().nullish(), message: z.string() })),
  }),
});
/** Shopify writes the count as text. */
const count = z.union([z.number(), z.string()]).transform(Number);
const lookAnswer = z.object({
  bulkOperation: z
    .object({
      status: z.string(),
      errorCode: z.string().nullable(),
      rootObjectCount: count,
      url: z.string().nullable(),
    })
    .nullable(),
});
const cancelAnswer = z.object({
  bulkOperationCancel: z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullable(),
});
const childLine = z.object({ __parentId: z.string(), id: z.string() });

/** Children of an order are told apart by what their ids name. */
const SHIPPING_LINE = "gid://shopify/ShippingLine/";

/** Rows handed on at once. */
const ORDERS_A_BATCH = 50;
const CUSTOMERS_A_BATCH = 250;

/** A shop has five operations at once, and they take minutes. */
const WAIT_FOR_TURN_MS = 30_000;

/** Bulk operations of the Admin API; results are read line by line. */
export function createBulkReader(admin: AdminClient, fetchFile: Fetch = fetch): BulkReader {
  return {
    start: (shopDomain, resource, range) => start(admin, shopDomain, resource, range),
    look: (shopDomain, operationId) => look(admin, shopDomain, operationId),
    cancel: (shopDomain, operationId) => cancel(admin, shopDomain, operationId),
    readOrders: (shopDomain, url, fromByte) =>
      readOrders(admin, shopDomain, readJsonLines(url, fromByte, fetchFile)),
    readCustomers: (url, fromByte) => readCustomers(readJsonLines(url, fromByte, fetchFile)),
  };
}

async function start(
  admin: AdminClient,
  shopDomain: string,
  resource: Resource,
  range: ChangeRange,
): Promise<ShopifyRead<string>> {
  const document = resource === "orders" ? BULK_ORDERS : BULK_CUSTOMERS;
  const query = document.replace('"RANGE"', JSON.stringify(changeQuery(range)));
  // An order is whole once its last line has come, so its lines must follow it; that costs Shopify time.
  const variables = { query, groupObjects: resource === "orders" };
  const answer = await admin.run(shopDomain, { document: RUN_BULK, variables, data: runAnswer });
  if (!answer.ok) return answer;
  const { bulkOperation, userErrors } = answer.value.bulkOperationRunQuery;
  if (bulkOperation) return { ok: true, value: bulkOperation.id };
  const [refused] = userErrors;
  const message = refused?.message ?? "Shopify started no bulk operation";
  if (refused?.code === "LIMIT_REACHED" || refused?.code === "OPERATION_IN_PROGRESS") {
    return { ok: false, failure: "retryable", message, retryInMs: WAIT_FOR_TURN_MS };
  }
  return { ok: false, failure: "refused", message };
}

async function look(admin: AdminClient, shopDomain: string, id: string): Promise<ShopifyRead<BulkState>> {
  const answer = await admin.run(shopDomain, { document: LOOK_AT_BULK, variables: { id }, data: lookAnswer });
  if (!answer.ok) return answer;
  const operation = answer.value.bulkOperation;
  if (operation === null) return { ok: true, value: { state: "ended", reason: "UNKNOWN" } };
  const { status, errorCode, rootObjectCount: total, url } = operation;
  switch (status) {
    case "CREATED":
    case "RUNNING":
      return { ok: true, value: { state: "running" } };
    case "COMPLETED":
      return { ok: true, value: { state: "completed", total, url } };
    default:
      // CANCELING too: nothing will come of it.
      return { ok: true, value: { state: "ended", reason: errorCode ?? status } };
  }
}

/** What Shopify says against it is that the operation has ended or is not there. */
async function cancel(admin: AdminClient, shopDomain: string, id: string): Promise<ShopifyRead<null>> {
  const answer = await admin.run(shopDomain, {
    document: CANCEL_BULK,
    variables: { id },
    data: cancelAnswer,
  });
  return answer.ok ? { ok: true, value: null } : answer;
}

async function* readCustomers(
  lines: AsyncIterable<ShopifyRead<JsonLine>>,
): AsyncGenerator<ShopifyRead<BulkRows<ReadCustomer>>> {
  let rows: ReadCustomer[] = [];
  let nextByte = 0;
  for await (const line of lines) {
    if (!line.ok) {
      if (rows.length > 0) yield { ok: true, value: { rows, nextByte } };
      yield line;
      return;
    }
    rows.push(toReadCustomer(customerNode.parse(line.value.value)));
    nextByte = line.value.nextByte;
    if (rows.length < CUSTOMERS_A_BATCH) continue;
    yield { ok: true, value: { rows, nextByte } };
    rows = [];
  }
  if (rows.length > 0) yield { ok: true, value: { rows, nextByte } };
}

interface OpenOrder {
  readonly order: OrderNode;
  readonly lines: LineNode[];
  readonly shipping: ShippingNode[];
}

async function* readOrders(
  admin: AdminClient,
  shopDomain: string,
  lines: AsyncIterable<ShopifyRead<JsonLine>>,
): AsyncGenerator<ShopifyRead<BulkRows<ReadOrder>>> {
  let orders: OpenOrder[] = [];
  let nextByte = 0;
  const whole = async (): Promise<ShopifyRead<BulkRows<ReadOrder>>> => {
    const read = await addRefunds(admin, shopDomain, orders);
    return read.ok ? { ok: true, value: { rows: read.value, nextByte } } : read;
  };
  for await (const line of lines) {
    // The last order may lack lines: it is read again from where it begins.
    if (!line.ok) return yield line;
    const { value } = line.value;
    const child = childLine.safeParse(value);
    if (child.success) {
      if (child.data.id.startsWith(SHIPPING_LINE)) orders.at(-1)?.shipping.push(shippingNode.parse(value));
      else orders.at(-1)?.lines.push(lineNode.parse(value));
    } else {
      // Here the order before ends, and only here is it known to be whole.
      if (orders.length >= ORDERS_A_BATCH) {
        const batch = await whole();
        yield batch;
        if (!batch.ok) return;
        orders = [];
      }
      orders.push({ order: orderNode.parse(value), lines: [], shipping: [] });
    }
    nextByte = line.value.nextByte;
  }
  if (orders.length > 0) yield whole();
}
