import type { Pool } from "mariadb";
import { openLedgerAlone } from "../../app/wiring/ledger-alone.server.ts";
import type { LedgerAlone } from "../../app/wiring/ledger-alone.server.ts";
import type { Bench } from "../harness/benchmark.ts";
import { measureOneByOne } from "../harness/callers.ts";
import type { Figure } from "../harness/figure.ts";
import { openRelay, throughPort } from "../harness/relay.ts";
import { earning, randomAccount } from "./earnings.ts";
import type { LedgerWorld } from "./ledger-world.ts";

const BATCHES = [1, 10, 100, 1000];
const MOST = 6;

/**
 * Opens the database once more, so far away that a round trip takes `moreMs` longer: what the relay takes by itself is
 * measured and left out of its delay.
 */
export async function openFarAway(
  bench: Bench,
  url: string,
  near: Pool,
  moreMs: number,
): Promise<LedgerAlone> {
  const relay = await openRelay(Number(new URL(url).port));
  bench.cleanUp(relay.close);
  const far = openLedgerAlone({ url: throughPort(url, relay.port), connections: 16 });
  bench.cleanUp(far.close);
  relay.delayBy(moreMs);
  const nearMs = await measureDelay(near);
  const tooMuchMs = (await measureDelay(far.pool)) - nearMs - moreMs;
  relay.delayBy(moreMs - tooMuchMs);
  const farMs = await measureDelay(far.pool);
  bench.say(`a round trip takes ${nearMs.toFixed(2)} ms, and ${farMs.toFixed(2)} ms with ${moreMs} ms more`);
  return far;
}

/** The median time of the smallest statement there is. */
async function measureDelay(pool: Pool): Promise<number> {
  await measureOneByOne(100, () => pool.query("SELECT 1"));
  return (await measureOneByOne(500, () => pool.query("SELECT 1"))).p50Ms;
}

/** PERF-5: round trips per commit, counted on the wire, whatever the size of the call; a large one has several. */
export async function measureRoundTrips(bench: Bench, url: string, world: LedgerWorld): Promise<Figure> {
  const relay = await openRelay(Number(new URL(url).port));
  bench.cleanUp(relay.close);
  const { ledger, close } = openLedgerAlone({ url: throughPort(url, relay.port), connections: 1 });
  bench.cleanUp(close);
  const { pool, close: closePool } = openLedgerAlone({ url, connections: 1 });
  bench.cleanUp(closePool);
  const post = (size: number) =>
    ledger.post(
      world.programId,
      Array.from({ length: size }, () => earning(randomAccount(world))),
    );
  await post(1);
  await relay.takeRoundTrips();
  const counts: number[] = [];
  const { p50Ms, p99Ms } = await measureOneByOne(BATCHES.length, async (index) => {
    const before = await countCommits(pool);
    await post(BATCHES[index] ?? 1);
    counts.push((await relay.takeRoundTrips()) / ((await countCommits(pool)) - before));
  });
  const most = Math.max(...counts);
  return {
    goal: "PERF-5",
    what: `round trips per commit, ${BATCHES.join(", ")} commands: ${counts.join(", ")}`,
    value: most,
    unit: "round trips",
    raw: null,
    ratio: null,
    p50Ms,
    p99Ms,
    spread: most - Math.min(...counts),
    wanted: `constant, ≤ ${MOST}`,
    pass: most <= MOST && most === Math.min(...counts),
  };
}

async function countCommits(pool: Pool): Promise<number> {
  const [row]: { Value: string }[] = await pool.query("SHOW GLOBAL STATUS LIKE 'Com_commit'");
  return Number(row?.Value);
}
