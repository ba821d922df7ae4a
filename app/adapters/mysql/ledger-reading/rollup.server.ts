import type { PoolConnection } from "mariadb";
import { z } from "zod";

import type { Rollup, RollupWalk } from "../../../usecases/ports/ledger-reading.ts";
import type { Database } from "../database.server.ts";
import { inTransaction } from "../transaction.server.ts";
import { within } from "./entry-range.server.ts";
import type { EntryRange } from "./entry-range.server.ts";
import { readLiability, readRollForward } from "./rollup-reads.server.ts";
import { moveSnapshots } from "./snapshot-writes.server.ts";

/** Accounts taken in by one transaction. */
const ACCOUNTS_AT_ONCE = 200;
/** How far back accounts are looked for by the time of their newest entry: longer than a commit takes. */
const LOOK_BACK_MINUTES = 10;
/** How often every account is compared with its position, so that even a commit of hours is found. */
const COMPARE_MINUTES = 10;
/** A transaction that has read the clock commits within this time; should it not, it is taken in later than said. */
const COMMIT_SECONDS = 10;

const stateRow = z.object({ now: z.date(), complete_to: z.date().nullable(), due: z.coerce.number() });
const behindRow = z.object({ id: z.number(), entry_count: z.number(), seq: z.number() });
const positionRow = z.object({ account_id: z.number(), seq: z.number() });

type Db = Pick<Database, "pool">;

/** The roll-up on MySQL or MariaDB, with the snapshots of balances: both move with one position per account. */
export function createMysqlRollup(database: Database): Rollup {
  const { pool } = database;
  return {
    rollForward: (scope, period) => readRollForward(pool, scope, period),
    liability: (programId, day) => readLiability(pool, programId, day),
    async progress(programId) {
      const { now, complete_to: completeTo } = await readState(database, programId);
      if (!completeTo) return { now: now.toISOString(), completeTo: null, lagMs: null };
      const lagMs = now.getTime() - completeTo.getTime();
      return { now: now.toISOString(), completeTo: completeTo.toISOString(), lagMs };
    },
    catchUp: (programId, maxEntries, walk) => catchUp(database, programId, maxEntries, walk),
    forget: (programId) =>
      inTransaction(database, async (connection) => {
        // Positions first: whoever is catching up holds their locks until it is done.
        for (const table of ["rollup_position", "rollup_day", "balance_snapshot", "rollup_state"]) {
          await connection.query(`DELETE FROM ${table} WHERE program_id = ?`, [programId]);
        }
      }),
  };
}

async function readState({ pool }: Db, programId: number) {
  const [state] = z.array(stateRow).parse(
    await pool.query(
      `SELECT UTC_TIMESTAMP(3) AS now, s.complete_to,
         s.compared_at IS NULL OR s.compared_at < UTC_TIMESTAMP(3) - INTERVAL ? MINUTE AS due
       FROM program p LEFT JOIN rollup_state s ON s.program_id = p.id WHERE p.id = ?`,
      [COMPARE_MINUTES, programId],
    ),
  );
  return state ?? { now: new Date(NaN), complete_to: null, due: 1 };
}

type Behind = z.output<typeof behindRow>;

/**
 * Accounts that moved lately are found by the time of their newest entry. When these are more than fit into one
 * transaction, or a comparison with every account is due, a walk in the order of the ids meets each account once.
 */
async function catchUp(
  database: Database,
  programId: number,
  maxEntries: number,
  walk: RollupWalk | null,
): ReturnType<Rollup["catchUp"]> {
  const state = await readState(database, programId);
  const now = state.now.toISOString();
  const mustWalk = state.due === 1 || state.complete_to === null;
  const going = walk ?? (mustWalk ? { afterAccountId: 0, asOf: now } : null);
  const behind = going
    ? await findFurtherOn(database, programId, going.afterAccountId)
    : await findRecent(database, programId, state.complete_to);
  const chosen = choose(behind, maxEntries);
  const entries = chosen.length === 0 ? 0 : await takeIn(database, programId, chosen);
  const left = firstLeft(behind, chosen);
  if (left === null && behind.length < ACCOUNTS_AT_ONCE) {
    await noteComplete(database, programId, going ? new Date(going.asOf) : state.now, going !== null);
    return { entries, walk: null };
  }
  if (!going) return { entries, walk: { afterAccountId: 0, asOf: now } };
  const afterAccountId = left === null ? (behind.at(-1)?.id ?? going.afterAccountId) : left - 1;
  return { entries, walk: { ...going, afterAccountId } };
}

/** The first account of which something was left; null: nothing was. */
function firstLeft(behind: readonly Behind[], chosen: readonly EntryRange[]): number | null {
  const takenTo = new Map(chosen.map(({ accountId, to }) => [accountId, to]));
  return behind.find(({ id, entry_count: count }) => takenTo.get(id) !== count)?.id ?? null;
}

/** The index is named: with statistics of a moment ago the engines sort all accounts of the program for each step. */
const behindIn = (index: string): string => `SELECT a.id, a.entry_count, COALESCE(p.seq, 0) AS seq
  FROM account a FORCE INDEX (${index}) LEFT JOIN rollup_position p ON p.program_id = a.program_id AND p.account_id = a.id
  WHERE a.program_id = ? AND a.entry_count > COALESCE(p.seq, 0)`;

/** Accounts after one whose entries go beyond their position, as committed now, in the order of their ids. */
async function findFurtherOn({ pool }: Db, programId: number, afterAccountId: number): Promise<Behind[]> {
  return z
    .array(behindRow)
    .parse(
      await pool.query(`${behindIn("PRIMARY")} AND a.id > ? ORDER BY a.id LIMIT ?`, [
        programId,
        afterAccountId,
        ACCOUNTS_AT_ONCE,
      ]),
    );
}

/** Some accounts that moved lately and whose entries go beyond their position. */
async function findRecent({ pool }: Db, programId: number, completeTo: Date | null): Promise<Behind[]> {
  return z
    .array(behindRow)
    .parse(
      await pool.query(
        `${behindIn("account_program_id_updated_at_idx")} AND a.updated_at >= ? - INTERVAL ? MINUTE LIMIT ?`,
        [programId, completeTo, LOOK_BACK_MINUTES, ACCOUNTS_AT_ONCE],
      ),
    );
}

function choose(behind: readonly z.output<typeof behindRow>[], maxEntries: number): EntryRange[] {
  let left = maxEntries;
  return behind.flatMap(({ id, entry_count: count, seq }) => {
    const to = Math.min(count, seq + left);
    left -= to - seq;
    return to > seq ? [{ accountId: id, from: seq + 1, to }] : [];
  });
}

/** Adds the ranges to the sums, less what another process has taken in meanwhile. Returns the number of entries. */
async function takeIn(database: Database, programId: number, chosen: readonly EntryRange[]): Promise<number> {
  const byId = [...chosen].sort((a, b) => a.accountId - b.accountId);
  return inTransaction(database, async (connection) => {
    const positions = await lockPositions(connection, programId, byId);
    const ranges = byId
      .map((range) => ({ ...range, from: (positions.get(range.accountId) ?? 0) + 1 }))
      .filter((range) => range.to >= range.from);
    if (ranges.length === 0) return 0;
    await addToDays(connection, programId, ranges);
    await moveSnapshots(connection, programId, ranges);
    await connection.query(
      `INSERT INTO rollup_position (program_id, account_id, seq)
       VALUES ${ranges.map(() => "(?, ?, ?)").join(", ")} ON DUPLICATE KEY UPDATE seq = VALUES(seq)`,
      ranges.flatMap((range) => [programId, range.accountId, range.to]),
    );
    return ranges.reduce((sum, range) => sum + range.to - range.from + 1, 0);
  });
}

async function lockPositions(
  connection: PoolConnection,
  programId: number,
  ranges: readonly EntryRange[],
): Promise<Map<number, number>> {
  await connection.query(
    `INSERT INTO rollup_position (program_id, account_id, seq)
     VALUES ${ranges.map(() => "(?, ?, 0)").join(", ")} ON DUPLICATE KEY UPDATE seq = seq`,
    ranges.flatMap((range) => [programId, range.accountId]),
  );
  const rows = z.array(positionRow).parse(
    await connection.query(
      `SELECT account_id, seq FROM rollup_position WHERE program_id = ? AND account_id IN (?)
       ORDER BY account_id FOR UPDATE`,
      [programId, ranges.map((range) => range.accountId)],
    ),
  );
  return new Map(rows.map((row) => [row.account_id, row.seq]));
}

async function addToDays(
  connection: PoolConnection,
  programId: number,
  ranges: readonly EntryRange[],
): Promise<void> {
  const { sql, values } = within(ranges);
  await connection.query(
    `INSERT INTO rollup_day (program_id, day, shop_id, kind, book, added, taken, postings)
     SELECT e.program_id, DATE_FORMAT(e.booked_at, '%Y-%m-%d') AS day, COALESCE(e.shop_id, 0) AS shop, e.kind, p.book,
       SUM(GREATEST(p.amount, 0)), SUM(GREATEST(-p.amount, 0)), COUNT(*)
     FROM entry e FORCE INDEX (PRIMARY) STRAIGHT_JOIN posting p FORCE INDEX (PRIMARY)
       ON p.program_id = e.program_id AND p.account_id = e.account_id AND p.seq = e.seq
     WHERE e.program_id = ? AND (${sql})
     GROUP BY e.program_id, day, shop, e.kind, p.book
     ON DUPLICATE KEY UPDATE added = rollup_day.added + VALUES(added), taken = rollup_day.taken + VALUES(taken),
       postings = rollup_day.postings + VALUES(postings)`,
    [programId, ...values],
  );
}

async function noteComplete(
  { pool }: Db,
  programId: number,
  now: Date,
  everyAccount: boolean,
): Promise<void> {
  await pool.query(
    `INSERT INTO rollup_state (program_id, complete_to, compared_at) VALUES (?, ? - INTERVAL ? SECOND, ?)
     ON DUPLICATE KEY UPDATE complete_to = GREATEST(complete_to, VALUES(complete_to)),
       compared_at = ${everyAccount ? "VALUES(compared_at)" : "compared_at"}`,
    [programId, now, COMMIT_SECONDS, now],
  );
}
