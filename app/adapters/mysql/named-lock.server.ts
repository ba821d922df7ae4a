import type { PoolConnection } from "mariadb";

import { Fault } from "#core/units";

import type { Database } from "./database.server.ts";

/** Another process held the lock for longer than anyone should. */
export class LockBusyFault extends Fault {
  readonly code = "lock_busy";
  readonly retryable = true;
}

/** Runs work while no other process does so under the same name. */
export type WithNamedLock = <T>(name: string, work: () => Promise<T>) => Promise<T>;

const WAIT_SECONDS = 20;

/** Connections that may wait for a lock at once; the work under a lock needs the rest of the pool. */
const MOST_AT_ONCE = 2;

/**
 * Locks by name on the database server, up to 64 characters long. Each is held by a connection of its own and
 * ends with it, so a process that dies leaves none behind. Throws a {@link LockBusyFault} after 20 seconds.
 */
export function createMysqlNamedLock({ pool }: Pick<Database, "pool">): WithNamedLock {
  const lanes: Promise<unknown>[] = Array.from({ length: MOST_AT_ONCE }, () => Promise.resolve());
  let turn = 0;

  return (name, work) => {
    const lane = turn % MOST_AT_ONCE;
    turn += 1;
    const run = (lanes[lane] ?? Promise.resolve()).then(() => holding(pool, name, work));
    lanes[lane] = run.catch(() => undefined);
    return run;
  };
}

async function holding<T>(pool: Database["pool"], name: string, work: () => Promise<T>): Promise<T> {
  const connection = await pool.getConnection();
  try {
    const [row]: { held: number | null }[] = await connection.query("SELECT GET_LOCK(?, ?) AS held", [
      name,
      WAIT_SECONDS,
    ]);
    if (row?.held !== 1) throw new LockBusyFault(`the lock ${name} is held elsewhere`);
    return await work();
  } finally {
    await giveBack(connection, name);
  }
}

/** A connection that cannot give the lock back must not go back to the pool with it. */
async function giveBack(connection: PoolConnection, name: string): Promise<void> {
  try {
    await connection.query("DO RELEASE_LOCK(?)", [name]);
  } catch {
    connection.destroy();
    return;
  }
  await connection.release();
}
