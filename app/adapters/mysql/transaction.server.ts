import { setTimeout as sleep } from "node:timers/promises";

import { SqlError } from "mariadb";
import type { PoolConnection } from "mariadb";

import { DatabaseFault } from "./database.server.ts";
import type { Database } from "./database.server.ts";
import { sendTogether } from "./ledger/statements.server.ts";
import type { Statement } from "./ledger/statements.server.ts";

const MAX_TRIES = 8;
const DUPLICATE_KEY = 1062;
const DEADLOCK = 1213;
const LOCK_WAIT_TIMEOUT = 1205;
/** What MySQL says to NOWAIT; MariaDB calls it a wait that took too long. */
const LOCK_NOWAIT = 3572;

/** Others held what a transaction wanted each time that it was tried; the database itself is well. */
export class LocksLostFault extends DatabaseFault {}

/**
 * Runs `work` in one transaction on one connection and commits. A deadlock or a lock wait that took too long is tried
 * again from the start, so `work` must not change anything outside the database. Throws what `work` throws, after
 * rolling back, and a {@link DatabaseFault} when the database stays in the way.
 */
export function inTransaction<T>(
  { pool }: Pick<Database, "pool">,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  return untilLocksHold(async () => tryOnce(await pool.getConnection(), work));
}

/** What a transaction came to, and what it is to write. */
interface Decided<T> {
  readonly result: T;
  readonly writes: readonly Statement[];
}

/**
 * As {@link inTransaction} in two round trips: `locks` go with the begin, and what is decided by their answers is written
 * with the commit. `decide` may ask the connection for more.
 */
export function inTwoRoundTrips<T>(...parts: Parameters<typeof inTwoRoundTripsOnce<T>>): Promise<T> {
  return untilLocksHold(() => inTwoRoundTripsOnce(...parts));
}

/** As {@link inTwoRoundTrips}, and a lock conflict is thrown as it is. */
export async function inTwoRoundTripsOnce<T>(
  { pool }: Pick<Database, "pool">,
  locks: readonly Statement[],
  decide: (answers: readonly unknown[], connection: PoolConnection) => Promise<Decided<T>>,
): Promise<T> {
  const connection = await pool.getConnection();
  return endingWith(connection, async () => {
    const [, ...answers] = await sendTogether(connection, [BEGIN, ...locks]);
    const { result, writes } = await decide(answers, connection);
    await sendTogether(connection, [...writes, COMMIT]);
    return result;
  });
}

/** Tries again what met a lock conflict; throws a {@link DatabaseFault} when it keeps meeting one. */
export async function untilLocksHold<T>(tryOnce: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryOnce();
    } catch (error) {
      if (!isLockConflict(error)) throw error;
      if (attempt === MAX_TRIES)
        throw new LocksLostFault("a transaction kept losing its locks", { cause: error });
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
  return tryOnce(await pool.getConnection(), work, { before: SNAPSHOT.sql });
}

/**
 * Runs statements as one transaction in one round trip and answers one result each; when one of them fails, none has an
 * effect. Nothing is tried again. `after`: reads that see what was committed, answered behind the others.
 */
export async function inOneRoundTrip(
  { pool }: Pick<Database, "pool">,
  statements: readonly Statement[],
  after: readonly Statement[] = [],
): Promise<unknown[]> {
  // One statement is a transaction by itself.
  if (statements.length === 1) return sendTogether(pool, [...statements, ...after]);
  const connection = await pool.getConnection();
  return endingWith(connection, async () => {
    const answers = await sendTogether(connection, [BEGIN, ...statements, COMMIT, ...after]);
    return answers.filter((_, index) => index !== 0 && index !== statements.length + 1);
  });
}

/** Runs reads that must agree with each other, as {@link inSnapshot} does, in one round trip. */
export async function readTogether(
  { pool }: Pick<Database, "pool">,
  reads: readonly Statement[],
): Promise<unknown[]> {
  const connection = await pool.getConnection();
  return endingWith(connection, async () => {
    const answers = await sendTogether(connection, [SNAPSHOT, BEGIN, ...reads, COMMIT]);
    return answers.slice(2, -1);
  });
}

const BEGIN: Statement = { sql: "START TRANSACTION", values: [] };
/** The session reads committed rows anew with each statement; this holds for its next transaction alone. */
const SNAPSHOT: Statement = {
  sql: "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
  values: [],
};
const COMMIT: Statement = { sql: "COMMIT", values: [] };

/** True when the connection was lost, so that nobody knows what became of the statement. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof SqlError && error.fatal;
}

/** True when a row with the same unique key was there first. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof SqlError && error.errno === DUPLICATE_KEY;
}

function tryOnce<T>(
  connection: PoolConnection,
  work: (connection: PoolConnection) => Promise<T>,
  { before }: { before?: string } = {},
): Promise<T> {
  return endingWith(connection, async () => {
    if (before !== undefined) await connection.query(before);
    await connection.beginTransaction();
    const result = await work(connection);
    await connection.commit();
    return result;
  });
}

/** Whatever fails leaves no transaction open on a connection that others will use. */
async function endingWith<T>(connection: PoolConnection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
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

/** True when somebody else holds a lock that the statement needs, and waits for one of ours, or is not waited for. */
export function isLockConflict(error: unknown): boolean {
  return error instanceof SqlError && [DEADLOCK, LOCK_WAIT_TIMEOUT, LOCK_NOWAIT].includes(error.errno);
}
