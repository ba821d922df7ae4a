import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { afterAll, beforeAll, expect, it } from "vitest";
import { KilledWorker } from "../support/killed-worker.ts";
import type { Piece } from "../support/killed-worker.ts";
import { eventually, SHOP, startStack } from "../support/stack.ts";
import type { Stack } from "../support/stack.ts";

// The worker speaks to MySQL, Shopify and Exigo through relays that see what it asks for with an effect: each write
// to the database and each call that posts something. The state outside the worker changes with these steps only.
// First it is killed before and after each call to another system; then, order by order, one step later, before the
// step happens, until an order goes through without meeting its step: every place where a kill can find the main job.

const EFFECT = /\b(INSERT|UPDATE|DELETE|COMMIT)\b|^POST /;

/** Kills before the n-th effect that is asked for. */
function beforeEffect(n: number): (piece: Piece) => boolean {
  let left = n;
  return ({ direction, bytes }) =>
    direction === "ask" && EFFECT.test(bytes.toString("latin1")) && (left -= 1) === 0;
}

/** Kills before a call that starts so, or before its answer arrives. */
function atCall(target: string, start: RegExp, when: Piece["direction"]): (piece: Piece) => boolean {
  let asked = false;
  return (piece) => {
    if (piece.target !== target) return false;
    asked ||= piece.direction === "ask" && start.test(piece.bytes.toString("latin1"));
    return asked && piece.direction === when;
  };
}

const CALLS = [
  atCall("exigo", /^POST \/3\.0\/point /, "ask"),
  atCall("exigo", /^POST \/3\.0\/point /, "answer"),
  atCall("shopify", /^POST .*graphql/, "ask"),
  atCall("shopify", /^POST .*graphql/, "answer"),
];

let stack: Stack;
let database: Database;
let worker: KilledWorker;

beforeAll(async () => {
  stack = await startStack();
  worker = new KilledWorker(stack);
  database = openDatabase({ url: stack.database.appUrl, connections: 1 });
  const environment = {
    DATABASE_URL: await worker.wire("mysql", stack.database.appUrl),
    SHOPIFY_SIMULATOR_URL: await worker.wire("shopify", stack.shopify.url),
    INBOX_LEASE_SECONDS: "1",
    EXIGO_QUIET_SECONDS: "1",
    WORKER_CONCURRENCY: "4",
  };
  await stack.install(await worker.wire("exigo", stack.exigo.url));
  worker.supervise(environment);
});

afterAll(async () => {
  await database.close();
  await worker.close();
});

it("ends the main job once, wherever the worker is killed", async () => {
  const { operations } = stack.shopify;
  const customer = operations.createCustomer({
    shop: SHOP,
    email: "kill@scenario.example",
    emailVerified: true,
  });
  const product = operations.createProduct({ shop: SHOP, title: "Mug", variants: [{ price: "10.00" }] });
  const variantId = product.variants[0]?.id ?? 0;
  const buy = () =>
    operations.placeOrder({
      shop: SHOP,
      customerId: customer.id,
      lines: [{ variantId, quantity: 1 }],
      pay: true,
    });

  let orders = 0;
  const buyAndBeKilled = async (strike: (piece: Piece) => boolean): Promise<string | null> => {
    worker.arm(strike);
    buy();
    orders += 1;
    await settled(customer.id, 10 * orders, orders);
    return worker.disarm();
  };

  expect(await buyAndBeKilled(() => false)).toBeNull();
  for (const strike of CALLS) expect(await buyAndBeKilled(strike)).toMatch(/exigo|shopify/);
  let steps = 0;
  while ((await buyAndBeKilled(beforeEffect(steps + 1))) !== null) steps += 1;
  // Claim, order, ledger, evaluation, inbox; and for each of the two intents: claim, send, confirm.
  expect(steps).toBeGreaterThanOrEqual(10);
}, 600_000);

/** Waits until nothing is left to do and all hold the balance; checks that nothing got to Exigo twice. */
async function settled(customerId: number, balance: number, orders: number): Promise<void> {
  await eventually(
    () => `a balance of ${balance} everywhere, after a kill before ${worker.killedAt ?? "nothing"}`,
    async () => storefrontBalance(customerId) === balance && !(await isWorkLeft()),
    60_000,
  );
  // Ten credits each, in Exigo's ten-thousandths.
  expect(pointTransactions().map((each) => each.amountUnits)).toEqual(Array(orders).fill(100_000));
}

/** True while a webhook or a write to another system is not done. */
async function isWorkLeft(): Promise<boolean> {
  const [row]: { waiting: number }[] = await database.pool.query(
    `SELECT (SELECT COUNT(*) FROM inbox_event WHERE state <> 'done')
          + (SELECT COUNT(*) FROM intent WHERE state <> 'confirmed') AS waiting`,
  );
  return row?.waiting !== 0;
}

function storefrontBalance(customerId: number): number | null {
  const metafield = Object.values(stack.shopify.store.state.metafields).find(
    (each) => each.ownerId.endsWith(`/Customer/${customerId}`) && each.key === "balance",
  );
  return metafield ? JSON.parse(metafield.value).available : null;
}

/** Movements in Exigo that came through its interface. */
function pointTransactions() {
  return stack.exigo.simulator.saved.companies
    .flatMap((company) => company.pointTransactions)
    .filter((each) => each.movedBy === "api");
}
