import type { UpsertResult } from "mariadb";

import type { Reread, Rereads } from "#usecases/ports/rereads";

import type { Database } from "../database.server.ts";
import { inTransaction } from "../transaction.server.ts";
import { REREAD_COLUMNS, toReread } from "./rows.server.ts";

type Db = Pick<Database, "pool">;

/** Names a process in the rows that it claims. */
export interface RereadClaimant {
  readonly host: string;
  readonly pid: number;
}

/** A page or batch that waits for points takes a minute; each one prolongs the lease. */
const LEASE_SECONDS = 120;

const IS_DUE = `((r.state = 'waiting' AND r.due_at <= UTC_TIMESTAMP(3))
  OR (r.state = 'reading' AND r.lease_until < UTC_TIMESTAMP(3)))`;

const OWN_CLAIM = "program_id = ? AND id = ? AND state = 'reading' AND claims = ?";

/** The claims of runs on MySQL: who works on what, how far it is, and how it ended. */
export function createRereadClaims(
  db: Db,
  claimant: RereadClaimant,
): Pick<Rereads, "findDue" | "claim" | "begin" | "noteBulk" | "advance" | "end"> {
  return {
    findDue: (limit) => findDue(db, limit),
    claim: (programId, id) => claim(db, claimant, programId, id),
    begin: (reread, { range, method }) =>
      changeOwn(
        db,
        reread,
        `range_since = ?, range_until = ?, method = ?, read_to = NULL, bulk_operation = NULL, bulk_byte = 0,
         total_rows = NULL, read_rows = 0, found_rows = 0, refused_rows = 0`,
        [range.since && new Date(range.since), new Date(range.until), method],
      ),
    noteBulk: (reread, operation, total) =>
      changeOwn(
        db,
        reread,
        // Another operation has another result: it begins at its first byte, and its rows are counted anew.
        `bulk_byte = IF(bulk_operation <=> ?, bulk_byte, 0), read_rows = IF(bulk_operation <=> ?, read_rows, 0),
         total_rows = ?, bulk_operation = ?`,
        [operation, operation, total, operation],
      ),
    advance: (reread, to, counts, finds) => advance(db, reread, to, counts, finds),
    end: (reread, how) => end(db, reread, how),
  };
}

function findDue({ pool }: Db, limit: number): Promise<{ programId: number; id: number }[]> {
  return pool.query(
    `SELECT program_id AS programId, id FROM (
       SELECT r.program_id, r.id, r.due_at,
              ROW_NUMBER() OVER (PARTITION BY r.program_id, r.shop_id ORDER BY r.due_at, r.id) AS turn
         FROM reread r JOIN shop s ON s.program_id = r.program_id AND s.id = r.shop_id
        WHERE s.state = 'installed' AND ${IS_DUE} AND NOT EXISTS (
          SELECT 1 FROM reread h WHERE h.program_id = r.program_id AND h.shop_id = r.shop_id
             AND h.state = 'reading' AND h.lease_until >= UTC_TIMESTAMP(3))
     ) AS due_row
     WHERE turn = 1 ORDER BY due_at, id LIMIT ?`,
    [limit],
  );
}

/** The shop's runs are locked first: two of one shop are never worked on at once. */
function claim(db: Db, { host, pid }: RereadClaimant, programId: number, id: number): Promise<Reread | null> {
  return inTransaction(db, async (connection) => {
    const [shop]: { shop_id: number }[] = await connection.query(
      "SELECT shop_id FROM reread WHERE program_id = ? AND id = ?",
      [programId, id],
    );
    if (!shop) return null;
    const runs: { held: number | null }[] = await connection.query(
      `SELECT state = 'reading' AND lease_until >= UTC_TIMESTAMP(3) AS held FROM reread
        WHERE program_id = ? AND shop_id = ? AND open_as IS NOT NULL FOR UPDATE`,
      [programId, shop.shop_id],
    );
    if (runs.some(({ held }) => held === 1)) return null;
    const { affectedRows }: UpsertResult = await connection.query(
      `UPDATE reread r SET r.state = 'reading', r.claims = r.claims + 1, r.claim_host = ?, r.claim_pid = ?,
              r.lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
        WHERE r.program_id = ? AND r.id = ? AND ${IS_DUE} AND EXISTS (
          SELECT 1 FROM shop s WHERE s.program_id = r.program_id AND s.id = r.shop_id AND s.state = 'installed')`,
      [host, pid, LEASE_SECONDS, programId, id],
    );
    if (affectedRows !== 1) return null;
    const [row]: unknown[] = await connection.query(
      `SELECT ${REREAD_COLUMNS} FROM reread r JOIN shop s ON s.program_id = r.program_id AND s.id = r.shop_id
        WHERE r.program_id = ? AND r.id = ?`,
      [programId, id],
    );
    return toReread(row);
  });
}

/** Changes a run that this claim still has, and prolongs the lease. */
async function changeOwn(
  { pool }: Db,
  { programId, id, claim: claimed }: Reread,
  assignments: string,
  values: unknown[],
): Promise<boolean> {
  const { affectedRows }: UpsertResult = await pool.query(
    `UPDATE reread SET ${assignments}, lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE ${OWN_CLAIM}`,
    [...values, LEASE_SECONDS, programId, id, claimed],
  );
  return affectedRows === 1;
}

function advance(
  db: Db,
  reread: Reread,
  to: Parameters<Rereads["advance"]>[1],
  { read, found, refused }: Parameters<Rereads["advance"]>[2],
  finds: Parameters<Rereads["advance"]>[3],
): Promise<boolean> {
  const { programId, shopId, id, resource, claim: claimed } = reread;
  const [column, value] = "readTo" in to ? ["read_to", new Date(to.readTo)] : ["bulk_byte", to.bulkByte];
  return inTransaction(db, async (connection) => {
    const { affectedRows }: UpsertResult = await connection.query(
      `UPDATE reread SET ${column} = ?, read_rows = read_rows + ?, found_rows = found_rows + ?,
              refused_rows = refused_rows + ?, attempts = 0, last_error = NULL,
              lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
        WHERE ${OWN_CLAIM}`,
      [value, read, found, refused, LEASE_SECONDS, programId, id, claimed],
    );
    if (affectedRows !== 1) return false;
    if (finds.length > 0) {
      await connection.query(
        `INSERT INTO reread_find
           (program_id, shop_id, resource, reread_id, object_id, outcome, reason, updated_at, found_at)
         VALUES ${finds.map(() => "(?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))").join(", ")}`,
        finds.flatMap(({ objectId, outcome, reason, updatedAt }) => [
          ...[programId, shopId, resource, id, BigInt(objectId), outcome],
          ...[reason?.slice(0, 500) ?? null, updatedAt && new Date(updatedAt)],
        ]),
      );
    }
    return true;
  });
}

const RELEASED = "claim_host = NULL, claim_pid = NULL, lease_until = NULL";

async function end(
  { pool }: Db,
  { programId, id, claim: claimed, cause }: Reread,
  how: Parameters<Rereads["end"]>[1],
) {
  const own = [programId, id, claimed];
  switch (how.end) {
    case "later":
      await pool.query(
        `UPDATE reread SET state = 'waiting', due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND,
                attempts = attempts + ?, last_error = COALESCE(?, last_error), ${RELEASED}
          WHERE ${OWN_CLAIM}`,
        [how.inMs * 1_000, how.counts ? 1 : 0, how.failure?.slice(0, 500) ?? null, ...own],
      );
      return;
    case "failed":
      await pool.query(
        `UPDATE reread SET state = 'failed', open_as = NULL, finished_at = UTC_TIMESTAMP(3), last_error = ?, ${RELEASED}
          WHERE ${OWN_CLAIM}`,
        [how.failure.slice(0, 500), ...own],
      );
      return;
    case "stopped":
      await pool.query(
        `UPDATE reread SET state = 'stopped', bulk_operation = NULL, attempts = 0, ${RELEASED} WHERE ${OWN_CLAIM}`,
        own,
      );
      return;
    case "finished":
      await (cause === "routine"
        ? // The next run begins where this one ended. What it counted stays on show until then.
          pool.query(
            `UPDATE reread SET state = 'waiting', due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND,
                    since_at = range_until, range_until = NULL, read_to = NULL, bulk_operation = NULL, bulk_byte = 0, attempts = 0,
                    last_error = NULL, finished_at = UTC_TIMESTAMP(3), ${RELEASED}
              WHERE ${OWN_CLAIM}`,
            [how.nextInMs * 1_000, ...own],
          )
        : pool.query(
            `UPDATE reread SET state = 'finished', open_as = NULL, attempts = 0, last_error = NULL,
                    finished_at = UTC_TIMESTAMP(3), ${RELEASED}
              WHERE ${OWN_CLAIM}`,
            own,
          ));
  }
}
