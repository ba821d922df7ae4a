import { afterAll, beforeAll, expect, it } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { createMysqlItemLinks } from "#adapters/mysql/item-links";
import { DEFAULT_EXIGO_SETUP } from "#core/exigo";
import type { Order } from "../../simulators/shopify/state/types.ts";
import { KilledWorker } from "../support/killed-worker.ts";
import type { Piece } from "../support/killed-worker.ts";
import { eventually, SHOP, startStack } from "../support/stack.ts";
import type { Stack } from "../support/stack.ts";

// An order's documents change the world outside the worker in numbered steps: each write to the rows of the steps, and
// each call to Exigo with an effect, asked and answered. The worker is killed before the first step, before the second,
// and so on, an order for each, until an order goes through without meeting its step.

const ROWS = /\b(INSERT INTO|UPDATE) document_intent\b/;
const CALLS = /^(POST|PATCH) \/3\.0\/(orders|payment|customers)/;
const RETURN_ORDER = 8;

let stack: Stack;
let database: Database;
let worker: KilledWorker;

/** Kills before the n-th step; a call is two, before it is made and before its answer comes. */
function beforeStep(n: number): (piece: Piece) => boolean {
  let left = n;
  let awaitsAnswer = false;
  return ({ target, direction, bytes }) => {
    const text = bytes.toString("latin1");
    const asks = direction === "ask" && (target === "exigo" ? CALLS : ROWS).test(text);
    const answers = awaitsAnswer && target === "exigo" && direction === "answer";
    if (target === "exigo" && direction === "ask") awaitsAnswer = asks;
    if (answers) awaitsAnswer = false;
    return (asks || answers) && (left -= 1) === 0;
  };
}

beforeAll(async () => {
  stack = await startStack();
  worker = new KilledWorker(stack);
  database = openDatabase({ url: stack.database.appUrl, connections: 2 });
  const environment = {
    DATABASE_URL: await worker.wire("mysql", stack.database.appUrl),
    INBOX_LEASE_SECONDS: "2",
    EXIGO_QUIET_SECONDS: "3",
    // A machine that is busy lets leases of two seconds run out more often than any production does.
    INBOX_ATTEMPTS: "50",
    WORKER_CONCURRENCY: "4",
  };
  await stack.install(await worker.wire("exigo", stack.exigo.url));
  worker.supervise(environment);
}, 120_000);

afterAll(async () => {
  await database.close();
  await worker.close();
});

it("brings an order, its payment, its status and its return to Exigo once, wherever the worker is killed", async () => {
  const { operations } = stack.shopify;
  const customer = operations.createCustomer({
    shop: SHOP,
    email: "kill@orders.example",
    emailVerified: true,
  });
  const product = operations.createProduct({ shop: SHOP, title: "Mug", variants: [{ price: "10.01" }] });
  const variantId = product.variants[0]?.id ?? 0;
  await switchOrdersOn(String(variantId));

  const orders: Order[] = [];
  const buyAndBeKilled = async (strike: (piece: Piece) => boolean): Promise<string | null> => {
    worker.arm(strike);
    const order = operations.placeOrder({
      shop: SHOP,
      customerId: customer.id,
      lines: [{ variantId, quantity: 3 }],
      discount: { code: "LESS", amount: "1.00" },
      shippingAmount: "4.00",
      pay: true,
    });
    orders.push(order);
    const [line] = order.lines;
    const lines = [{ lineId: line?.id ?? 0, quantity: 1 }];
    operations.refundOrder({ shop: SHOP, orderId: order.id, lines });
    await settled(orders);
    return worker.disarm();
  };

  expect(await buyAndBeKilled(() => false)).toBeNull();
  let steps = 0;
  while ((await buyAndBeKilled(beforeStep(steps + 1))) !== null) steps += 1;
  // Seven steps that are stored, each claimed and ended; five of them send, of which the call is asked and answered.
  expect(steps).toBeGreaterThanOrEqual(25);
}, 900_000);

/** Says where orders go and which item the product is. */
async function switchOrdersOn(variantId: string): Promise<void> {
  const made = await fetch(`${stack.exigo.url}/control/items`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ itemCode: "MUG", description: "Mug" }),
  });
  if (!made.ok) throw new Error(await made.text());
  const [shop]: { id: number; program_id: number }[] = await database.pool.query(
    "SELECT id, program_id FROM shop WHERE domain = ?",
    [SHOP],
  );
  const place = {
    shopifyCurrency: "USD",
    currencyCode: "usd",
    warehouseId: 1,
    priceType: 1,
    shipMethodId: 6,
  };
  const setup = {
    ...DEFAULT_EXIGO_SETUP,
    api: { ...DEFAULT_EXIGO_SETUP.api, callsPerMinute: 100_000, callsAtOnce: 200 },
    orders: { ...DEFAULT_EXIGO_SETUP.orders, from: "2020-01-01T00:00:00.000Z", currencies: [place] },
  };
  await database.pool.query("UPDATE exigo_connection SET settings = ? WHERE program_id = ?", [
    JSON.stringify(setup),
    shop?.program_id,
  ]);
  const itemLinks = createMysqlItemLinks(database);
  const { program_id: programId = 0, id: shopId = 0 } = shop ?? {};
  await itemLinks.codesOf(programId, shopId, [{ variantId, sku: "MUG", title: "Mug" }]);
  await itemLinks.say(programId, [{ shopId, variantId, saying: { state: "mapped", itemCode: "MUG" } }], {
    by: "person",
    staff: "gid://shopify/User/1",
  });
}

/** Waits until nothing is left to do; then every order stands in Exigo once, with its money and its return. */
async function settled(orders: readonly Order[]): Promise<void> {
  let left: unknown[] = [];
  await eventually(
    () =>
      `everything to be done, after a kill before ${worker.killedAt ?? "nothing"}: ${JSON.stringify(left)}`,
    async () => {
      left = [
        ...stack.shopify.store.state.deliveries
          .filter(({ status }) => status === "waiting")
          .map(({ topic }) => topic),
        ...(await workLeft()),
      ];
      return left.length === 0;
    },
    60_000,
  );
  const rows = stack.exigo.simulator.saved.companies.flatMap((company) => company.orders);
  const made = rows.filter(({ orderType }) => orderType !== RETURN_ORDER);
  const returned = rows.filter(({ orderType }) => orderType === RETURN_ORDER);
  const payments = stack.exigo.simulator.saved.companies.flatMap((company) => company.payments);
  const totals = orders.map(({ originalTotal }) => originalTotal.shopMinor * 100);
  expect(made.map(({ totalUnits }) => totalUnits)).toEqual(totals);
  expect(made.map(({ orderStatus }) => orderStatus)).toEqual(orders.map(() => 7));
  expect(payments.map(({ amountUnits }) => amountUnits)).toEqual(totals);
  expect(payments.map(({ orderID }) => orderID)).toEqual(made.map(({ orderID }) => orderID));
  expect(returned.map(({ returnOrderID }) => returnOrderID)).toEqual(made.map(({ orderID }) => orderID));
  const refunds = orders.map(({ refunds: [refund] }) =>
    (refund?.transactions ?? []).reduce((sum, { amount }) => sum - amount.shopMinor * 100, 0),
  );
  expect(returned.map(({ totalUnits }) => totalUnits)).toEqual(refunds);
}

/** Webhooks and steps that are not done. */
async function workLeft(): Promise<unknown[]> {
  return database.pool.query(
    `SELECT topic AS name, state, reason FROM inbox_event WHERE state <> 'done'
     UNION ALL
     SELECT step_key, state, last_error FROM document_intent WHERE state <> 'confirmed'`,
  );
}
