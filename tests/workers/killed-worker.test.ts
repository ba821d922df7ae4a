import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { customerBody, orderBody } from "../adapters/shopify/bodies.ts";
import { throughTripwire } from "../support/addresses.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { inboxOn, storeEvent } from "../support/inbox.ts";
import { startProcess } from "../support/processes.ts";
import type { StartedProcess } from "../support/processes.ts";
import { createTestRedis } from "../support/redis.ts";
import { eventually } from "../support/stack.ts";
import { startTripwire } from "../support/tripwire.ts";
import type { Tripwire } from "../support/tripwire.ts";
import { TEST_SECRET, TEST_SHOP } from "../support/webhooks.ts";

const DEADLY = "deadly@shop.example";
const OTHER_SHOP = "other.myshopify.com";
const ATTEMPTS = 5;

let testDatabase: TestDatabase;
let database: Database;
let wire: Tripwire;
let worker: StartedProcess;
let kills = 0;
let stopping = false;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.appUrl, connections: 2 });
  const address = new URL(testDatabase.appUrl);
  wire = await startTripwire(
    { name: "mysql", host: address.hostname, port: Number(address.port) },
    ({ direction, bytes }) => {
      // Whoever begins to write what the deadly event says dies of it, as of a fault in a library.
      if (direction === "answer" || !bytes.includes(DEADLY)) return true;
      kills += 1;
      worker.child.kill("SIGKILL");
      return false;
    },
  );
});

afterEach(async () => {
  stopping = true;
  worker.child.kill("SIGKILL");
  await worker.exit;
});

afterAll(async () => {
  await wire.close();
  await database.close();
  await testDatabase.drop();
});

/** Keeps a worker running, as a supervisor does. */
function supervise(env: Readonly<Record<string, string>>): void {
  worker = startProcess("app/workers/main.ts", env);
  void worker.exit.then(() => {
    if (!stopping) supervise(env);
  });
}

const orderOf = (id: number, email: string): string =>
  JSON.stringify(orderBody({ id, customer: customerBody({ id, email }) }));

async function endOf(shop: string, id: number): Promise<Record<string, unknown>> {
  const [row]: Record<string, unknown>[] = await database.pool.query(
    "SELECT state, outcome, reason, attempts FROM inbox_event WHERE shop_domain = ? AND id = ?",
    [shop, id],
  );
  return row ?? {};
}

test(`an event that kills its worker ${ATTEMPTS} times is quarantined; what stands beside it is applied`, async () => {
  for (const domain of [TEST_SHOP, OTHER_SHOP]) {
    await database.pool.query(
      `INSERT INTO shop (program_id, domain, name, currency, state, installed_at)
       VALUES (1, ?, 'Test', 'USD', 'installed', UTC_TIMESTAMP(3))`,
      [domain],
    );
  }
  await database.pool.query(
    `INSERT INTO program (id, name, unit_name, scale, currency, debt_policy, created_at)
     VALUES (1, 'Test', 'credits', 0, 'USD', 'negative', UTC_TIMESTAMP(3))`,
  );
  const inbox = inboxOn(database);
  const deadly = await storeEvent(inbox, { text: orderOf(1, DEADLY) });
  const beside = await storeEvent(inbox, { text: orderOf(2, "ada@shop.example") });
  const elsewhere = await storeEvent(inbox, {
    shopDomain: OTHER_SHOP,
    text: orderOf(3, "bob@shop.example"),
  });
  supervise({
    NODE_ENV: "test",
    DATABASE_URL: throughTripwire(testDatabase.appUrl, wire.port),
    REDIS_URL: (await createTestRedis()).url,
    SHOPIFY_APP_URL: "https://credits.test",
    SHOPIFY_API_KEY: "key",
    SHOPIFY_API_SECRET: TEST_SECRET,
    SECRET_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    SWEEP_SECONDS: "1",
    INBOX_LEASE_SECONDS: "1",
    INBOX_ATTEMPTS: String(ATTEMPTS),
    // One after the other, so that what stands beside the deadly event is begun after it.
    WORKER_CONCURRENCY: "1",
  });
  await eventually(
    () => `the deadly event to be set aside after ${kills} kills`,
    async () => (await endOf(TEST_SHOP, deadly))["state"] === "quarantined",
    60_000,
  );
  expect(kills).toBe(ATTEMPTS);
  expect(await endOf(TEST_SHOP, deadly)).toMatchObject({
    reason: `process_ended_in_each_of_${ATTEMPTS}_attempts`,
    attempts: ATTEMPTS + 1,
  });
  for (const [shop, id] of [
    [TEST_SHOP, beside],
    [OTHER_SHOP, elsewhere],
  ] as const) {
    await eventually("the events beside it", async () => (await endOf(shop, id))["state"] === "done");
  }
}, 90_000);
