import { openRuleTools } from "../../app/wiring/rule-tools.server.ts";
import type { Bench } from "../harness/benchmark.ts";
import type { Run } from "../harness/callers.ts";
import { startBenchDatabase } from "../harness/database.ts";
import { summarizeTime } from "../harness/figure.ts";
import type { Figure } from "../harness/figure.ts";
import { documentOf } from "./many-rules.ts";
import { fillPastOrders } from "./past-orders.ts";

const ORDERS = 10_000;
const DRAFT_RULES = 50;
const LIVE_RULES = 20;
const WITHIN_S = 60;

/** E12: a draft tried on past orders as they stand in the database, beside the rules that were in force. */
export async function benchDryRun(bench: Bench): Promise<Figure[]> {
  const { appUrl } = await startBenchDatabase(bench, "rules", "512M");
  const programId = await fillPastOrders(appUrl, { orders: ORDERS, live: documentOf(LIVE_RULES) });
  const tools = openRuleTools(appUrl);
  bench.cleanUp(tools.close);
  const runs: Run[] = [];
  for (let round = 1; round <= bench.options.runs; round += 1) {
    const begun = performance.now();
    const tried = await tools.try({
      ...{ programId, draft: documentOf(DRAFT_RULES), from: null, until: null, shownMembers: 20 },
    });
    const elapsedMs = performance.now() - begun;
    // A figure about orders that were not looked at, or earn nothing, would say nothing.
    if (!tried.ok || tried.result.orders !== ORDERS || tried.result.draft.totalMinor === 0)
      throw new Error("the trial did not go through the orders");
    runs.push({ perSecond: (ORDERS * 1_000) / elapsedMs, p50Ms: elapsedMs, p99Ms: elapsedMs });
    bench.say(`tried in ${(elapsedMs / 1_000).toFixed(1)} s`);
  }
  const what = `a draft of ${DRAFT_RULES} rules tried on ${ORDERS.toLocaleString("en")} past orders`;
  const seconds = (run: Run): number => run.p50Ms / 1_000;
  return [summarizeTime({ goal: "E12", what, unit: "s", runs, of: seconds }, WITHIN_S)];
}
