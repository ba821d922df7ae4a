import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";

/**
 * One connection to a database for which it is `instant`, and stays so: everything that asks the database's clock
 * over it sees that time, whatever this process's clock says.
 */
export async function openDatabaseAt(url: string, instant: string): Promise<Database> {
  const database = openDatabase({ url, connections: 1 });
  await database.pool.query("SET timestamp = ?", [Date.parse(instant) / 1_000]);
  return database;
}
