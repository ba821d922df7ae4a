import { setTimeout as sleep } from "node:timers/promises";
import { decideBatch } from "#core/ledger";
import type { Command, PostResult } from "#core/ledger";
import { SqlError } from "mariadb";
import type { PoolConnection } from "mariadb";
import type { Ledger } from "../../../usecases/ports/ledger.ts";
import { DatabaseFault } from "../database.server.ts";
import type { Database } from "../database.server.ts";
import { inTransaction } from "../transaction.server.ts";
import { coalesce } from "./coalescer.server.ts";
import { writeTexts } from "./command-texts.server.ts";
import { calmGarbageCollection } from "./garbage-collection.server.ts";
import { lockAndReadState } from "./read-state.server.ts";
import { writeOutSpentRuns } from "./spent-runs.server.ts";
import { commitWrites, writesOf } from "./write-batch.server.ts";
import type { BatchWrites } from "./write-batch.server.ts";

/** Told after each commit which intents it made, so that a worker can be woken. */
export type OnIntents = (programId: number, intentIds: readonly number[]) => void;

/** So many that a fault in one of twenty statements, of which a batch has about fifteen, still spares the caller. */
const MAX_TRIES = 16;
/** No try begins later than this after the first: longer than a restart of the server, shorter than a job's lease. */
const TRY_FOR_MS = 10_000;
const LONGEST_PAUSE_MS = 200;
const DUPLICATE_KEY = 1062;
const DEADLOCK = 1213;
const LOCK_WAIT_TIMEOUT = 1205;
const NO_CONNECTION_IN_TIME = 45028;
const PASSING = [DUPLICATE_KEY, DEADLOCK, LOCK_WAIT_TIMEOUT, NO_CONNECTION_IN_TIME];

/** The ledger on MySQL or MariaDB: two round trips for a batch of any size, three when it takes from many lots. */
export function createMysqlLedger(database: Database, onIntents: OnIntents = () => undefined): Ledger {
  calmGarbageCollection();
  return { post: coalesce((programId, commands) => postBatch(database, programId, commands, onIntents)) };
}

/**
 * A batch that lost a deadlock, waited too long, or lost its connection is tried again with the same keys: if
 * its commit did arrive, the keys answer what was decided then.
 */
async function postBatch(
  database: Database,
  programId: number,
  commands: readonly Command[],
  onIntents: OnIntents,
): Promise<PostResult[]> {
  const lastTryAt = performance.now() + TRY_FOR_MS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { results, intentIds, unwritten } = await tryBatch(database, programId, commands);
      if (unwritten.length > 0) {
        await inTransaction(database, (connection) => writeOutSpentRuns(connection, programId, unwritten));
        continue;
      }
      onIntents(programId, intentIds);
      return results;
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (attempt === MAX_TRIES || performance.now() > lastTryAt) {
        // A key that stays in the way is the trouble of its own caller, not of the database.
        if (error.errno === DUPLICATE_KEY) throw error;
        throw new DatabaseFault("the ledger could not commit", { cause: error });
      }
      await sleep(Math.random() * Math.min(10 * 2 ** attempt, LONGEST_PAUSE_MS));
    }
  }
}

async function tryBatch(database: Database, programId: number, commands: readonly Command[]) {
  const connection = await database.pool.getConnection();
  try {
    const { writes, results, unwritten } = await readAndDecide(connection, programId, commands);
    if (writes) return { results, intentIds: await commitWrites(connection, writes), unwritten };
    await connection.rollback();
    return { results, intentIds: [], unwritten };
  } catch (error) {
    await rollBackQuietly(connection);
    throw error;
  } finally {
    await connection.release();
  }
}

/** What a batch comes to: the writes that carry it out, or null when nothing is to be written. */
interface DecidedBatch {
  readonly writes: BatchWrites | null;
  readonly results: PostResult[];
  readonly unwritten: readonly number[];
}

/**
 * Reads under locks, decides, and makes the texts of what is to be written. It ends before they are sent, and with it all
 * that was read: young objects are collected while the database commits, which takes as long as those that still live.
 */
async function readAndDecide(
  connection: PoolConnection,
  programId: number,
  commands: readonly Command[],
): Promise<DecidedBatch> {
  const reading = lockAndReadState(connection, programId, commands);
  const textsOf = await meanwhile(reading, () => writeTexts(commands));
  const locked = await reading;
  if (locked.unwritten.length > 0) return { writes: null, results: [], unwritten: locked.unwritten };
  const decision = decideBatch(locked.batch, commands, (command) => textsOf(command).contentDigest);
  const writes = decision.decided.length > 0 ? writesOf(programId, locked, decision, textsOf) : null;
  return { writes, results: [...decision.results], unwritten: [] };
}

/** Works while the database does; ends when both have, because nobody else may have the connection before. */
async function meanwhile<T>(database: Promise<unknown>, work: () => T): Promise<T> {
  try {
    return work();
  } finally {
    await database;
  }
}

/** The error that led here is the one to report; a connection too broken to roll back is dropped by the pool. */
async function rollBackQuietly(connection: PoolConnection): Promise<void> {
  try {
    await connection.rollback();
  } catch {
    connection.destroy();
  }
}

function isPassing(error: unknown): error is SqlError {
  if (!(error instanceof SqlError)) return false;
  return error.fatal || PASSING.includes(error.errno);
}
