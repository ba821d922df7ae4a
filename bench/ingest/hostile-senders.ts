import type { Pool } from "mariadb";

import type { Bench } from "../harness/benchmark.ts";
import type { Figure } from "../harness/figure.ts";
import { percentile } from "../harness/statistics.ts";
import type { AppProcesses } from "./app-processes.ts";
import { figureBeside } from "./beside.ts";
import { sendAtPace } from "./pace.ts";
import { inTurn } from "./sending.ts";
import { createShops } from "./shops.ts";
import { startSlowSenders } from "./slow-senders.ts";

const SHOPS = 10;
const PER_SHOP_PER_SECOND = 10;
const BURST = 10;
const SLOW_SENDERS = 200;

/** SEC-16: how long other shops wait for their answers beside senders that drip, and beside a shop that sends ten times as much. */
export async function benchHostileSenders(
  bench: Bench,
  { pool, app }: { pool: Pool; app: AppProcesses },
): Promise<Figure[]> {
  const others = await createShops(pool, "honest", SHOPS);
  const bursting = await createShops(pool, "bursting", 1);
  const measureMs = bench.options.seconds * 1_000;
  const send = async (shops: readonly string[], perSecond: number): Promise<readonly number[]> => {
    const next = inTurn(app, shops);
    const run = await sendAtPace({ port: app.webPort, perSecond, warmUpMs: measureMs / 5, measureMs, next });
    return run.latenciesMs;
  };
  const sendOthers = () => send(others, SHOPS * PER_SHOP_PER_SECOND);
  const alone: number[] = [];
  const besideSlow: number[] = [];
  const besideBurst: number[] = [];
  await sendOthers();
  for (let round = 1; round <= bench.options.runs; round += 1) {
    alone.push(...(await sendOthers()));
    const stop = startSlowSenders(app.webPort, SLOW_SENDERS);
    besideSlow.push(...(await sendOthers()));
    stop();
    const [latencies] = await Promise.all([sendOthers(), send(bursting, BURST * PER_SHOP_PER_SECOND)]);
    besideBurst.push(...latencies);
    const told = [alone, besideSlow, besideBurst].map((each) => percentile(each, 99).toFixed(1));
    bench.say(`round ${round}: p99 alone, beside slow senders, beside a burst: ${told.join(", ")} ms`);
  }
  const of = (what: string, beside: readonly number[]): Figure =>
    figureBeside({ goal: "SEC-16", what, alone, beside, atMost: 2 });
  return [
    of(`answers to ${SHOPS} shops beside ${SLOW_SENDERS} slow senders`, besideSlow),
    of(`answers to ${SHOPS} shops beside one that sends ${BURST} × as much`, besideBurst),
  ];
}
