import { openLedgerAlone } from "../../app/wiring/ledger-alone.server.ts";
import type { LedgerAlone } from "../../app/wiring/ledger-alone.server.ts";
import { startBenchDatabase } from "../harness/database.ts";
import type { Bench } from "../harness/benchmark.ts";
import { measureCallers } from "../harness/callers.ts";
import type { Run } from "../harness/callers.ts";
import type { Figure } from "../harness/figure.ts";
import { summarize } from "../harness/figure.ts";
import { measureRoundTrips, openFarAway } from "./round-trips.ts";
import { earning, randomAccount } from "./earnings.ts";
import { addAccounts, createLedgerWorld } from "./ledger-world.ts";
import type { LedgerWorld } from "./ledger-world.ts";
import { callRaw, createRawProcedure, writeRawBatch } from "./raw-posting.ts";

const CALLERS = 32;
const BATCH = 100;
/** Callers that bring batches: enough to keep both the database and this process busy. */
const BULK_CALLERS = 4;
const ACCOUNTS = 10_000;
const FARTHER_MS = 1;

/** PERF-2 to PERF-5: the ledger beside what the database does by itself with the same rows, round by round. */
export async function benchLedger(bench: Bench): Promise<Figure[]> {
  const urls = await startBenchDatabase(bench, "ledger", "2G");
  const raw = openLedgerAlone({ url: urls.migrationUrl, connections: CALLERS });
  bench.cleanUp(raw.close);
  const own = openLedgerAlone({ url: urls.appUrl, connections: 16 });
  bench.cleanUp(own.close);
  const far = await openFarAway(bench, urls.appUrl, own.pool, FARTHER_MS);
  const program = await createLedgerWorld(raw.pool);
  const world = await addAccounts(raw.pool, program, ACCOUNTS);
  // Batches written past the ledger leave accounts that its own checks would refuse.
  const rawWorld = await addAccounts(raw.pool, program, ACCOUNTS);
  await createRawProcedure(raw.pool);

  const measurements = measurementsOf({ raw, own, far, world, rawWorld });
  const runs = new Map<string, Run[]>(Object.keys(measurements).map((name) => [name, []]));
  for (let round = 1; round <= bench.options.runs; round += 1) {
    for (const [name, measure] of Object.entries(measurements)) {
      const run = await measure(bench.options.seconds * 1000);
      runs.get(name)?.push(run);
      bench.say(`round ${round}: ${name}: ${Math.round(run.perSecond)}/s, p99 ${run.p99Ms.toFixed(1)} ms`);
    }
  }
  return [...figuresOf((name) => runs.get(name) ?? []), await measureRoundTrips(bench, urls.appUrl, world)];
}

/** In the order of a round: each ceiling right before what is held against it. */
function measurementsOf({ raw, own, far, world, rawWorld }: Parties) {
  const random = (): number => randomAccount(world);
  const single = (measureMs: number, call: () => Promise<unknown>) =>
    measureCallers({ callers: CALLERS, warmUpMs: measureMs / 5, measureMs, countPerCall: 1, call });
  const bulk = (measureMs: number, call: () => Promise<unknown>) =>
    measureCallers({ callers: BULK_CALLERS, warmUpMs: measureMs / 5, measureMs, countPerCall: BATCH, call });
  const post = async ({ ledger }: LedgerAlone, accountIds: readonly number[]): Promise<void> => {
    await ledger.post(world.programId, accountIds.map(earning));
  };
  const hot = async (measureMs: number, call: (accountId: number) => Promise<unknown>) => {
    // A new one for each measurement, so that none begins with what another has left.
    const { firstAccountId: accountId } = await addAccounts(raw.pool, world, 1);
    return single(measureMs, () => call(accountId));
  };
  return {
    C2: (ms: number) => single(ms, () => callRaw(raw.pool, world, random())),
    C3: (ms: number) => hot(ms, (accountId) => callRaw(raw.pool, world, accountId)),
    C4: (ms: number) =>
      bulk(ms, () =>
        writeRawBatch(
          raw.pool,
          world,
          manyOf(() => randomAccount(rawWorld)),
        ),
      ),
    random: (ms: number) => single(ms, () => post(own, [random()])),
    hot: (ms: number) => hot(ms, (accountId) => post(own, [accountId])),
    bulk: (ms: number) => bulk(ms, () => post(own, manyOf(random))),
    "random, far": (ms: number) => single(ms, () => post(far, [random()])),
    "hot, far": (ms: number) => hot(ms, (accountId) => post(far, [accountId])),
  };
}

interface Parties {
  readonly raw: LedgerAlone;
  readonly own: LedgerAlone;
  readonly far: LedgerAlone;
  readonly world: LedgerWorld;
  readonly rawWorld: LedgerWorld;
}

function figuresOf(runsOf: (name: string) => readonly Run[]): Figure[] {
  const unit = "postings/s";
  const beside = (goal: string, what: string, name: string, rawName: string) => ({
    ...{ goal, what, unit },
    runs: runsOf(name),
    rawRuns: runsOf(rawName),
  });
  const ceiling = (goal: string, what: string) => ({ goal, what, unit, runs: runsOf(goal) });
  return [
    summarize(ceiling("C2", "one CALL, random accounts, 32 callers"), {}),
    summarize(ceiling("C3", "one CALL, one account, 32 callers"), {}),
    summarize(ceiling("C4", "batches of 100, 4 callers"), {}),
    summarize(beside("PERF-2", "post, random accounts, 32 callers", "random", "C2"), { ratioAtLeast: 1 }),
    summarize(beside("PERF-3", "post, one account, 32 callers", "hot", "C3"), {
      ratioAtLeast: 5,
      p99AtMostMs: 100,
    }),
    summarize(beside("PERF-4", "post, batches of 100, 4 callers", "bulk", "C4"), { ratioAtLeast: 0.6 }),
    summarize(beside("PERF-2", "post, random accounts, +1 ms", "random, far", "C2"), {}),
    summarize(beside("PERF-3", "post, one account, +1 ms", "hot, far", "C3"), { atLeast: 4000 }),
  ];
}

function manyOf(next: () => number): number[] {
  return Array.from({ length: BATCH }, next);
}
