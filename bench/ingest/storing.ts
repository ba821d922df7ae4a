import { randomBytes } from "node:crypto";

import type { Pool } from "mariadb";

import type { Bench } from "../harness/benchmark.ts";
import { measureCallers } from "../harness/callers.ts";
import type { Run } from "../harness/callers.ts";
import { summarize, summarizeTime } from "../harness/figure.ts";
import type { Figure } from "../harness/figure.ts";
import type { AppProcesses } from "./app-processes.ts";
import { openConnection } from "./connection.ts";
import { bodyBytes, createDeliveries } from "./deliveries.ts";
import { sendAtPace } from "./pace.ts";
import type { PacedRun } from "./pace.ts";
import { insertRaw } from "./raw-insert.ts";

const CALLERS = 32;
const PER_SECOND = 500;
const CUSTOMERS = 1_000;

/** Deliveries are made before they are measured: Shopify makes them elsewhere. */
const MOST_PER_SECOND = 8_000;

export interface StoringWorld {
  readonly pool: Pool;
  readonly app: AppProcesses;
  readonly shops: readonly string[];
}

/** PERF-1: how fast webhooks are stored, beside the same row stored by the database alone. */
export async function benchStoring(bench: Bench, world: StoringWorld): Promise<Figure[]> {
  const raw: Run[] = [];
  const most: Run[] = [];
  const paced: PacedRun[] = [];
  const measureMs = bench.options.seconds * 1_000;
  for (let round = 1; round <= bench.options.runs; round += 1) {
    raw.push(await measureRaw(world, measureMs));
    most.push(await measureMost(world, measureMs));
    paced.push(await measurePaced(world, measureMs));
    bench.say(`round ${round}: C1 ${perSecond(raw)}/s, stored ${perSecond(most)}/s, at pace ${inMs(paced)}`);
  }
  const unit = "webhooks/s";
  const atPace = { goal: "PERF-1", what: `stored at ${PER_SECOND}/s`, runs: paced };
  return [
    summarize({ goal: "C1", what: "one INSERT of the row, 32 callers", unit, runs: raw }, {}),
    summarize(
      { goal: "PERF-1", what: "stored, 32 callers", unit, runs: most, rawRuns: raw },
      { ratioAtLeast: 0.4 },
    ),
    summarizeTime({ ...atPace, unit: "ms p50", of: (run) => run.p50Ms }, 5),
    summarizeTime({ ...atPace, unit: "ms p99", of: (run) => run.p99Ms }, 50),
    summarizeTime({ ...atPace, unit: "ms p99.9", of: (run) => run.p999Ms }, 500),
  ];
}

function measureRaw({ pool, shops }: StoringWorld, measureMs: number): Promise<Run> {
  const body = randomBytes(bodyBytes());
  const call = (caller: number) => insertRaw(pool, shops[caller % shops.length] ?? "", body);
  return measureCallers({ callers: CALLERS, warmUpMs: measureMs / 5, measureMs, countPerCall: 1, call });
}

async function measureMost(world: StoringWorld, measureMs: number): Promise<Run> {
  const warmUpMs = measureMs / 5;
  const deliveries = prepare(world, (MOST_PER_SECOND * (warmUpMs + measureMs)) / 1_000);
  const connections = await Promise.all(
    Array.from({ length: CALLERS }, () => openConnection(world.app.webPort)),
  );
  const call = async (caller: number): Promise<void> => {
    const status = await connections[caller]?.send(deliveries.next());
    if (status !== 200) throw new Error(`a delivery was answered with ${status}`);
  };
  const run = await measureCallers({ callers: CALLERS, warmUpMs, measureMs, countPerCall: 1, call });
  for (const connection of connections) connection.close();
  return run;
}

function measurePaced(world: StoringWorld, measureMs: number): Promise<PacedRun> {
  const warmUpMs = measureMs / 5;
  const { next } = prepare(world, (PER_SECOND * (warmUpMs + measureMs)) / 1_000);
  return sendAtPace({ port: world.app.webPort, perSecond: PER_SECOND, warmUpMs, measureMs, next });
}

function prepare({ app, shops }: StoringWorld, count: number): { next(): Buffer } {
  const make = createDeliveries(app.apiSecret);
  const prepared = Array.from({ length: Math.ceil(count) }, (_, index) =>
    make({ shopDomain: shops[index % shops.length] ?? "", customerId: 1 + (index % CUSTOMERS) }),
  );
  return {
    next() {
      const delivery = prepared.pop();
      if (delivery === undefined) throw new Error("the machine is faster than the benchmark is ready for");
      return delivery;
    },
  };
}

const perSecond = (runs: readonly Run[]): number => Math.round(runs.at(-1)?.perSecond ?? 0);

function inMs(runs: readonly PacedRun[]): string {
  const run = runs.at(-1);
  return `p50 ${run?.p50Ms.toFixed(1)} ms, p99 ${run?.p99Ms.toFixed(1)} ms, p99.9 ${run?.p999Ms.toFixed(1)} ms`;
}
