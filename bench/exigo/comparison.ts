import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import type { Bench } from "../harness/benchmark.ts";
import { summarizeTime } from "../harness/figure.ts";
import type { Figure } from "../harness/figure.ts";
import { createShops } from "../ingest/shops.ts";
import { benchBesideComparison } from "./beside-comparison.ts";
import { addMembers, connect } from "./world.ts";
import type { ExigoWorld } from "./world.ts";

const AMOUNTS = [100, 250, 0, 37, 1_200];
/** Every so many-th balance is another in Exigo. */
const DIFFERS_EVERY = 10_000;
const AT_MOST_S = 600;
const AT_MOST_MB = 512;

/** PERF-8: all balances of a program beside Exigo's, by a worker that has nothing else to do; then by a busy one. */
export async function benchComparison(bench: Bench, world: ExigoWorld): Promise<Figure[]> {
  const { alone, exigo, app } = world;
  const { customers } = bench.options;
  const count = customers.toLocaleString("en");
  const programId = await fill(bench, world);
  const worker = await app.startWorker("worker that compares");
  const { pid } = worker;
  await alone.comparisons.ask(programId);
  const begun = performance.now();
  let peakMb = 0;
  let said = 0;
  for (;;) {
    peakMb = Math.max(peakMb, peakMemoryMb(pid));
    const run = await progressOf(alone.pool, programId);
    if (run?.state === "finished") break;
    if (run && run.accounts - said >= customers / 5) bench.say(`${(said = run.accounts)} compared`);
    await sleep(250);
  }
  const seconds = (performance.now() - begun) / 1_000;
  peakMb = Math.max(peakMb, peakMemoryMb(pid));
  const [found]: { gaps: number }[] = await alone.pool.query(
    "SELECT COUNT(*) AS gaps FROM agreement_gap WHERE program_id = ?",
    [programId],
  );
  const beside = await benchBesideComparison(bench, world, programId);
  await worker.stop();
  const differing = Math.floor(customers / DIFFERS_EVERY);
  if (found?.gaps !== differing)
    throw new Error(`${found?.gaps} gaps were found, and ${differing} were made`);
  bench.say(`${differing} differences found; Exigo at ${exigo.url}`);
  const what = `${count} balances compared both ways, ${differing} differences named`;
  const run = { perSecond: customers / seconds, p50Ms: seconds * 1_000, p99Ms: seconds * 1_000 };
  return [
    summarizeTime({ goal: "PERF-8", what, unit: "s", runs: [run], of: () => seconds }, AT_MOST_S),
    summarizeTime(
      { goal: "PERF-8", what: "memory of the worker", unit: "MB", runs: [run], of: () => peakMb },
      AT_MOST_MB,
    ),
    beside,
  ];
}

async function fill(bench: Bench, world: ExigoWorld): Promise<number> {
  const { alone, exigo } = world;
  const { customers: count } = bench.options;
  bench.say(`${count.toLocaleString("en")} customers on both sides`);
  const [domain = ""] = await createShops(alone.pool, "compared", 1);
  const [shop]: { shopId: number; programId: number }[] = await alone.pool.query(
    "SELECT id AS shopId, program_id AS programId FROM shop WHERE domain = ?",
    [domain],
  );
  if (!shop) throw new Error("the shop is not there");
  await connect(world, shop.programId);
  const amounts = AMOUNTS.map(String);
  const seeded = await exigo.control("seed", { customers: count, pointAccountID: 1, amounts });
  const firstCustomerId = Number(seeded["firstCustomerID"]);
  await addMembers(world, { ...shop, count, firstCustomerId, amounts: AMOUNTS });
  const balances = Array.from({ length: Math.floor(count / DIFFERS_EVERY) }, (_, index) => ({
    customerID: firstCustomerId + index * DIFFERS_EVERY,
    balance: "7",
  }));
  if (balances.length > 0) await exigo.control("balances", { pointAccountID: 1, balances });
  return shop.programId;
}

async function progressOf(
  pool: ExigoWorld["alone"]["pool"],
  programId: number,
): Promise<{ state: string; accounts: number } | undefined> {
  const [run]: { state: string; accounts: number }[] = await pool.query(
    "SELECT state, accounts FROM comparison_run WHERE program_id = ? AND kind = 'full'",
    [programId],
  );
  return run;
}

/** The most that the process held so far, in MB. */
function peakMemoryMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1_024;
}
