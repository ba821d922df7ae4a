import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { customerBody, lineBody, orderBody } from "../adapters/shopify/bodies.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startInboxApp } from "../support/inbox-app.ts";
import type { InboxApp } from "../support/inbox-app.ts";
import { createTestRedis } from "../support/redis.ts";

const VICTIM = "victim.myshopify.com";

let testDatabase: TestDatabase;
let app: InboxApp;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  app = await startInboxApp({
    databaseUrl: testDatabase.appUrl,
    redisUrl: (await createTestRedis()).url,
  });
  await app.install(VICTIM);
});

afterAll(async () => {
  await app.close();
  await testDatabase.drop();
});

const order = (changes: Record<string, unknown>): string => JSON.stringify(orderBody(changes));

/** What nobody can apply, and the reason that a person is told. */
const POISON: readonly (readonly [string, string, string])[] = [
  ["no JSON", '{"id": 1, "line_items": [', "payload_malformed: body is no JSON"],
  ["nothing", "", "payload_malformed: body is no JSON"],
  ["JSON null", "null", "payload_malformed: body is no object"],
  ["no text", Buffer.from([0xff, 0xfe, 0x00]).toString("latin1"), "payload_malformed: body is no JSON"],
  [
    "a currency that nobody has",
    order({ id: 1, currency: "dollars" }),
    "payload_malformed: currency is no currency",
  ],
  [
    "fewer units than none",
    order({ id: 2, line_items: [lineBody({ quantity: -1 })] }),
    "payload_malformed: line_items[0].quantity is below zero",
  ],
  [
    "a price below nothing",
    order({ id: 3, line_items: [lineBody({ price: "-5.00" })] }),
    "payload_malformed: line_items[0].price is no amount of USD",
  ],
  ["an id that is no number", order({ id: "1; DROP TABLE entry" }), "payload_malformed: id is no id"],
  ["a depth to break parsers", `{"id":1,"x":${"[".repeat(200_000)}`, "body_nested_too_deep"],
  [
    "another shop's page",
    order({ id: 4, order_status_url: "https://shop.example/9/orders/abc/authenticate" }),
    "body_names_other_shop",
  ],
];

test("what cannot be applied is quarantined at once, each with its reason, and nobody else waits for it", async () => {
  for (const [, body] of POISON) expect(await app.send(body, { "x-shopify-topic": "orders/paid" })).toBe(200);
  expect(await app.send("x".repeat(10 * 1024 * 1024))).toBe(413);
  // An order without a customer, and one of a shop beside the poisoned one: both are honest.
  expect(await app.send(order({ id: 90, customer: null }))).toBe(200);
  const theirs = order({ id: 91, customer: customerBody({ id: 8 }) });
  expect(await app.send(theirs, { "x-shopify-shop-domain": VICTIM })).toBe(200);

  const events = await vi.waitFor(
    async () => {
      const ended = await app.events();
      expect(ended.filter(({ state }) => state === "due" || state === "claimed")).toEqual([]);
      return ended;
    },
    { timeout: 15_000, interval: 50 },
  );
  expect(events.slice(0, POISON.length)).toMatchObject(
    POISON.map(([, , reason]) => ({ state: "quarantined", reason, attempts: 1 })),
  );
  expect(events.slice(POISON.length)).toMatchObject([
    { state: "done", outcome: "ignored", attempts: 1 },
    { state: "done", outcome: "posted", shop: VICTIM, attempts: 1 },
  ]);
});
