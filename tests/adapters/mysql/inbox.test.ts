import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { createMysqlInbox } from "#adapters/mysql/inbox";
import type { Inbox } from "#usecases/ports/inbox";
import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";
import { receivedWebhook, TEST_SHOP } from "../../support/webhooks.ts";

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.appUrl, connections: 16 });
  inbox = inboxOf(1);
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

beforeEach(() => database.pool.query("DELETE FROM inbox_event"));

const inboxOf = (pid: number, leaseSeconds = 30) =>
  createMysqlInbox(database, { host: "host-a", pid, leaseSeconds });

let inbox: Inbox;

async function storeOne(changes: Parameters<typeof receivedWebhook>[0] = {}): Promise<number> {
  const result = await inbox.store(receivedWebhook(changes));
  expect(result.status).toBe("stored");
  return result.status === "stored" ? result.id : 0;
}

async function rowOf(id: number): Promise<Record<string, unknown>> {
  const rows: Record<string, unknown>[] = await database.pool.query(
    `SELECT state, attempts, outcome, reason, claim_pid, due_at > UTC_TIMESTAMP(3) AS later
       FROM inbox_event WHERE shop_domain = ? AND id = ?`,
    [TEST_SHOP, id],
  );
  return rows[0] ?? {};
}

const letLeaseRunOut = (id: number) =>
  database.pool.query(
    "UPDATE inbox_event SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE shop_domain = ? AND id = ?",
    [TEST_SHOP, id],
  );

test("stores a delivery once, however often and however parallel it comes", async () => {
  const webhook = receivedWebhook();
  const results = await Promise.all(Array.from({ length: 20 }, () => inbox.store(webhook)));
  expect(results.filter(({ status }) => status === "stored")).toHaveLength(1);
  expect(results.filter(({ status }) => status === "duplicate")).toHaveLength(19);
});

test("knows the same event on another subscription from a replay, and a replay for another shop", async () => {
  const first = receivedWebhook();
  await inbox.store(first);
  expect(await inbox.store({ ...first, webhookId: randomUUID() })).toEqual({ status: "duplicate" });
  const replayed = { ...first, webhookId: randomUUID(), eventId: randomUUID() };
  expect(await inbox.store(replayed)).toEqual({ status: "replayed", otherShop: false });
  expect(await inbox.store({ ...first, shopDomain: "other.myshopify.com" })).toEqual({
    status: "replayed",
    otherShop: true,
  });
});

test("the same body may come under another topic: a new order that is paid at once", async () => {
  const created = receivedWebhook();
  await inbox.store(created);
  const paid = { ...created, webhookId: randomUUID(), topic: "orders/paid" };
  expect((await inbox.store(paid)).status).toBe("stored");
});

test("twenty parallel claims of one row give it to one process", async () => {
  const id = await storeOne({ text: '{"id":7}' });
  const claims = await Promise.all(
    Array.from({ length: 20 }, (_, index) => inboxOf(100 + (index % 4)).claim(TEST_SHOP, id)),
  );
  const won = claims.filter((claim) => claim !== null);
  expect(won).toEqual([
    {
      ...{ shopDomain: TEST_SHOP, id, topic: "orders/create", body: '{"id":7}' },
      ...{ triggeredAt: "2026-11-20T12:00:00.123Z", attempt: 1 },
    },
  ]);
});

test("a claim holds until its lease runs out, then another process may claim the row", async () => {
  const id = await storeOne();
  await inbox.claim(TEST_SHOP, id);
  expect(await inboxOf(2).claim(TEST_SHOP, id)).toBeNull();
  expect(await inbox.findDue(10)).toEqual([]);
  await letLeaseRunOut(id);
  expect(await inbox.findDue(10)).toEqual([{ shopDomain: TEST_SHOP, id }]);
  expect(await inboxOf(2).claim(TEST_SHOP, id)).toMatchObject({ attempt: 2 });
});

test("an end that comes after the claim was lost changes nothing", async () => {
  const id = await storeOne();
  const lost = await inbox.claim(TEST_SHOP, id);
  await letLeaseRunOut(id);
  const current = await inboxOf(1).claim(TEST_SHOP, id);
  if (lost === null || current === null) throw new Error("both claims were to succeed");
  await inbox.finish(lost, { outcome: "ignored", reason: "too late" });
  expect(await rowOf(id)).toMatchObject({ state: "claimed", reason: null });
  await inbox.finish(current, { outcome: "posted", reason: "10 credits" });
  expect(await rowOf(id)).toMatchObject({ state: "done", outcome: "posted", reason: "10 credits" });
  expect(await inbox.claim(TEST_SHOP, id)).toBeNull();
});

test("a retry becomes due again only after its wait", async () => {
  const id = await storeOne();
  const event = await inbox.claim(TEST_SHOP, id);
  if (event === null) throw new Error("the claim was to succeed");
  await inbox.finish(event, { outcome: "retry", inMs: 60_000, reason: "Failed: out_of_reach" });
  expect(await rowOf(id)).toMatchObject({ state: "due", attempts: 1, claim_pid: null, later: 1 });
  expect(await inbox.claim(TEST_SHOP, id)).toBeNull();
});

test("a busy shop's rows do not stand before those of the others", async () => {
  for (let count = 0; count < 5; count += 1) await storeOne();
  const quiet = await storeOne({ shopDomain: "quiet.myshopify.com" });
  const due = await inbox.findDue(2);
  expect(due.map(({ shopDomain }) => shopDomain)).toEqual([TEST_SHOP, "quiet.myshopify.com"]);
  expect(due[1]?.id).toBe(quiet);
});
