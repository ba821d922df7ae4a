import { startScratchDatabase } from "../../scripts/bootstrap/scratch-database.mjs";
import type { Bench } from "./benchmark.ts";

/**
 * Durable as in production: a commit is on disk, in the log and in the binary log, before it is answered. Memory
 * and log are those of a small server, so that it is commits which are measured and not a cache that is too small.
 */
const DURABLE = [
  "--innodb-flush-log-at-trx-commit=1",
  "--log-bin=binlog",
  "--sync-binlog=1",
  "--server-id=1",
  "--innodb-log-file-size=512M",
  // For triggers that keep some writes waiting.
  "--log-bin-trust-function-creators=1",
];

/** A private, migrated database for one benchmark; removed at its end. */
export async function startBenchDatabase(
  bench: Bench,
  name: string,
  memory: string,
): Promise<{ appUrl: string; migrationUrl: string }> {
  bench.say("a database of its own");
  const database = await startScratchDatabase({
    use: "bench",
    command: `npm run bench -- ${name}`,
    settings: [...DURABLE, `--innodb-buffer-pool-size=${memory}`],
  });
  bench.cleanUp(database.stop);
  return database.urls;
}
