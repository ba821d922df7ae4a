import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { createMysqlDocuments } from "#adapters/mysql/documents";
import { createMysqlIntents } from "#adapters/mysql/intents";
import { dueRows, sweepDue } from "#usecases/sweep-due";

import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";
import { rowsReadBy } from "../../support/rows-read.ts";

const NOISY = 1;
const QUIET = 2;

let testDatabase: TestDatabase;
let database: Database;
let intents: ReturnType<typeof createMysqlIntents>;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  // One connection: what a session has read is counted by session.
  database = openDatabase({ url: testDatabase.appUrl, connections: 1 });
  intents = createMysqlIntents(database, { host: "host-a", pid: 1, leaseSeconds: 30 });
  for (const programId of [NOISY, QUIET]) {
    await database.pool.query(
      `INSERT INTO program (id, name, unit_name, scale, currency, debt_policy, created_at)
       VALUES (?, 'Program', 'credits', 0, 'USD', 'negative', UTC_TIMESTAMP(3))`,
      [programId],
    );
    await database.pool.query(
      `INSERT INTO shop (id, program_id, domain, name, currency, state, installed_at)
       VALUES (?, ?, ?, 'Shop', 'USD', 'installed', UTC_TIMESTAMP(3))`,
      [programId, programId, `shop-${programId}.myshopify.com`],
    );
  }
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

beforeEach(async () => {
  await database.pool.query("DELETE FROM intent");
  await database.pool.query("DELETE FROM document_intent");
});

/** Intents of as many accounts, due since some minutes; nothing holds them up. */
async function addDue(programId: number, count: number, minutesAgo: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => [programId, index + 1, programId, minutesAgo]);
  for (let first = 0; first < rows.length; first += 1_000) {
    const some = rows.slice(first, first + 1_000);
    await database.pool.query(
      `INSERT INTO intent (program_id, kind, account_id, entry_seq, shop_id, amount, state, due_at, attempts, created_at)
       VALUES ${some.map(() => "(?, 'shopify.balance', ?, 1, ?, 0, 'due', UTC_TIMESTAMP(3) - INTERVAL ? MINUTE, 0, UTC_TIMESTAMP(3))").join(", ")}`,
      some.flat(),
    );
  }
}

const programsOf = (due: readonly { programId: number }[]): number[] => due.map(({ programId }) => programId);

test("10,000 due intents of one program, all of them older, do not keep another program's waiting", async () => {
  await addDue(NOISY, 10_000, 60);
  await addDue(QUIET, 3, 1);
  await database.pool.query("ANALYZE TABLE intent");
  const due = await intents.findDue(10);
  expect(programsOf(due).slice(0, 6)).toEqual([NOISY, QUIET, NOISY, QUIET, NOISY, QUIET]);
  expect(programsOf(due).slice(6)).toEqual([NOISY, NOISY, NOISY, NOISY]);
  expect(await rowsReadBy(database, () => intents.findDue(10))).toBeLessThan(400);
});

test("a sweep carries out the other program's intents in its first turns", async () => {
  await addDue(NOISY, 10_000, 60);
  await addDue(QUIET, 3, 1);
  const stop = new AbortController();
  const carriedOut: number[] = [];
  const kind = dueRows("intents", intents.findDue, ({ programId }) => {
    carriedOut.push(programId);
    // The rest of the 10,000 would only take time.
    if (carriedOut.length === 8) stop.abort();
    return Promise.resolve("confirmed");
  });
  await sweepDue({ kinds: [kind] }, { limit: 500, concurrency: 1, signal: stop.signal });
  expect(carriedOut.filter((programId) => programId === QUIET)).toHaveLength(3);
});

test("what a program cannot send now takes nobody's place, and what it lost comes again", async () => {
  await addDue(NOISY, 5, 60);
  await addDue(QUIET, 5, 1);
  await database.pool.query("UPDATE shop SET state = 'uninstalled' WHERE program_id = ?", [NOISY]);
  expect(programsOf(await intents.findDue(10))).toEqual(Array.from({ length: 5 }, () => QUIET));
  await database.pool.query("UPDATE shop SET state = 'installed' WHERE program_id = ?", [NOISY]);
  await database.pool.query(
    `UPDATE intent SET state = 'sending', lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND
      WHERE program_id = ? AND account_id = 1`,
    [NOISY],
  );
  await database.pool.query(
    `UPDATE intent SET state = 'unknown', lease_until = UTC_TIMESTAMP(3) + INTERVAL 1 MINUTE
      WHERE program_id = ? AND account_id = 2`,
    [NOISY],
  );
  expect(programsOf(await intents.findDue(20)).filter((programId) => programId === NOISY)).toHaveLength(4);
});

test("within a program what was made first comes first", async () => {
  await addDue(NOISY, 4, 5);
  const due = await intents.findDue(10);
  expect(due.map(({ id }) => id)).toEqual(due.map(({ id }) => id).toSorted((a, b) => a - b));
});

test("10,000 due steps of one program's documents, all of them older, do not keep another program's waiting", async () => {
  const documents = createMysqlDocuments(database, { host: "host-a", pid: 1, leaseSeconds: 30 });
  await addSteps(NOISY, 10_000, 60);
  await addSteps(QUIET, 3, 1);
  await database.pool.query("ANALYZE TABLE document_intent");
  const due = await documents.findDue(6);
  expect(programsOf(due)).toEqual([NOISY, QUIET, NOISY, QUIET, NOISY, QUIET]);
  expect(await rowsReadBy(database, () => documents.findDue(6))).toBeLessThan(400);
});

/** Steps of as many documents of a shop, due since some minutes; nothing holds them up. */
async function addSteps(programId: number, count: number, minutesAgo: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => [programId, index, index, programId, minutesAgo]);
  for (let first = 0; first < rows.length; first += 1_000) {
    const some = rows.slice(first, first + 1_000);
    await database.pool.query(
      `INSERT INTO document_intent (program_id, document, kind, step_key, shop_id, content, state, due_at, created_at)
       VALUES ${some.map(() => "(?, CONCAT('price/', ?), 'shopify.price', CONCAT('price/', ?), ?, '{}', 'due', UTC_TIMESTAMP(3) - INTERVAL ? MINUTE, UTC_TIMESTAMP(3))").join(", ")}`,
      some.flat(),
    );
  }
}
