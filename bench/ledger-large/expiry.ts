import { expireLots } from "../../app/usecases/expire-lots.ts";
import type { LedgerAlone } from "../../app/wiring/ledger-alone.server.ts";
import { CLOCKWORK_BATCH } from "#core/clockwork";
import type { Bench } from "../harness/benchmark.ts";
import type { Figure } from "../harness/figure.ts";
import { percentile } from "../harness/statistics.ts";
import type { LedgerWorld } from "../ledger/ledger-world.ts";

/** Due lots of each account, which one entry takes together. */
export const DUE_LOTS_EACH = 4;
const AT_MOST_SECONDS = 600;
const OF_LOTS = 1_000_000;

/** PERF-13: the clockwork expires every lot that is due, as the worker has it do in the background. Once, not in rounds. */
export async function measureExpiry(
  bench: Bench,
  { ledger, dueCredits }: LedgerAlone,
  world: LedgerWorld,
): Promise<Figure> {
  const lots = world.accounts * DUE_LOTS_EACH;
  const latencies: number[] = [];
  const timed: typeof ledger.post = async (programId, commands) => {
    const begun = performance.now();
    const results = await ledger.post(programId, commands);
    latencies.push(performance.now() - begun);
    if (latencies.length % 100 === 0)
      bench.say(`expiry: ${latencies.length * CLOCKWORK_BATCH} lots looked at`);
    return results;
  };
  const broken: unknown[] = [];
  const ports = {
    ledger: { post: timed },
    dueCredits,
    onBrokenAccount: (account: object) => broken.push(account),
  };
  const begun = performance.now();
  const entries = await expireLots(ports, { limit: CLOCKWORK_BATCH, signal: new AbortController().signal });
  const seconds = (performance.now() - begun) / 1000;
  const atMost = (AT_MOST_SECONDS * lots) / OF_LOTS;
  return {
    goal: "PERF-13",
    what: `expiry of ${lots.toLocaleString("en")} lots of ${world.accounts.toLocaleString("en")} accounts`,
    value: seconds,
    unit: "s",
    raw: null,
    ratio: null,
    p50Ms: percentile(latencies, 50),
    p99Ms: percentile(latencies, 99),
    spread: 0,
    wanted: `≤ ${atMost.toLocaleString("en")} s`,
    pass: seconds <= atMost && entries === world.accounts && broken.length === 0,
  };
}
