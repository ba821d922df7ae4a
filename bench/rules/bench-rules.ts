import { compileRules, evaluateRules, utcCalendar } from "../../app/core/rules/index.ts";
import type { Bench } from "../harness/benchmark.ts";
import { summarize } from "../harness/figure.ts";
import type { Figure } from "../harness/figure.ts";
import type { Run } from "../harness/callers.ts";
import { percentile } from "../harness/statistics.ts";
import { benchDryRun } from "./dry-run.ts";
import { documentOf, ordersOf } from "./many-rules.ts";

const RULES = 50;
/** Judged between two looks at the clock. */
const ORDERS = 1_000;
const WARM_UP_MS = 500;

/** The rule engine alone, and a draft tried on orders of the past. */
export async function benchRules(bench: Bench): Promise<Figure[]> {
  return [judgeOrders(bench), ...(await benchDryRun(bench))];
}

/** How many orders the rules judge in a second on one core, each with its whole trace. Needs no database. */
function judgeOrders({ options, say }: Bench): Figure {
  const rules = compileRules({ document: documentOf(RULES), calendar: utcCalendar }, { scale: 2 });
  const orders = ordersOf(ORDERS);
  const judgeAll = (): void => orders.forEach((order) => evaluateRules(rules, order));
  const runs: Run[] = [];
  for (let round = 1; round <= options.runs; round += 1) {
    say(`round ${round} of ${options.runs}`);
    measure(judgeAll, WARM_UP_MS);
    runs.push(measure(judgeAll, options.seconds * 1_000));
  }
  const what = `orders judged by ${RULES} rules, one core`;
  return summarize({ goal: "RULES", what, unit: "orders/s", runs }, { atLeast: 50_000 });
}

/**
 * Judges all orders again and again for a while; one call is one order. Orders are counted by the second of processor
 * time, all threads of the process together, so that what else runs on the machine takes nothing away.
 */
function measure(judgeAll: () => void, forMs: number): Run {
  const perOrderMs: number[] = [];
  const from = performance.now();
  const usedBefore = process.cpuUsage();
  let now = from;
  while (now - from < forMs) {
    judgeAll();
    const then = performance.now();
    perOrderMs.push((then - now) / ORDERS);
    now = then;
  }
  const { user, system } = process.cpuUsage(usedBefore);
  return {
    perSecond: (perOrderMs.length * ORDERS * 1_000_000) / (user + system),
    p50Ms: percentile(perOrderMs, 50),
    p99Ms: percentile(perOrderMs, 99),
  };
}
