import { setTimeout as sleep } from "node:timers/promises";

import type { Pool } from "mariadb";

import type { Run } from "../harness/callers.ts";
import { percentile } from "../harness/statistics.ts";
import type { AppProcesses } from "./app-processes.ts";
import { openConnection } from "./connection.ts";
import { createDeliveries } from "./deliveries.ts";
import { sendAtPace } from "./pace.ts";

const CALLERS = 32;
const CUSTOMERS_PER_SHOP = 100;

/** Where each shop's customers begin: Shopify gives no id out twice, and a webhook about another shop's is refused. */
const firstCustomers = new Map<string, number>();

function firstCustomerOf(shopDomain: string): number {
  const first = firstCustomers.get(shopDomain) ?? 1 + firstCustomers.size * CUSTOMERS_PER_SHOP;
  firstCustomers.set(shopDomain, first);
  return first;
}

/** Deliveries of some shops in turn. */
export function inTurn(app: AppProcesses, shops: readonly string[]): () => Buffer {
  const make = createDeliveries(app.apiSecret);
  let index = 0;
  return () => {
    index += 1;
    const shopDomain = shops[index % shops.length] ?? "";
    const place = Math.floor(index / shops.length) % CUSTOMERS_PER_SHOP;
    return make({ shopDomain, customerId: firstCustomerOf(shopDomain) + place });
  };
}

/** Lets webhooks of some shops wait: nobody works on them yet. */
export async function sendBacklog(app: AppProcesses, shops: readonly string[], count: number): Promise<void> {
  const next = inTurn(app, shops);
  let left = count;
  const send = async (): Promise<void> => {
    const connection = await openConnection(app.webPort);
    while ((left -= 1) >= 0) {
      const status = await connection.send(next());
      if (status !== 200) throw new Error(`a delivery was answered with ${status}`);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: CALLERS }, send));
}

/** Webhooks of some shops that wait or are being worked on. */
export async function countWaiting(pool: Pool, shops: readonly string[]): Promise<number> {
  const [row]: { waiting: number }[] = await pool.query(
    "SELECT COUNT(*) AS waiting FROM inbox_event WHERE shop_domain IN (?) AND state IN ('due', 'claimed')",
    [shops],
  );
  return Number(row?.waiting ?? 0);
}

export interface ApplyingInput {
  readonly pool: Pool;
  readonly app: AppProcesses;
  readonly shops: readonly string[];
  readonly perSecond: number;
  readonly measureMs: number;
}

/** Sends at a pace, waits until all of it is applied, and tells how long each took by the database's clock. */
export async function timesOfApplying({ pool, app, shops, ...pace }: ApplyingInput): Promise<number[]> {
  const [{ last }] = await pool.query("SELECT COALESCE(MAX(id), 0) AS last FROM inbox_event WHERE id > 0");
  await sendAtPace({ port: app.webPort, warmUpMs: 0, next: inTurn(app, shops), ...pace });
  while ((await countWaiting(pool, shops)) > 0) await sleep(50);
  const rows: { micros: number }[] = await pool.query(
    `SELECT TIMESTAMPDIFF(MICROSECOND, received_at, finished_at) AS micros FROM inbox_event
      WHERE shop_domain IN (?) AND id > ? AND state = 'done'`,
    [shops, last],
  );
  return rows.map(({ micros }) => Number(micros) / 1_000);
}

/** The same as one run. */
export async function measureApplying(input: ApplyingInput): Promise<Run> {
  const latencies = await timesOfApplying(input);
  return {
    perSecond: (latencies.length * 1_000) / input.measureMs,
    p50Ms: percentile(latencies, 50),
    p99Ms: percentile(latencies, 99),
  };
}
