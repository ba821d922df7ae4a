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
import { createShops, leaveStoresOut } from "./shops.ts";

/** Of all ten shops; the eleventh sends as much as each of them. */
const QUIET_PER_SECOND = 50;
const ELEVENTH_PER_SECOND = 5;
/** Turns of each kind in a round: what else the machine does then strikes both alike. */
const TURNS = 6;
/** Every so many are a body that is refused before it is read. */
const LARGE_EVERY = 5;
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

/** An order that is as it should be. */
const HONEST = [(number: number): string => JSON.stringify(paidOrder(number, ELEVENTHS_CUSTOMER))];
/** No other shop's. */
const ELEVENTHS_CUSTOMER = 900_000_000;

/**
 * REL-13: from row to effect of ten shops beside an eleventh whose webhooks nobody can apply, against the same beside an
 * eleventh that is as they are: one more shop makes everybody wait a little, whatever it sends.
 */
export async function benchPoison(bench: Bench, world: { pool: Pool; app: AppProcesses }): Promise<Figure[]> {
  const { pool, app } = world;
  const quiet = await createShops(pool, "beside-poison", 10);
  const [poisoned = ""] = await createShops(pool, "poisoned", 1);
  const [honest = ""] = await createShops(pool, "eleventh", 1);
  const stores = await leaveStoresOut(pool);
  const measureMs = bench.options.seconds * 1_000;
  const measure = () => timesOfApplying({ ...world, shops: quiet, perSecond: QUIET_PER_SECOND, measureMs });
  const worker = await app.startWorker("worker beside poison");
  const besideHonest: number[] = [];
  const besidePoison: number[] = [];
  await measure();
  for (let turn = 1; turn <= bench.options.runs * TURNS; turn += 1) {
    const stopHonest = startEleventh(app, { shopDomain: honest, bodies: HONEST, turn });
    besideHonest.push(...(await measure()));
    await stopHonest();
    const stopPoison = startEleventh(app, { shopDomain: poisoned, bodies: POISON, turn });
    besidePoison.push(...(await measure()));
    await stopPoison();
    while ((await countWaiting(pool, [honest, poisoned])) > 0) await sleep(50);
    if (turn % TURNS === 0)
      bench.say(`round ${turn / TURNS}: p99 ${told(besideHonest)}, beside poison ${told(besidePoison)}`);
  }
  await worker.stop();
  await stores.undo();
  const what = `10 shops beside ${await countQuarantined(pool, poisoned)} poison messages`;
  return [
    figureBeside({ goal: "REL-13", what, alone: besideHonest, beside: besidePoison, atMost: GROWS_AT_MOST }),
  ];
}

interface Eleventh {
  readonly shopDomain: string;
  /** Made in turn, each of a number of its own. */
  readonly bodies: readonly ((number: number) => string)[];
  readonly turn: number;
}

/** Sends for the eleventh shop at a pace of its own until it is told to stop; poison comes with bodies that are too large. */
function startEleventh(app: AppProcesses, { shopDomain, bodies, turn }: Eleventh): () => Promise<void> {
  let stopped = false;
  // Shopify gives no id out twice.
  const firstNumber = turn * 1_000_000 + (bodies === POISON ? 500_000 : 0);
  const send = async (): Promise<void> => {
    const connection = await openConnection(app.webPort);
    for (let sent = 0; !stopped; sent += 1) {
      if (bodies === POISON && sent % LARGE_EVERY === 0) await sendLarge(app.webPort);
      const body = Buffer.from(bodies[sent % bodies.length]?.(firstNumber + sent) ?? "");
      const status = await connection.send(
        signedDelivery(app.apiSecret, { shopDomain, topic: "orders/paid", body }),
      );
      if (status !== 200) throw new Error(`a delivery was answered with ${status}`);
      await sleep(1_000 / ELEVENTH_PER_SECOND);
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
