import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { customerBody, orderBody } from "../adapters/shopify/bodies.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startInboxApp } from "../support/inbox-app.ts";
import type { InboxApp } from "../support/inbox-app.ts";
import { createTestRedis } from "../support/redis.ts";
import type { TestRedis } from "../support/redis.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { webhookHeaders } from "../support/webhooks.ts";

const ORDERS = 60;

let testDatabase: TestDatabase;
let redis: TestRedis;
let app: InboxApp;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  redis = await createTestRedis();
  app = await startInboxApp({ databaseUrl: testDatabase.appUrl, redisUrl: redis.url });
});

afterAll(async () => {
  await app.close();
  await testDatabase.drop();
});

interface Delivery {
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** One order, told by three topics: all three say the same, as Shopify does of an order that is paid at once. */
function deliveriesOf(index: number): Delivery[] {
  const customer = customerBody({ id: 100 + (index % 7) });
  return ["orders/create", "orders/paid", "orders/updated"].map((topic) => {
    const body = JSON.stringify(orderBody({ id: 1_000 + index, customer }));
    return { body, headers: webhookHeaders(body, { "x-shopify-topic": topic }) };
  });
}

async function counts(): Promise<Record<string, number>> {
  const [row]: Record<string, number>[] = await app.web.database.pool.query(
    `SELECT (SELECT COUNT(*) FROM inbox_event WHERE shop_domain <> '') AS stored,
            (SELECT COUNT(*) FROM inbox_event WHERE shop_domain <> '' AND state = 'done') AS done,
            (SELECT COUNT(*) FROM entry WHERE program_id > 0) AS entries,
            (SELECT COUNT(DISTINCT subject) FROM entry WHERE program_id > 0) AS orders`,
  );
  return row ?? {};
}

const allAreDone = () =>
  vi.waitFor(async () => expect((await counts())["done"]).toBe(3 * ORDERS), {
    timeout: 25_000,
    interval: 50,
  });

test("each webhook comes one to ten times, side by side, late and after Redis was emptied: one earning each", async () => {
  const random = seededRandom(9);
  const deliveries = Array.from({ length: ORDERS }, (_, index) => deliveriesOf(index)).flat();
  const repeated = deliveries.flatMap((delivery) =>
    Array.from({ length: 1 + Math.floor(random() * 10) }, () => delivery),
  );
  const shuffled = repeated.map((delivery) => ({ delivery, at: random() })).sort((a, b) => a.at - b.at);
  const half = Math.floor(shuffled.length / 2);

  const send = (some: typeof shuffled) =>
    Promise.all(some.map(({ delivery }) => app.deliver(delivery.body, delivery.headers)));
  const first = await send(shuffled.slice(0, half));
  await redis.flush();
  const second = await send(shuffled.slice(half));
  expect(new Set([...first, ...second])).toEqual(new Set([200]));
  await allAreDone();
  const once = { stored: 3 * ORDERS, done: 3 * ORDERS, entries: ORDERS, orders: ORDERS };
  expect(await counts()).toEqual(once);

  // Two days later, when all of it is long done.
  await app.web.database.pool.query(
    `UPDATE inbox_event SET received_at = received_at - INTERVAL 48 HOUR, finished_at = finished_at - INTERVAL 48 HOUR
      WHERE shop_domain <> ''`,
  );
  const late = await Promise.all(deliveries.map(({ body, headers }) => app.deliver(body, headers)));
  expect(new Set(late)).toEqual(new Set([200]));
  expect(await counts()).toEqual(once);
});
