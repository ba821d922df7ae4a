import { setTimeout as sleep } from "node:timers/promises";

import { SqlError } from "mariadb";
import type { PoolConnection } from "mariadb";

import { DatabaseFault } from "./database.server.ts";
import type { Database } from "./database.server.ts";

const MAX_TRIES = 8;
const DUPLICATE_KEY = 1062;
const DEADLOCK = 1213;
const LOCK_WAIT_TIMEOUT = 1205;

/**
 * Runs `work` in one transaction on one connection and commits. A deadlock or a lock wait that took too long is tried
 * again from the start, so `work` must not change anything outside the database. Throws what `work` throws, after
 * rolling back, and a {@link DatabaseFault} when the database stays in the way.
 */
export async function inTransaction<T>(
  { pool }: Pick<Database, "pool">,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryOnce(await pool.getConnection(), work);
    } catch (error) {
      if (!isLockConflict(error)) throw error;
      if (attempt === MAX_TRIES)
        throw new DatabaseFault("a transaction kept losing its locks", { cause: error });
      await sleep(Math.random() * 5 * 2 ** attempt);
    }
  }
}

/**
 * Runs reads that must agree with each other: all of them see the database as of the first one. Locks nothing, so
 * nothing is tried again.
 */
export async function inSnapshot<T>(
  { pool }: Pick<Database, "pool">,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  return tryOnce(await pool.getConnection(), work, {
    // The session reads committed rows anew with each statement; this holds for its next transaction alone.
    before: "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
  });
}

/** True when a row with the same unique key was there first. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof SqlError && error.errno === DUPLICATE_KEY;
}

async function tryOnce<T>(
  connection: PoolConnection,
  work: (connection: PoolConnection) => Promise<T>,
  { before }: { before?: string } = {},
): Promise<T> {
  try {
    if (before !== undefined) await connection.query(before);
    await connection.beginTransaction();
    const result = await work(connection);
    await connection.commit();
    return result;
  } catch (error) {
    await rollBackOrDrop(connection);
    throw error;
  } finally {
    await connection.release();
  }
}

/** The error that led here is the one to report; a connection that cannot roll back is dropped instead. */
async function rollBackOrDrop(connection: PoolConnection): Promise<void> {
  try {
    await connection.rollback();
  } catch {
    connection.destroy();
  }
}

function isLockConflict(error: unknown): boolean {
  return error instanceof SqlError && [DEADLOCK, LOCK_WAIT_TIMEOUT].includes(error.errno);
}
