import { setTimeout as sleep } from "node:timers/promises";

import { Redis } from "ioredis";
import type { Pool, UpsertResult } from "mariadb";

import type { Bench } from "../harness/benchmark.ts";
import { summarizeTime } from "../harness/figure.ts";
import type { Figure } from "../harness/figure.ts";
import type { AppProcesses } from "./app-processes.ts";
import { countWaiting, sendBacklog } from "./sending.ts";
import { createShops } from "./shops.ts";

const SHOPS = 200;
const PENDING_PER_EVENT = 10;
/** Webhooks of each shop that are what they say, and come first: more than its first turn takes. */
const REAL_PER_SHOP = 50;
const FOUND_WITHIN_S = 60;

/** PERF-14: Redis forgets everything while webhooks of many shops wait; until each shop is worked on again. */
export async function benchFlushedRedis(
  bench: Bench,
  { pool, app }: { pool: Pool; app: AppProcesses },
): Promise<Figure[]> {
  const shops = await createShops(pool, "flushed", SHOPS);
  const pending = bench.options.events * PENDING_PER_EVENT;
  await sendBacklog(app, shops, SHOPS * REAL_PER_SHOP);
  await addCopies(pool, shops, pending);
  bench.say(`${pending} webhooks of ${SHOPS} shops wait`);
  const worker = await app.startWorker("worker beside an emptied Redis");
  while ((await countServed(pool, shops, null)) === 0) await sleep(50);
  const redis = new Redis(app.redisUrl);
  await redis.flushall();
  redis.disconnect();
  const begun = performance.now();
  const flushedAt = await databaseNow(pool);
  while ((await countServed(pool, shops, flushedAt)) < SHOPS) await sleep(100);
  const seconds = (performance.now() - begun) / 1_000;
  await worker.stop();
  const what = `${pending.toLocaleString("en")} due rows of ${SHOPS} shops, each shop worked on again`;
  const run = { perSecond: 0, p50Ms: seconds * 1_000, p99Ms: seconds * 1_000 };
  return [
    summarizeTime({ goal: "PERF-14", what, unit: "s", runs: [run], of: () => seconds }, FOUND_WITHIN_S),
  ];
}

/**
 * Lets so many rows wait by copies of those that do. They are due after them and have no body that opens: what is
 * measured is how the first ones are found among all of them, and sending a million takes longer than that.
 */
async function addCopies(pool: Pool, shops: readonly string[], wanted: number): Promise<void> {
  for (let pass = 1, waiting = await countWaiting(pool, shops); waiting < wanted; pass += 1) {
    const { affectedRows }: UpsertResult = await pool.query(
      `INSERT INTO inbox_event (shop_domain, webhook_id, event_id, topic, api_version, received_at, body_digest, body,
         body_until, state, due_at, attempts)
       SELECT shop_domain, CONCAT('copy-', ?, '-', id), event_id, topic, api_version, received_at,
         UNHEX(SHA2(CONCAT(?, '-', id), 256)), 'x', body_until, 'due', UTC_TIMESTAMP(3), 0
         FROM inbox_event WHERE shop_domain IN (?) AND webhook_id NOT LIKE 'copy-%' LIMIT ?`,
      [pass, pass, shops, wanted - waiting],
    );
    waiting += affectedRows;
  }
}

async function databaseNow(pool: Pool): Promise<Date> {
  const [row]: { now: Date }[] = await pool.query("SELECT UTC_TIMESTAMP(3) AS now FROM DUAL");
  return row?.now ?? new Date();
}

/** Shops of which something ended since then; null: ever. */
async function countServed(pool: Pool, shops: readonly string[], since: Date | null): Promise<number> {
  const [row]: { served: number }[] = await pool.query(
    `SELECT COUNT(DISTINCT shop_domain) AS served FROM inbox_event
      WHERE shop_domain IN (?) AND state = 'done' AND finished_at > COALESCE(?, '2000-01-01')`,
    [shops, since],
  );
  return Number(row?.served ?? 0);
}
