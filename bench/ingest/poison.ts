import { setTimeout as sleep } from "node:timers/promises";

import type { Pool } from "mariadb";

import type { Bench } from "../harness/benchmark.ts";
import type { Figure } from "../harness/figure.ts";
import { percentile } from "../harness/statistics.ts";
import type { AppProcesses } from "./app-processes.ts";
import { figureBeside } from "./beside.ts";
import { openConnection } from "./connection.ts";
import { paidOrder, signedDelivery } from "./deliveries.ts";
import { countWaiting, timesOfApplying } from "./sending.ts";
import { createShops } from "./shops.ts";

const QUIET_PER_SECOND = 50;
const POISON_PER_SECOND = 20;
/** Every so many are a body that is refused before it is read. */
const LARGE_EVERY = 20;
const LARGE_BYTES = 10 * 1024 * 1024;
const MOST_TRIES = 5;
const GROWS_AT_MOST = 1.1;

/** What nobody can apply; the number makes each body one of its own. */
const POISON: readonly ((number: number) => string)[] = [
  (number) => `{"id": ${number}, "line_items": [`,
  (number) => JSON.stringify({ ...paidOrder(number, number), currency: "dollars" }),
  (number) => JSON.stringify({ ...paidOrder(number, number), line_items: [{ id: number, quantity: -1 }] }),
  (number) => `{"id":${number},"x":${"[".repeat(100_000)}`,
];

/** REL-13: from row to effect of other shops beside a shop whose webhooks nobody can apply. */
export async function benchPoison(bench: Bench, world: { pool: Pool; app: AppProcesses }): Promise<Figure[]> {
  const { pool, app } = world;
  const quiet = await createShops(pool, "beside-poison", 10);
  const [poisoned = ""] = await createShops(pool, "poisoned", 1);
  const measureMs = bench.options.seconds * 1_000;
  const measure = () => timesOfApplying({ ...world, shops: quiet, perSecond: QUIET_PER_SECOND, measureMs });
  const worker = await app.startWorker("worker beside poison");
  const alone: number[] = [];
  const beside: number[] = [];
  await measure();
  for (let round = 1; round <= bench.options.runs; round += 1) {
    alone.push(...(await measure()));
    const stop = startPoison(app, poisoned, round);
    beside.push(...(await measure()));
    await stop();
    while ((await countWaiting(pool, [poisoned])) > 0) await sleep(50);
    bench.say(`round ${round}: p99 alone ${told(alone)}, beside poison ${told(beside)}`);
  }
  await worker.stop();
  const what = `10 shops beside ${await countQuarantined(pool, poisoned)} poison messages`;
  return [figureBeside({ goal: "REL-13", what, alone, beside, atMost: GROWS_AT_MOST })];
}

/** Sends poison at a pace of its own until it is told to stop. */
function startPoison(app: AppProcesses, shopDomain: string, round: number): () => Promise<void> {
  let stopped = false;
  const send = async (): Promise<void> => {
    const connection = await openConnection(app.webPort);
    for (let sent = 0; !stopped; sent += 1) {
      if (sent % LARGE_EVERY === 0) await sendLarge(app.webPort);
      const body = Buffer.from(POISON[sent % POISON.length]?.(round * 1_000_000 + sent) ?? "");
      const status = await connection.send(
        signedDelivery(app.apiSecret, { shopDomain, topic: "orders/paid", body }),
      );
      if (status !== 200) throw new Error(`poison was answered with ${status}`);
      await sleep(1_000 / POISON_PER_SECOND);
    }
    connection.close();
  };
  const sending = send();
  return () => {
    stopped = true;
    return sending;
  };
}

/** A body that is too large: announced, begun, and given up when the answer comes. */
async function sendLarge(port: number): Promise<void> {
  const head = `POST /webhooks HTTP/1.1\r\nHost: bench\r\nContent-Length: ${LARGE_BYTES}\r\n\r\n`;
  const connection = await openConnection(port);
  const status = await connection.send(Buffer.concat([Buffer.from(head), Buffer.alloc(1024 * 1024)]));
  connection.close();
  if (status !== 413) throw new Error(`a body of ${LARGE_BYTES} bytes was answered with ${status}`);
}

/** Every poison message must have ended there, after few tries. */
async function countQuarantined(pool: Pool, shopDomain: string): Promise<number> {
  const [row]: { quarantined: number; others: number }[] = await pool.query(
    `SELECT COUNT(*) AS quarantined, SUM(state <> 'quarantined' OR attempts > ?) AS others
       FROM inbox_event WHERE shop_domain = ?`,
    [MOST_TRIES, shopDomain],
  );
  if (!row || Number(row.quarantined) === 0 || Number(row.others) > 0)
    throw new Error("not every poison message was set aside after few tries");
  return Number(row.quarantined);
}

const told = (times: readonly number[]): string => `${percentile(times, 99).toFixed(0)} ms`;
