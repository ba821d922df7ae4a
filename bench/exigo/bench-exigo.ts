import { openExigoAlone } from "../../app/wiring/exigo-alone.server.ts";
import type { Bench } from "../harness/benchmark.ts";
import { startBenchDatabase } from "../harness/database.ts";
import type { Figure } from "../harness/figure.ts";
import { startAppProcesses } from "../ingest/app-processes.ts";
import { benchComparison } from "./comparison.ts";
import { startExigoProcess } from "./exigo-process.ts";
import { benchOrders } from "./orders.ts";

/** PERF-6 and PERF-8: from an order's webhook to Exigo's confirmation, and all balances beside Exigo's. */
export async function benchExigo(bench: Bench): Promise<Figure[]> {
  const { appUrl, migrationUrl } = await startBenchDatabase(bench, "exigo", "2G");
  const app = await startAppProcesses(bench, appUrl);
  const { secretKeys } = app;
  const alone = openExigoAlone({ url: migrationUrl, connections: 8, secretKeys });
  bench.cleanUp(alone.close);
  const exigo = await startExigoProcess(bench);
  const world = { app, alone, exigo };
  return [...(await benchOrders(bench, world)), ...(await benchComparison(bench, world))];
}
