import type { RollupWalk } from "#usecases/ports/ledger-reading";
import { openLedgerAlone } from "../../app/wiring/ledger-alone.server.ts";
import type { LedgerAlone } from "../../app/wiring/ledger-alone.server.ts";
import type { Bench } from "../harness/benchmark.ts";
import { measureOneByOne } from "../harness/callers.ts";
import type { Run } from "../harness/callers.ts";
import { startBenchDatabase } from "../harness/database.ts";
import { summarizeLatency } from "../harness/figure.ts";
import type { Figure } from "../harness/figure.ts";
import { addAccounts, createLedgerWorld } from "../ledger/ledger-world.ts";
import type { LedgerWorld } from "../ledger/ledger-world.ts";
import {
  createNumbers,
  ENTRIES_OF_LARGEST,
  ENTRIES_OF_OTHERS,
  FILLED_DAYS,
  FILLED_FROM,
  fillEntries,
  OPEN_LOTS,
} from "./fill.ts";
import type { Filling } from "./fill.ts";
import { DUE_LOTS_EACH, measureExpiry } from "./expiry.ts";
import { createRedemptions, redeemingAccounts } from "./redemptions.ts";

/** Lots that are due in a ledger of ten million entries. */
const DUE_LOTS = 1_000_000;
const READS = 500;
const PAGE = 25;
const ROLL_UP_STEP = 500_000;
const READ_AT_MOST_MS = 20;

/** PERF-10 and PERF-13: reading and redeeming in a ledger of millions of entries. */
export async function benchLargeLedger(bench: Bench): Promise<Figure[]> {
  const { appUrl, migrationUrl } = await startBenchDatabase(
    bench,
    "ledger-large",
    memoryFor(bench.options.entries),
  );
  const filler = openLedgerAlone({ url: migrationUrl, connections: 2 });
  bench.cleanUp(filler.close);
  const worlds = await fill(bench, filler);
  const own = openLedgerAlone({ url: appUrl, connections: 16 });
  bench.cleanUp(own.close);

  await rollUp(bench, own, worlds.others.programId);
  const reads = readsOf(own, worlds);
  const redemptions = createRedemptions(bench, { own, owner: filler, world: worlds.redeeming });
  const runs = new Map<string, Run[]>(Object.keys(reads).map((name) => [name, []]));
  // Caches are warm in a running shop: the first round is not counted.
  for (let round = 0; round <= bench.options.runs; round += 1) {
    for (const [name, read] of Object.entries(reads)) keep(await measureOneByOne(READS, read), name, round);
    await redemptions.measure(round);
  }
  for (let round = 0; round <= bench.options.runs; round += 1) await redemptions.measureEachLot(round);
  function keep(run: Run, name: string, round: number): void {
    if (round > 0) runs.get(name)?.push(run);
    bench.say(`round ${round}: ${name}: p50 ${run.p50Ms.toFixed(1)} ms, p99 ${run.p99Ms.toFixed(1)} ms`);
  }
  const expiry = await measureExpiry(bench, own, worlds.expiring);
  bench.say(`memory: ${megabytes(process.memoryUsage().rss)} here, at most ${peakMemory()}`);
  const read = (name: string) =>
    summarizeLatency({ goal: "PERF-10", what: name, runs: runs.get(name) ?? [] }, READ_AT_MOST_MS);
  return [...Object.keys(reads).map(read), ...redemptions.figures(), expiry];
}

/** Of the database: half as much again as so many entries take, 1.1 kB each, or its reads from disk would be measured. */
function memoryFor(entries: number): string {
  return `${2 + Math.ceil((entries * 1.4) / 1_000_000)}G`;
}

interface Worlds {
  readonly largest: LedgerWorld;
  readonly others: LedgerWorld;
  readonly redeeming: LedgerWorld;
  readonly expiring: LedgerWorld;
}

async function fill(bench: Bench, { pool }: LedgerAlone): Promise<Worlds> {
  const program = await createLedgerWorld(pool);
  await createNumbers(pool);
  const { entries, runs } = bench.options;
  const largestEntries = Math.min(ENTRIES_OF_LARGEST, Math.ceil(entries / 10));
  const redeeming = redeemingAccounts(runs + 1);
  const expiring = Math.ceil(Math.min(DUE_LOTS, entries / 10) / DUE_LOTS_EACH);
  const taken = largestEntries + redeeming * OPEN_LOTS + expiring * DUE_LOTS_EACH;
  const rest = Math.max(entries - taken, ENTRIES_OF_OTHERS);
  const others = Math.ceil(rest / ENTRIES_OF_OTHERS);
  const fillAccounts = async (what: string, accounts: number, entriesEach: number, lots: Filling["lots"]) => {
    const world = await addAccounts(pool, program, accounts);
    const total = accounts * entriesEach;
    let said = 0;
    await fillEntries(pool, world, { ...world, entriesEach, lots }, (done) => {
      if (done - said < total / 10 && done < total) return;
      said = done;
      bench.say(`${what}: ${done.toLocaleString("en")} of ${total.toLocaleString("en")} entries`);
    });
    return world;
  };
  return {
    largest: await fillAccounts("the largest account", 1, largestEntries, "spent"),
    redeeming: await fillAccounts("accounts with many lots", redeeming, OPEN_LOTS, "open"),
    others: await fillAccounts("the other accounts", others, ENTRIES_OF_OTHERS, "spent"),
    expiring: await fillAccounts("accounts with lots that are due", expiring, DUE_LOTS_EACH, "due"),
  };
}

/** Brings the roll-up and its daily snapshots up to the newest entry, as its job does in the background. */
async function rollUp(bench: Bench, { rollup }: LedgerAlone, programId: number): Promise<void> {
  const begun = performance.now();
  let taken = 0;
  let said = 0;
  let walk: RollupWalk | null = null;
  do {
    const step: Awaited<ReturnType<LedgerAlone["rollup"]["catchUp"]>> = await rollup.catchUp(
      programId,
      ROLL_UP_STEP,
      walk,
    );
    taken += step.entries;
    walk = step.walk;
    if (taken - said < ROLL_UP_STEP && walk) continue;
    said = taken;
    const seconds = (performance.now() - begun) / 1000;
    bench.say(`roll-up: ${taken.toLocaleString("en")} entries, ${Math.round(taken / seconds)}/s`);
  } while (walk);
}

/** One line per kind of read. */
function readsOf({ reports, reading }: LedgerAlone, { largest, others }: Worlds) {
  const { programId, firstAccountId: large } = largest;
  const any = (): number => others.firstAccountId + Math.floor(Math.random() * others.accounts);
  const anySeq = (): number => 1 + Math.floor(Math.random() * ENTRIES_OF_LARGEST);
  const anyInstant = (): string =>
    new Date(FILLED_FROM + Math.floor(Math.random() * FILLED_DAYS * 86_400_000)).toISOString();
  const statement = (accountId: number, beforeSeq: number | null) =>
    reading.statement(programId, accountId, { beforeSeq, limit: PAGE });
  return {
    "newest statement page, any account": () => statement(any(), null),
    "any statement page, largest account": () => statement(large, anySeq()),
    "balance now, any account": () => reading.balanceNow(programId, any()),
    "balance as of, booked, any account": () => reading.balanceAsOf(programId, any(), anyInstant(), "booked"),
    "balance as of, booked, largest account": () =>
      reading.balanceAsOf(programId, large, anyInstant(), "booked"),
    "balance as of, effective, any account": () =>
      reading.balanceAsOf(programId, any(), anyInstant(), "effective"),
    "balance as of, effective, largest account": () =>
      reading.balanceAsOf(programId, large, anyInstant(), "effective"),
    "account page of the app, largest account": () =>
      reports.account(programId, large, { beforeSeq: anySeq(), limit: PAGE }),
  };
}

function peakMemory(): string {
  return megabytes(process.resourceUsage().maxRSS * 1024);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
