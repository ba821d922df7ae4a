import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { createMysqlInboxBodies } from "#adapters/mysql/inbox-bodies";
import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { createSealing } from "#adapters/system/sealing";
import type { WebhookTopic } from "#core/inbox";
import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";
import { claimEvent, floodInbox, inboxOn, storeEvent, TEST_KEYS } from "../../support/inbox.ts";
import { rowsReadBy } from "../../support/rows-read.ts";
import { receivedWebhook, TEST_SHOP } from "../../support/webhooks.ts";

const OTHER_SHOP = "other.myshopify.com";

let testDatabase: TestDatabase;
let database: Database;
let inbox: ReturnType<typeof inboxOn>;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.appUrl, connections: 8 });
  inbox = inboxOn(database);
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

beforeEach(() => database.pool.query("DELETE FROM inbox_event"));

describe("a body under a twin of its topic", () => {
  const text = '{"customerId":"gid://shopify/Customer/7","tags":["vip"],"occurredAt":"2026-11-20T12:00:00Z"}';
  const under = (topic: WebhookTopic, shopDomain = TEST_SHOP) => receivedWebhook({ topic, text, shopDomain });

  test.each([
    ["customer.tags_removed", "customer.tags_added"],
    ["customer.tags_added", "customer.tags_removed"],
    ["products/delete", "orders/delete"],
    ["orders/delete", "customers/delete"],
  ] as const)("%s is not taken again as %s, in this shop or another one", async (honest, other) => {
    await inbox.store(under(honest));
    expect(await inbox.store(under(other))).toEqual({ status: "replayed", otherShop: false });
    expect(await inbox.store(under(other, OTHER_SHOP))).toEqual({ status: "replayed", otherShop: true });
    expect(await inbox.findDue(10)).toHaveLength(1);
  });

  test("is a replay also with the event id of the honest one", async () => {
    const honest = under("customer.tags_removed");
    await inbox.store(honest);
    const { eventId } = honest;
    expect(await inbox.store({ ...under("customer.tags_added"), eventId })).toMatchObject({
      status: "replayed",
    });
    expect(await inbox.store({ ...under("customer.tags_removed"), eventId })).toEqual({
      status: "duplicate",
    });
  });

  test("is stored once of many that two processes are given at the same moment", async () => {
    const processes = [inboxOn(database, { pid: 1 }), inboxOn(database, { pid: 2 })];
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        processes[index % 2]!.store(under(index % 4 < 2 ? "customer.tags_added" : "customer.tags_removed")),
      ),
    );
    expect(results.filter(({ status }) => status === "stored")).toHaveLength(1);
  });

  test("that tells other tags or another moment is an event of its own", async () => {
    await inbox.store(under("customer.tags_removed"));
    const later = text.replace("12:00", "12:01");
    expect(await inbox.store(receivedWebhook({ topic: "customer.tags_added", text: later }))).toMatchObject({
      status: "stored",
    });
  });
});

describe("a body that was applied under another topic of its effect", () => {
  const text = '{"id":7,"updated_at":"2026-11-20T12:00:00Z"}';
  const claim = async (topic: WebhookTopic, shopDomain = TEST_SHOP) =>
    claimEvent(inbox, shopDomain, await storeEvent(inbox, { topic, text, shopDomain }));
  const apply = async (topic: WebhookTopic, shopDomain = TEST_SHOP) =>
    inbox.finish(await claim(topic, shopDomain), { outcome: "posted", reason: "member_known" });

  test("is known as such", async () => {
    await apply("customers/create");
    expect(await claim("customers/update")).toMatchObject({ wasAppliedBefore: true });
  });

  test("is known among others of its moment", async () => {
    await apply("customers/create");
    const stored = [
      await storeEvent(inbox, { topic: "orders/paid" }),
      await storeEvent(inbox, { topic: "customers/update", text }),
      await storeEvent(inbox, { topic: "customers/update", text: `${text} ` }),
      await storeEvent(inbox, { topic: "app/uninstalled", text }),
    ];
    const claimed = await Promise.all(stored.map((id) => inbox.claim(TEST_SHOP, id)));
    expect(claimed.map((event) => event?.wasAppliedBefore)).toEqual([false, true, false, false]);
  });

  test("is none while the first waits, was set aside, or is another shop's or another effect's", async () => {
    const first = await claim("orders/create");
    expect(await claim("orders/paid")).toMatchObject({ wasAppliedBefore: false });
    await inbox.finish(first, { outcome: "quarantined", reason: "no_total" });
    expect(await claim("orders/updated")).toMatchObject({ wasAppliedBefore: false });
    await apply("products/create", OTHER_SHOP);
    expect(await claim("products/update")).toMatchObject({ wasAppliedBefore: false });
    await apply("disputes/create");
    expect(await claim("customers/update")).toMatchObject({ wasAppliedBefore: false });
  });
});

test("a body is looked for by its digest, however much the shop has sent", async () => {
  await floodInbox(database, TEST_SHOP, 2);
  await database.pool.query("UPDATE inbox_event SET state = 'done' WHERE shop_domain = ?", [TEST_SHOP]);
  const ids = [
    await storeEvent(inbox, { topic: "orders/paid" }),
    await storeEvent(inbox, { topic: "orders/paid" }),
  ];
  const single = openDatabase({ url: testDatabase.appUrl, connections: 1 });
  const read = await rowsReadBy(single, () =>
    Promise.all(ids.map((id) => inboxOn(single).claim(TEST_SHOP, id))),
  );
  await single.close();
  expect(read).toBeLessThan(40);
});

test("an event that waits is due again at its time and has used no attempt", async () => {
  const id = await storeEvent(inbox);
  const waited = await claimEvent(inbox, TEST_SHOP, id);
  await inbox.finish(waited, { outcome: "waits", inMs: 172_800_000, reason: "not yet" });
  expect(await inbox.claim(TEST_SHOP, id)).toBeNull();
  const rowOf = () =>
    database.pool.query(
      `SELECT state, attempts, reason, outcome, finished_at,
              due_at BETWEEN UTC_TIMESTAMP(3) + INTERVAL 47 HOUR AND UTC_TIMESTAMP(3) + INTERVAL 48 HOUR AS in_time
         FROM inbox_event WHERE shop_domain = ? AND id = ?`,
      [TEST_SHOP, id],
    );
  expect(await rowOf()).toEqual([
    { state: "due", attempts: 0, reason: "not yet", outcome: null, finished_at: null, in_time: 1 },
  ]);
  await database.pool.query(
    "UPDATE inbox_event SET due_at = due_at - INTERVAL 2 DAY, received_at = received_at - INTERVAL 2 DAY WHERE shop_domain = ? AND id = ?",
    [TEST_SHOP, id],
  );
  const claimed = await claimEvent(inbox, TEST_SHOP, id);
  expect(claimed.attempt).toBe(1);
  expect(Math.floor(claimed.ageMs / 3_600_000)).toBe(48);
});

test("a shop that is forgotten leaves nothing but what knows its bodies again", async () => {
  const bodies = createMysqlInboxBodies(database, createSealing(TEST_KEYS));
  const done = receivedWebhook();
  await inbox.store(done);
  const [{ id: doneId } = { id: 0 }] = await inbox.findDue(1);
  await inbox.finish(await claimEvent(inbox, TEST_SHOP, doneId), { outcome: "posted", reason: "earned" });
  const due = await storeEvent(inbox);
  const claimed = await claimEvent(inbox, TEST_SHOP, await storeEvent(inbox));
  const kept = await storeEvent(inbox);
  const elsewhere = await storeEvent(inbox, { shopDomain: OTHER_SHOP });

  await bodies.forgetShop(TEST_SHOP, kept);
  await inbox.finish(claimed, { outcome: "quarantined", reason: "too late" });

  const rows = await database.pool.query<object[]>(
    `SELECT id, state, outcome, reason, body IS NULL AS is_gone, body_until IS NULL AS is_over,
            finished_at IS NOT NULL AS is_finished
       FROM inbox_event WHERE shop_domain <> '' ORDER BY id`,
  );
  const gone = { is_gone: 1, is_over: 1, is_finished: 1, state: "done" };
  const waiting = { is_gone: 0, is_over: 0, is_finished: 0, state: "due", outcome: null, reason: null };
  expect(rows).toEqual([
    { id: doneId, ...gone, outcome: "posted", reason: "earned" },
    { id: due, ...gone, outcome: "ignored", reason: "redacted" },
    { id: claimed.id, ...gone, outcome: "ignored", reason: "redacted" },
    { id: kept, ...waiting },
    { id: elsewhere, ...waiting },
  ]);
  expect(await inbox.store({ ...done, webhookId: "w", eventId: "e" })).toMatchObject({ status: "replayed" });
});
