import { setTimeout as sleep } from "node:timers/promises";

import type { Bench } from "../harness/benchmark.ts";
import type { Figure } from "../harness/figure.ts";
import { percentile } from "../harness/statistics.ts";
import { figureBeside } from "../ingest/beside.ts";
import { timesOfApplying } from "../ingest/sending.ts";
import { createShops } from "../ingest/shops.ts";
import type { ExigoWorld } from "./world.ts";

const SHOPS = 10;
const PER_SECOND = 50;
const GROWS_AT_MOST = 2;
const LOOK_AGAIN_MS = 50;

/**
 * PERF-8: from row to effect of other shops' webhooks beside a comparison of all balances, by one worker that does both.
 * A comparison that ends while it is measured is followed by another one.
 */
export async function benchBesideComparison(
  bench: Bench,
  { alone: { pool, comparisons }, app }: ExigoWorld,
  programId: number,
): Promise<Figure> {
  const shops = await createShops(pool, "beside-comparison", SHOPS);
  const measureMs = bench.options.seconds * 1_000;
  const measure = () => timesOfApplying({ pool, app, shops, perSecond: PER_SECOND, measureMs });
  const alone: number[] = [];
  const beside: number[] = [];
  // What the first round finds cold is warm in a running shop.
  await measure();
  for (let round = 1; round <= bench.options.runs; round += 1) {
    alone.push(...(await measure()));
    let isOver = false;
    let compared = 0;
    const comparing = (async () => {
      for (; !isOver; compared += 1) {
        await comparisons.ask(programId);
        while (!(await isCompared(pool, programId))) await sleep(LOOK_AGAIN_MS);
      }
    })();
    beside.push(...(await measure()));
    isOver = true;
    await comparing;
    bench.say(`round ${round}: p99 alone ${told(alone)}, beside ${compared} comparisons ${told(beside)}`);
  }
  const what = `${SHOPS} shops beside a comparison of ${bench.options.customers.toLocaleString("en")} balances`;
  return figureBeside({ goal: "PERF-8", what, alone, beside, atMost: GROWS_AT_MOST });
}

async function isCompared(pool: ExigoWorld["alone"]["pool"], programId: number): Promise<boolean> {
  const [run]: { state: string }[] = await pool.query(
    "SELECT state FROM comparison_run WHERE program_id = ? AND kind = 'full'",
    [programId],
  );
  return run?.state === "finished";
}

const told = (times: readonly number[]): string => `${percentile(times, 99).toFixed(1)} ms`;
