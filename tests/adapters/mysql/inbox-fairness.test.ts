import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";
import { claimEvent, floodInbox, inboxOn, storeEvent } from "../../support/inbox.ts";
import { rowsReadBy } from "../../support/rows-read.ts";

const NOISY = "noisy.myshopify.com";
const shopNumber = (number: number): string => `quiet-${number}.myshopify.com`;

let testDatabase: TestDatabase;
let database: Database;
let inbox: ReturnType<typeof inboxOn>;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  // One connection: what a session has read is counted by session.
  database = openDatabase({ url: testDatabase.appUrl, connections: 1 });
  inbox = inboxOn(database);
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

beforeEach(() => database.pool.query("DELETE FROM inbox_event"));

const shopsOf = (rows: readonly { shopDomain: string }[]): string[] => rows.map((row) => row.shopDomain);

test("a flood of one shop stands before nobody: every shop's oldest event comes first", async () => {
  for (let count = 0; count < 5; count += 1) await storeEvent(inbox, { shopDomain: NOISY });
  for (const number of [1, 2, 3]) await storeEvent(inbox, { shopDomain: shopNumber(number) });
  const due = await inbox.findDue(4);
  expect(new Set(shopsOf(due))).toEqual(new Set([NOISY, ...[1, 2, 3].map(shopNumber)]));
});

test("what quiet shops leave of a page is for those that have more", async () => {
  for (let count = 0; count < 12; count += 1) await storeEvent(inbox, { shopDomain: NOISY });
  const quiet = await storeEvent(inbox, { shopDomain: shopNumber(1) });
  const due = await inbox.findDue(10);
  expect(due).toHaveLength(10);
  expect(due.slice(0, 2)).toContainEqual({ shopDomain: shopNumber(1), id: quiet });
  expect(due.map(({ id }) => id)).toEqual([...new Set(due.map(({ id }) => id))]);
});

test("a page is full when more shops wait than fit into one statement", async () => {
  for (let number = 0; number < 120; number += 1) await storeEvent(inbox, { shopDomain: shopNumber(number) });
  expect(new Set(shopsOf(await inbox.findDue(110))).size).toBe(110);
  expect(await inbox.findDue(500)).toHaveLength(120);
});

test("when more shops wait than a page holds, those that waited longest come first", async () => {
  for (const number of [1, 2, 3]) await storeEvent(inbox, { shopDomain: shopNumber(number) });
  await database.pool.query(
    "UPDATE inbox_event SET due_at = due_at - INTERVAL 1 HOUR WHERE shop_domain = ?",
    [shopNumber(3)],
  );
  expect(shopsOf(await inbox.findDue(1))).toEqual([shopNumber(3)]);
});

test("events of processes that died are found first", async () => {
  await storeEvent(inbox, { shopDomain: NOISY });
  const id = await storeEvent(inbox, { shopDomain: shopNumber(1) });
  await claimEvent(inbox, shopNumber(1), id);
  await database.pool.query(
    "UPDATE inbox_event SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE shop_domain = ? AND id = ?",
    [shopNumber(1), id],
  );
  expect((await inbox.findDue(1))[0]).toEqual({ shopDomain: shopNumber(1), id });
});

test("100,000 waiting events of one shop are not looked through to find those of the others", async () => {
  await floodInbox(database, NOISY, 100);
  for (const number of [1, 2, 3]) await storeEvent(inbox, { shopDomain: shopNumber(number) });
  await database.pool.query("ANALYZE TABLE inbox_event");
  const shops = shopsOf(await inbox.findDue(4));
  expect(shops.toSorted()).toEqual([NOISY, ...[1, 2, 3].map(shopNumber)]);
  expect(await rowsReadBy(database, () => inbox.findDue(50))).toBeLessThan(300);
  expect(await rowsReadBy(database, () => inbox.findDueOfShop(NOISY, 40))).toBeLessThan(100);
}, 120_000);
