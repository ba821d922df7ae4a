import { setTimeout as sleep } from "node:timers/promises";

import type { Pool } from "mariadb";

import type { Bench } from "../harness/benchmark.ts";
import type { Run } from "../harness/callers.ts";
import { summarize, summarizeTime } from "../harness/figure.ts";
import type { Figure } from "../harness/figure.ts";
import type { AppProcesses } from "./app-processes.ts";
import { countWaiting, measureApplying, sendBacklog } from "./sending.ts";
import { createShops } from "./shops.ts";

/** What the quiet shops send, all together. */
const QUIET_PER_SECOND = 50;
const QUIET_MS = 10_000;

/** Counting a long backlog costs what applying some of it does. */
const LOOK_EVERY_MS = 1_000;

/** As many of the backlog are done when the others begin to send. */
const WORK_BEGUN = 200;

/** 100,000 within ten minutes. */
const DRAINED_PER_SECOND = 100_000 / 600;

/** Three times what a webhook may take otherwise, from its row to its effect. */
const NEW_ONES_P99_MS = 9_000;

/** PERF-11 and PERF-12: one shop's webhooks have gathered while no worker ran; the others go on as before. */
export async function benchBacklog(
  bench: Bench,
  world: { pool: Pool; app: AppProcesses },
): Promise<Figure[]> {
  const { pool, app } = world;
  const quiet = await createShops(pool, "quiet", 10);
  const noisy = await createShops(pool, "noisy", 1);
  const measureQuiet = () =>
    measureApplying({ ...world, shops: quiet, perSecond: QUIET_PER_SECOND, measureMs: QUIET_MS });

  const before = await app.startWorker("worker");
  await measureQuiet();
  const alone = await measureQuiet();
  await before.stop();
  bench.say(`quiet shops alone: ${told(alone)}`);

  await sendBacklog(app, noisy, bench.options.events);
  bench.say(`${bench.options.events} webhooks wait`);
  const begun = performance.now();
  const worker = await app.startWorker("worker after the outage");
  // Until it works, nobody is served: that is the outage, not the backlog.
  while ((await countWaiting(pool, noisy)) > bench.options.events - WORK_BEGUN) await sleep(50);
  const beside = await measureQuiet();
  bench.say(`quiet shops beside the backlog: ${told(beside)}`);
  const waiting = await countWaiting(pool, noisy);
  if (waiting === 0) throw new Error("the backlog was too small to last: give more --events");
  while ((await countWaiting(pool, noisy)) > 0) await sleep(LOOK_EVERY_MS);
  const drained = drainRun(bench.options.events, performance.now() - begun);
  await worker.stop();
  return figuresOf(bench.options.events, { alone, beside, drained });
}

function drainRun(events: number, elapsedMs: number): Run {
  return { perSecond: (events * 1_000) / elapsedMs, p50Ms: 0, p99Ms: 0 };
}

interface Runs {
  readonly alone: Run;
  readonly beside: Run;
  readonly drained: Run;
}

function figuresOf(events: number, { alone, beside, drained }: Runs): Figure[] {
  const backlog = `${events.toLocaleString("en")} webhooks of one shop`;
  const ratio = beside.p99Ms / alone.p99Ms;
  const besideFigure = summarizeTime(
    { goal: "PERF-11", what: `new ones beside ${backlog}`, unit: "ms p99", runs: [beside], of: p99 },
    NEW_ONES_P99_MS,
  );
  return [
    summarize(
      { goal: "PERF-11", what: `${backlog} applied`, unit: "webhooks/s", runs: [drained] },
      { atLeast: DRAINED_PER_SECOND },
    ),
    besideFigure,
    {
      ...besideFigure,
      ...{ goal: "PERF-12", what: `quiet shops beside ${backlog}`, raw: alone.p99Ms, ratio },
      ...{ wanted: "≤ 2 × alone", pass: ratio <= 2 },
    },
  ];
}

const p99 = (run: Run): number => run.p99Ms;

const told = (run: Run): string => `p50 ${run.p50Ms.toFixed(0)} ms, p99 ${run.p99Ms.toFixed(0)} ms`;
