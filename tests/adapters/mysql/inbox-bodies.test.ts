import { createHash } from "node:crypto";

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";
import { claimEvent, inboxOn, storeEvent, TEST_KEYS } from "../../support/inbox.ts";
import { receivedWebhook, TEST_SHOP } from "../../support/webhooks.ts";

const OTHER_SHOP = "other.myshopify.com";
const NEW_KEY = { id: "k2", key: Buffer.alloc(32, 8) };

let testDatabase: TestDatabase;
let database: Database;
let inbox: ReturnType<typeof inboxOn>;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.appUrl, connections: 4 });
  inbox = inboxOn(database);
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

beforeEach(() => database.pool.query("DELETE FROM inbox_event"));

async function rowOf(id: number): Promise<Record<string, unknown>> {
  const [row]: Record<string, unknown>[] = await database.pool.query(
    "SELECT * FROM inbox_event WHERE shop_domain IN (?) AND id = ?",
    [[TEST_SHOP, OTHER_SHOP], id],
  );
  return row ?? {};
}

const letBodyGrowOld = (id: number) =>
  database.pool.query(
    "UPDATE inbox_event SET body_until = body_until - INTERVAL 30 DAY WHERE shop_domain = ? AND id = ?",
    [TEST_SHOP, id],
  );

async function end(id: number, outcome: "ignored" | "quarantined"): Promise<void> {
  await inbox.finish(await claimEvent(inbox, TEST_SHOP, id), { outcome, reason: "seen" });
}

test("a body that names somebody who was redacted goes with the end of its event", async () => {
  const id = await storeEvent(inbox);
  const event = await claimEvent(inbox, TEST_SHOP, id);
  await inbox.finish(event, { outcome: "posted", reason: "earned", forgetBody: true });
  expect(await rowOf(id)).toMatchObject({
    state: "done",
    outcome: "posted",
    reason: "earned",
    body: null,
    body_until: null,
  });
});

describe("a stored body", () => {
  test("stands nowhere in the clear, and neither does a digest that could be tried out", async () => {
    const text = JSON.stringify({ customer: { email: "canary@shop.example" } });
    const id = await storeEvent(inbox, { text });
    const row = await rowOf(id);
    const bytes = Object.values(row).map((value) =>
      Buffer.isBuffer(value) ? value : Buffer.from(`${value}`),
    );
    expect(Buffer.concat(bytes).includes("canary")).toBe(false);
    expect(row["body_digest"]).not.toEqual(createHash("sha256").update(text).digest());
    expect((await claimEvent(inbox, TEST_SHOP, id)).openBody()).toBe(text);
  });

  test("opens for its own shop and delivery only", async () => {
    const mine = await storeEvent(inbox);
    const theirs = await storeEvent(inbox, { shopDomain: OTHER_SHOP });
    const { body } = await rowOf(theirs);
    await database.pool.query("UPDATE inbox_event SET body = ? WHERE shop_domain = ? AND id = ?", [
      body,
      TEST_SHOP,
      mine,
    ]);
    const event = await claimEvent(inbox, TEST_SHOP, mine);
    expect(() => event.openBody()).toThrow(expect.objectContaining({ code: "sealing_broken" }));
  });

  test("still opens, and is still recognized, after a new key was put in front", async () => {
    const webhook = receivedWebhook({ text: '{"id":7}' });
    const stored = await inbox.store(webhook);
    const rotated = inboxOn(database, { keys: [NEW_KEY, ...TEST_KEYS] });
    expect(await rotated.store({ ...webhook, webhookId: "again" })).toEqual({ status: "duplicate" });
    const id = stored.status === "stored" ? stored.id : 0;
    expect((await claimEvent(rotated, TEST_SHOP, id)).openBody()).toBe('{"id":7}');
  });
});

describe("after its time a body", () => {
  test("goes, and the row stays to recognize the delivery", async () => {
    const webhook = receivedWebhook();
    const stored = await inbox.store(webhook);
    const id = stored.status === "stored" ? stored.id : 0;
    await end(id, "ignored");
    expect(await inbox.removeOldBodies(10)).toBe(0);
    await letBodyGrowOld(id);
    expect(await inbox.removeOldBodies(10)).toBe(1);
    expect(await rowOf(id)).toMatchObject({ state: "done", reason: "seen", body: null, body_until: null });
    expect(await inbox.store(webhook)).toEqual({ status: "duplicate" });
    expect(await inbox.store({ ...webhook, webhookId: "w", eventId: "e" })).toMatchObject({
      status: "replayed",
    });
  });

  test("that nobody decided about says that it is gone, and cannot be tried again", async () => {
    const id = await storeEvent(inbox);
    await end(id, "quarantined");
    await letBodyGrowOld(id);
    await inbox.removeOldBodies(10);
    expect(await rowOf(id)).toMatchObject({ state: "quarantined", reason: "body_removed; seen" });
    expect(await inbox.tryAgain(TEST_SHOP, id)).toBe("body_removed");
    expect(await inbox.claim(TEST_SHOP, id)).toBeNull();
  });

  test("that was never applied leaves its row in quarantine, also when it was claimed", async () => {
    const [waiting, claimed] = [await storeEvent(inbox), await storeEvent(inbox)];
    const event = await claimEvent(inbox, TEST_SHOP, claimed);
    await Promise.all([waiting, claimed].map(letBodyGrowOld));
    expect(await inbox.removeOldBodies(10)).toBe(2);
    expect(await inbox.findDue(10)).toEqual([]);
    await inbox.finish(event, { outcome: "posted", reason: "too late" });
    for (const id of [waiting, claimed]) {
      expect(await rowOf(id)).toMatchObject({ state: "quarantined", reason: "body_removed" });
    }
  });

  test("is looked for a few at a time, oldest first", async () => {
    const ids = [await storeEvent(inbox), await storeEvent(inbox), await storeEvent(inbox)];
    for (const id of ids) await letBodyGrowOld(id);
    expect(await inbox.removeOldBodies(2)).toBe(2);
    expect((await rowOf(ids[2] ?? 0))["body"]).not.toBeNull();
  });
});
