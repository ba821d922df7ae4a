import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { createWiring } from "#wiring";
import type { Wiring } from "#wiring";
import { createWorkerWiring } from "../../app/wiring/worker.server.ts";
import { runWorker } from "../../app/workers/run-worker.ts";
import type { RunningWorker } from "../../app/workers/run-worker.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { claimEvent, storeEvent } from "../support/inbox.ts";
import { createTestRedis } from "../support/redis.ts";
import type { TestRedis } from "../support/redis.ts";
import { recordingLog, testConfig } from "../support/web.ts";
import { TEST_SHOP } from "../support/webhooks.ts";

let testDatabase: TestDatabase;
let redis: TestRedis;
let database: Database;
let opened: Wiring[];
let running: RunningWorker[];

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  redis = await createTestRedis();
  database = openDatabase({ url: testDatabase.appUrl, connections: 4 });
  opened = [];
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((worker) => worker.stop(2_000)));
  await Promise.all(opened.map((wiring) => wiring.close()));
  await database.close();
  await testDatabase.drop();
});

/** A process's wiring of its own; workers close theirs, the rest are closed after the test. */
function wire(env: Readonly<Record<string, string>> = {}): Wiring {
  const config = testConfig({ DATABASE_URL: testDatabase.appUrl, REDIS_URL: redis.url, ...env });
  return createWiring(config, openDatabase({ url: config.DATABASE_URL, connections: 4 }), recordingLog());
}

function startWorker(env: Readonly<Record<string, string>> = {}): RunningWorker {
  const worker = runWorker(
    // why: no test of this file makes an entry, so nothing is owed to a shop
    createWorkerWiring(wire(env), () => Promise.reject(new Error("no shop is opened here"))),
  );
  running.push(worker);
  return worker;
}

/** Stores an event whose topic has no effect, as the web process does; returns its row's id. */
const storeOne = (wiring: Wiring) => storeEvent(wiring.adapters.inbox, { topic: "orders/edited" });

function web(env: Readonly<Record<string, string>> = {}): Wiring {
  const wiring = wire(env);
  opened.push(wiring);
  return wiring;
}

async function stateOf(id: number): Promise<unknown> {
  const [row]: { state: string }[] = await database.pool.query(
    "SELECT state FROM inbox_event WHERE shop_domain = ? AND id = ?",
    [TEST_SHOP, id],
  );
  return row?.state;
}

const isDone = (id: number) =>
  vi.waitFor(async () => expect(await stateOf(id)).toBe("done"), { timeout: 15_000, interval: 20 });

/** A point write of a program without a connection: a sweep passes over it, its delivery says why it waits. */
async function oweWithoutConnection(): Promise<{ programId: number; intentId: number }> {
  const insert = async (sql: string, values: unknown[] = []): Promise<number> =>
    (await database.pool.query<{ insertId: number }>(sql, values)).insertId;
  const programId = await insert(
    `INSERT INTO program (name, unit_name, scale, currency, debt_policy, created_at)
     VALUES ('Test', 'credits', 0, 'USD', 'negative', UTC_TIMESTAMP(3))`,
  );
  const intentId = await insert(
    `INSERT INTO intent (program_id, kind, account_id, entry_seq, amount, state, due_at, attempts, created_at, mirror)
     VALUES (?, 'exigo.point', 1, 1, 5, 'due', UTC_TIMESTAMP(3), 0, UTC_TIMESTAMP(3), 1)`,
    [programId],
  );
  return { programId, intentId };
}

async function whyItWaits(intentId: number): Promise<string | null> {
  const [row]: { last_error: string | null }[] = await database.pool.query(
    "SELECT last_error FROM intent WHERE id = ?",
    [intentId],
  );
  return row?.last_error ?? null;
}

const NEVER = { SWEEP_SECONDS: "9999" };
const REDIS_AWAY = { REDIS_URL: "redis://127.0.0.1:1" };

test("a wake-up brings a stored event to a worker that is not sweeping", async () => {
  const sender = web();
  startWorker(NEVER);
  await vi.waitFor(
    async () => {
      // The first sweep and both connections to Redis take a moment; events stored before are swept up.
      const id = await storeOne(sender);
      await sender.wakeShopInbox(TEST_SHOP);
      await vi.waitFor(async () => expect(await stateOf(id)).toBe("done"), { timeout: 1_000, interval: 10 });
    },
    { timeout: 15_000 },
  );
});

test("the sweep finds an event whose wake-up was lost", async () => {
  const id = await storeOne(web());
  startWorker(NEVER);
  await isDone(id);
});

test("a worker without Redis does the work by its sweeps", async () => {
  const sender = web(REDIS_AWAY);
  const worker = startWorker({ ...REDIS_AWAY, SWEEP_SECONDS: "1" });
  const before = await storeOne(sender);
  await sender.wakeShopInbox(TEST_SHOP);
  await isDone(before);
  const after = await storeOne(sender);
  await isDone(after);
  await worker.stop(2_000);
});

test("a worker carries out what its own entries owe, without a job and without a sweep", async () => {
  const wiring = createWorkerWiring(wire({ ...NEVER, ...REDIS_AWAY }), () =>
    // why: what is owed here is owed to Exigo
    Promise.reject(new Error("no shop is opened here")),
  );
  const { programId, intentId } = await oweWithoutConnection();
  wiring.adapters.owedIntents.tell(programId, [intentId]);
  expect(await whyItWaits(intentId)).toBeNull();
  running.push(runWorker(wiring));
  wiring.adapters.owedIntents.tell(programId, [intentId]);
  await vi.waitFor(async () => expect(await whyItWaits(intentId)).toBe("there is no connection"));
});

test("a row whose process died is done by another when its lease runs out", async () => {
  const sender = web({ INBOX_LEASE_SECONDS: "1" });
  const id = await storeOne(sender);
  expect(await sender.adapters.inbox.claim(TEST_SHOP, id)).toMatchObject({ attempt: 1 });
  startWorker({ SWEEP_SECONDS: "1" });
  await isDone(id);
});

test("jobs forgotten by an emptied Redis are done all the same", async () => {
  const sender = web();
  const ids = await Promise.all(Array.from({ length: 30 }, () => storeOne(sender)));
  await Promise.all(ids.map(() => sender.wakeShopInbox(TEST_SHOP)));
  await redis.flush();
  startWorker();
  await Promise.all(ids.map(isDone));
});

test("a worker removes bodies whose time is over", async () => {
  const sender = web();
  const id = await storeOne(sender);
  const inbox = sender.adapters.inbox;
  await inbox.finish(await claimEvent(inbox, TEST_SHOP, id), { outcome: "ignored", reason: "seen" });
  await database.pool.query(
    "UPDATE inbox_event SET body_until = UTC_TIMESTAMP(3) WHERE shop_domain = ? AND id = ?",
    [TEST_SHOP, id],
  );
  startWorker(NEVER);
  await vi.waitFor(async () => {
    const rows = await database.pool.query(
      "SELECT 1 FROM inbox_event WHERE shop_domain = ? AND id = ? AND body IS NULL",
      [TEST_SHOP, id],
    );
    expect(rows).toHaveLength(1);
  });
});

test("every event is done once, however many workers there are", async () => {
  const sender = web();
  const ids = await Promise.all(Array.from({ length: 60 }, () => storeOne(sender)));
  startWorker({ SWEEP_SECONDS: "1" });
  startWorker({ SWEEP_SECONDS: "1" });
  await Promise.all(ids.map(() => sender.wakeShopInbox(TEST_SHOP)));
  await Promise.all(ids.map(isDone));
  const [row]: { most: number }[] = await database.pool.query(
    "SELECT MAX(attempts) AS most FROM inbox_event",
  );
  expect(row?.most).toBe(1);
});
