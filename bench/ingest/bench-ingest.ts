import { openLedgerAlone } from "../../app/wiring/ledger-alone.server.ts";
import type { Bench } from "../harness/benchmark.ts";
import { startBenchDatabase } from "../harness/database.ts";
import type { Figure } from "../harness/figure.ts";
import { startAppProcesses } from "./app-processes.ts";
import { benchBacklog } from "./backlog.ts";
import { benchFlushedRedis } from "./flushed-redis.ts";
import { benchHostileSenders } from "./hostile-senders.ts";
import { benchPoison } from "./poison.ts";
import { createShops } from "./shops.ts";
import { benchStoring } from "./storing.ts";

const RAW_CONNECTIONS = 32;

/** PERF-1, 11, 12 and 14, SEC-16 and REL-13: webhooks from the socket to the row, and from the row to their effect. */
export async function benchIngest(bench: Bench): Promise<Figure[]> {
  const { appUrl, migrationUrl } = await startBenchDatabase(bench, "ingest", "2G");
  const { pool, close } = openLedgerAlone({ url: migrationUrl, connections: RAW_CONNECTIONS });
  bench.cleanUp(close);
  const app = await startAppProcesses(bench, appUrl);
  const shops = await createShops(pool, "busy", 10);
  const storing = await benchStoring(bench, { pool, app, shops });
  // What was stored to measure it must not stand in the way of what is measured next.
  await pool.query("TRUNCATE TABLE inbox_event");
  const hostile = await benchHostileSenders(bench, { pool, app });
  await pool.query("TRUNCATE TABLE inbox_event");
  const poison = await benchPoison(bench, { pool, app });
  const backlog = await benchBacklog(bench, { pool, app });
  const flushed = await benchFlushedRedis(bench, { pool, app });
  return [...storing, ...hostile, ...poison, ...backlog, ...flushed];
}
