import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import type { Inbox } from "#usecases/ports/inbox";
import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";
import { claimEvent, inboxOn, storeEvent } from "../../support/inbox.ts";
import { receivedWebhook, TEST_SHOP } from "../../support/webhooks.ts";

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.appUrl, connections: 16 });
  inbox = inboxOn(database);
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

beforeEach(() => database.pool.query("DELETE FROM inbox_event"));

let inbox: Inbox;

const storeOne = (changes: Parameters<typeof storeEvent>[1] = {}) => storeEvent(inbox, changes);

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

test("what arrives together is judged row by row: new ones are stored, the others each get their answer", async () => {
  const known = receivedWebhook();
  await inbox.store(known);
  const fresh = Array.from({ length: 6 }, (_, index) => receivedWebhook({ text: `{"id":${1_000 + index}}` }));
  const results = await Promise.all(
    [
      ...fresh.slice(0, 3),
      known,
      { ...known, body: Buffer.from('{"id":8,"changed":true}') },
      { ...known, webhookId: randomUUID(), eventId: randomUUID() },
      ...fresh.slice(3),
      { ...known, shopDomain: "other.myshopify.com" },
    ].map((webhook) => inbox.store(webhook)),
  );
  const stored = results.flatMap((result) => (result.status === "stored" ? result.id : []));
  expect(results.map(({ status }) => status)).toEqual([
    ...["stored", "stored", "stored", "duplicate", "duplicate", "replayed"],
    ...["stored", "stored", "stored", "replayed"],
  ]);
  expect(results.at(-1)).toMatchObject({ otherShop: true });
  const rows: { id: number; webhook_id: string }[] = await database.pool.query(
    "SELECT id, webhook_id FROM inbox_event WHERE shop_domain = ? AND id IN (?) ORDER BY id",
    [TEST_SHOP, stored],
  );
  expect(rows.map((row) => [row.id, row.webhook_id])).toEqual(
    fresh.map(({ webhookId }, index) => [stored[index], webhookId]),
  );
});

test("a row that the database refuses with an error does not keep its neighbours from being stored", async () => {
  const owner = openDatabase({ url: testDatabase.migrateUrl, connections: 1 });
  await owner.pool.query(`CREATE TRIGGER refuse_one BEFORE INSERT ON inbox_event FOR EACH ROW
    IF NEW.event_id = 'bad' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused by the test'; END IF`);
  const webhooks = [receivedWebhook(), receivedWebhook({ eventId: "bad" }), receivedWebhook()];
  const results = await Promise.allSettled(webhooks.map((webhook) => inbox.store(webhook)));
  await owner.pool.query("DROP TRIGGER refuse_one");
  await owner.close();
  expect(results).toMatchObject([
    { status: "fulfilled", value: { status: "stored" } },
    { status: "rejected" },
    { status: "fulfilled", value: { status: "stored" } },
  ]);
  expect(await inbox.findDueOfShop(TEST_SHOP, 10)).toHaveLength(2);
});

test("webhooks that arrive together share one transaction", async () => {
  // One connection: statements are counted by session.
  const single = openDatabase({ url: testDatabase.appUrl, connections: 1 });
  const counted = async (): Promise<Record<string, number>> => {
    const rows: { Variable_name: string; Value: string }[] = await single.pool.query(
      "SHOW SESSION STATUS WHERE Variable_name IN ('Com_begin', 'Com_insert', 'Com_commit')",
    );
    return Object.fromEntries(rows.map((row) => [row.Variable_name, Number(row.Value)]));
  };
  const shared = inboxOn(single);
  await Promise.all(Array.from({ length: 60 }, () => shared.store(receivedWebhook())));
  expect(await counted()).toEqual({ Com_begin: 1, Com_insert: 60, Com_commit: 1 });
  await shared.store(receivedWebhook());
  expect(await counted()).toEqual({ Com_begin: 1, Com_insert: 61, Com_commit: 1 });
  await single.close();
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
    Array.from({ length: 20 }, (_, index) =>
      inboxOn(database, { pid: 100 + (index % 4) }).claim(TEST_SHOP, id),
    ),
  );
  const won = claims.filter((claim) => claim !== null);
  expect(won).toMatchObject([
    {
      ...{ shopDomain: TEST_SHOP, id, topic: "orders/create", attempt: 1 },
      triggeredAt: "2026-11-20T12:00:00.123Z",
    },
  ]);
  expect(won[0]?.openBody()).toBe('{"id":7}');
});

test("claims of one moment are judged row by row, in one transaction", async () => {
  const single = openDatabase({ url: testDatabase.appUrl, connections: 1 });
  const here = inboxOn(single);
  const ids: number[] = [];
  for (let index = 0; index < 12; index += 1) ids.push(await storeOne({ text: `{"id":${index}}` }));
  const [held = 0, ...free] = ids;
  await claimEvent(inboxOn(database, { pid: 2 }), TEST_SHOP, held);
  const commits = async () => {
    const [row] = await single.pool.query<{ Value: string }[]>("SHOW SESSION STATUS LIKE 'Com_commit'");
    return Number(row?.Value);
  };
  const before = await commits();
  const asked = [...free, held, 999_999, free[0] ?? 0];
  const claims = await Promise.all(asked.map((id) => here.claim(TEST_SHOP, id)));
  expect(claims.map((claim) => claim?.id ?? null)).toEqual([...free, null, null, null]);
  expect(claims.slice(0, free.length).map((claim) => claim?.openBody())).toEqual(
    free.map((_, index) => `{"id":${index + 1}}`),
  );
  expect((await commits()) - before).toBe(1);
  await single.close();
});

test("ends of one moment each end their own claim, and none that was lost meanwhile", async () => {
  const ids = [await storeOne(), await storeOne(), await storeOne(), await storeOne()];
  const events = await Promise.all(ids.map((id) => claimEvent(inbox, TEST_SHOP, id)));
  const [done, later, aside, lost] = events as [(typeof events)[0], ...typeof events];
  await letLeaseRunOut(ids[3] ?? 0);
  await claimEvent(inboxOn(database, { pid: 2 }), TEST_SHOP, ids[3] ?? 0);
  await Promise.all([
    inbox.finish(done, { outcome: "posted", reason: "earned" }),
    later && inbox.finish(later, { outcome: "retry", inMs: 60_000, reason: "failed: away" }),
    aside && inbox.finish(aside, { outcome: "quarantined", reason: "body_nested_too_deep" }),
    lost && inbox.finish(lost, { outcome: "ignored", reason: "late" }),
  ]);
  expect(await Promise.all(ids.map(rowOf))).toMatchObject([
    { state: "done", outcome: "posted", reason: "earned", claim_pid: null },
    { state: "due", reason: "failed: away", later: 1 },
    { state: "quarantined", reason: "body_nested_too_deep" },
    { state: "claimed", claim_pid: 2, reason: null },
  ]);
});

test("a claim holds until its lease runs out, then another process may claim the row", async () => {
  const id = await storeOne();
  await inbox.claim(TEST_SHOP, id);
  expect(await inboxOn(database, { pid: 2 }).claim(TEST_SHOP, id)).toBeNull();
  expect(await inbox.findDue(10)).toEqual([]);
  await letLeaseRunOut(id);
  expect(await inbox.findDue(10)).toEqual([{ shopDomain: TEST_SHOP, id }]);
  expect(await inboxOn(database, { pid: 2 }).claim(TEST_SHOP, id)).toMatchObject({ attempt: 2 });
});

test("an end that comes after the claim was lost changes nothing", async () => {
  const id = await storeOne();
  const lost = await claimEvent(inbox, TEST_SHOP, id);
  await letLeaseRunOut(id);
  const current = await claimEvent(inboxOn(database), TEST_SHOP, id);
  await inbox.finish(lost, { outcome: "ignored", reason: "too late" });
  expect(await rowOf(id)).toMatchObject({ state: "claimed", reason: null });
  await inbox.finish(current, { outcome: "posted", reason: "10 credits" });
  expect(await rowOf(id)).toMatchObject({ state: "done", outcome: "posted", reason: "10 credits" });
  expect(await inbox.claim(TEST_SHOP, id)).toBeNull();
});

test("a retry becomes due again only after its wait", async () => {
  const id = await storeOne();
  const event = await claimEvent(inbox, TEST_SHOP, id);
  await inbox.finish(event, { outcome: "retry", inMs: 60_000, reason: "Failed: out_of_reach" });
  expect(await rowOf(id)).toMatchObject({ state: "due", attempts: 1, claim_pid: null, later: 1 });
  expect(await inbox.claim(TEST_SHOP, id)).toBeNull();
});
