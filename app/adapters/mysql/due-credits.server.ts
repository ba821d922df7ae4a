import type { DueExpiry, DueHold, DueLot } from "#core/clockwork";
import type { DueCredits, DueKind, DueQuery } from "#usecases/ports/due-credits";
import { z } from "zod";

import type { Database } from "./database.server.ts";

type Db = Pick<Database, "pool">;

const instant = z.date().transform((date) => date.toISOString());
const programRow = z.object({ id: z.number() });
const maturingRow = z.object({
  account_id: z.number(),
  entry_seq: z.number(),
  line: z.number(),
  due_at: instant,
  entry_count: z.number(),
});
const expiringRow = z.object({ account_id: z.number(), due_at: instant, entry_count: z.number() });
const holdRow = z.object({
  account_id: z.number(),
  entry_seq: z.number(),
  hold_key: z.string(),
  expires_at: instant,
});

/**
 * What is due by the database's clock. `lot.due_at` is empty for lots with nothing left, so that a sweep touches
 * what is due and not the past.
 */
export function createMysqlDueCredits(db: Db): DueCredits {
  return {
    lotsToMature: {
      findPrograms: () => programsWithLots(db, "pending"),
      find: (query) => findMaturing(db, query),
    },
    lotsToExpire: {
      findPrograms: () => programsWithLots(db, "available"),
      find: (query) => findExpiring(db, query),
    },
    holdsToExpire: holdsToExpire(db),
  };
}

async function programsWithLots({ pool }: Db, bucket: "pending" | "available"): Promise<number[]> {
  const rows: unknown = await pool.query(
    `SELECT p.id FROM program p WHERE EXISTS (
       SELECT 1 FROM lot l WHERE l.program_id = p.id AND l.bucket = ? AND l.due_at <= UTC_TIMESTAMP(3))
     ORDER BY p.id`,
    [bucket],
  );
  return z
    .array(programRow)
    .parse(rows)
    .map(({ id }) => id);
}

async function findMaturing(
  { pool }: Db,
  { programId, limit, exceptAccountIds }: DueQuery,
): Promise<DueLot[]> {
  const rows: unknown = await pool.query(
    `SELECT l.account_id, l.entry_seq, l.line, l.due_at, a.entry_count
       FROM (SELECT account_id, entry_seq, line, due_at FROM lot
              WHERE program_id = ? AND bucket = 'pending' AND due_at <= UTC_TIMESTAMP(3) AND account_id NOT IN (?)
              ORDER BY due_at, account_id, entry_seq, line LIMIT ?) l
       STRAIGHT_JOIN account a ON a.program_id = ? AND a.id = l.account_id`,
    [programId, orNone(exceptAccountIds), limit, programId],
  );
  return z
    .array(maturingRow)
    .parse(rows)
    .map((row) => ({
      accountId: row.account_id,
      lot: { entrySeq: row.entry_seq, line: row.line },
      dueAt: row.due_at,
      entryCount: row.entry_count,
    }));
}

/**
 * The accounts of the longest due lots, each with all of its lots that are due, so that one entry takes them. The page
 * comes first and its accounts one by one: left to themselves, both engines would rather read all lots of the program.
 */
async function findExpiring(
  { pool }: Db,
  { programId, limit, exceptAccountIds }: DueQuery,
): Promise<DueExpiry[]> {
  const rows: unknown = await pool.query(
    `SELECT a.id AS account_id, a.entry_count,
            (SELECT MAX(l.due_at) FROM lot l FORCE INDEX (lot_program_id_account_id_remains_until_idx)
              WHERE l.program_id = ? AND l.account_id = a.id AND l.remains_until <= UTC_TIMESTAMP(3)
                AND l.bucket = 'available' AND l.due_at <= UTC_TIMESTAMP(3)) AS due_at
       FROM (SELECT DISTINCT account_id FROM (
               SELECT account_id FROM lot
                WHERE program_id = ? AND bucket = 'available' AND due_at <= UTC_TIMESTAMP(3)
                  AND account_id NOT IN (?)
                ORDER BY due_at, account_id LIMIT ?) page) due
       STRAIGHT_JOIN account a ON a.program_id = ? AND a.id = due.account_id
      ORDER BY a.id`,
    [programId, programId, orNone(exceptAccountIds), limit, programId],
  );
  return z
    .array(expiringRow)
    .parse(rows)
    .map((row) => ({ accountId: row.account_id, dueAt: row.due_at, entryCount: row.entry_count }));
}

function holdsToExpire({ pool }: Db): DueKind<DueHold> {
  return {
    async findPrograms() {
      const rows: unknown = await pool.query(
        `SELECT DISTINCT program_id AS id FROM hold WHERE state = 'open' AND expires_at <= UTC_TIMESTAMP(3)
          ORDER BY program_id`,
      );
      return z
        .array(programRow)
        .parse(rows)
        .map(({ id }) => id);
    },
    async find({ programId, limit, exceptAccountIds }) {
      const rows: unknown = await pool.query(
        `SELECT account_id, entry_seq, hold_key, expires_at FROM hold
          WHERE program_id = ? AND state = 'open' AND expires_at <= UTC_TIMESTAMP(3) AND account_id NOT IN (?)
          ORDER BY expires_at, account_id, entry_seq LIMIT ?`,
        [programId, orNone(exceptAccountIds), limit],
      );
      return z
        .array(holdRow)
        .parse(rows)
        .map((row) => ({
          accountId: row.account_id,
          entrySeq: row.entry_seq,
          holdKey: row.hold_key,
          dueAt: row.expires_at,
        }));
    },
  };
}

/** A list for `NOT IN`, which cannot be empty; no account has the number 0. */
function orNone(accountIds: readonly number[]): readonly number[] {
  return accountIds.length === 0 ? [0] : accountIds;
}
