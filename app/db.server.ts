import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { getConfig } from "#config";

const slot = globalThis as typeof globalThis & { hybridCreditsDatabase?: Database };

/**
 * The process's database. Kept on `globalThis`: the server entry and the Remix bundle are two module graphs
 * and share one pool.
 */
export function getDatabase(): Database {
  slot.hybridCreditsDatabase ??= openDatabase({
    url: getConfig().DATABASE_URL,
    connections: getConfig().DATABASE_CONNECTIONS,
  });
  return slot.hybridCreditsDatabase;
}
