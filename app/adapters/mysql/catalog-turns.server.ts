import type { UpsertResult } from "mariadb";
import { z } from "zod";

import { CATALOG_TASKS } from "#core/catalog";
import type { CatalogTurns, ClaimedTurn } from "#usecases/ports/catalog";

import type { Database } from "./database.server.ts";
import { readJson } from "./json-column.server.ts";

/** Names a process in the rows that it claims. */
interface Claimant {
  readonly host: string;
  readonly pid: number;
}

/** A page waits for points and for Exigo; each one prolongs the lease. */
const LEASE_SECONDS = 120;
const task = z.enum(["products", "items", "prices", "stock", "shipments"]);
const instant = z
  .date()
  .nullable()
  .transform((date) => date?.toISOString() ?? null);

const dueRow = z.object({ program_id: z.number(), task });
const claimedRow = z.object({
  run: z.number(),
  place: z.unknown(),
  claims: z.number(),
  started_at: z.date().transform((date) => date.toISOString()),
});
const stateRow = z.object({
  task,
  due_at: z.date().transform((date) => date.toISOString()),
  running: z.coerce.boolean(),
  compared: z.number(),
  enqueued: z.number(),
  total: z.number().nullable(),
  finished_at: instant,
  last_error: z.string().nullable(),
});

const IS_DUE = `t.due_at <= UTC_TIMESTAMP(3) AND (t.lease_until IS NULL OR t.lease_until < UTC_TIMESTAMP(3))`;
const OWN = "program_id = ? AND task = ? AND claims = ? AND lease_until IS NOT NULL";
const own = ({ programId, task: name, claim }: ClaimedTurn) => [programId, name, claim];
const RELEASED = "claim_host = NULL, claim_pid = NULL, lease_until = NULL";

/** Turns on MySQL, by the database's clock. */
export function createMysqlCatalogTurns(
  { pool }: Pick<Database, "pool">,
  { host, pid }: Claimant,
): CatalogTurns {
  return {
    async ensure() {
      for (const name of CATALOG_TASKS) {
        await pool.query(
          // tenant: every program with a connection gets its own row.
          `INSERT IGNORE INTO catalog_turn (program_id, task, run, due_at)
           SELECT program_id, ?, 1, UTC_TIMESTAMP(3) FROM exigo_connection WHERE state = 'active'`,
          [name],
        );
      }
    },
    async findDue(limit) {
      const rows = await pool.query(
        `SELECT t.program_id, t.task FROM catalog_turn t
           JOIN exigo_connection c ON c.program_id = t.program_id AND c.state = 'active'
          WHERE ${IS_DUE} ORDER BY t.due_at, t.program_id, t.task LIMIT ?`,
        [limit],
      );
      return z
        .array(dueRow)
        .parse(rows)
        .map((row) => ({ programId: row.program_id, task: row.task }));
    },
    async claim(programId, name) {
      const { affectedRows }: UpsertResult = await pool.query(
        `UPDATE catalog_turn t SET t.claims = t.claims + 1, t.claim_host = ?, t.claim_pid = ?,
                t.started_at = IF(t.place IS NULL OR t.started_at IS NULL OR t.finished_at >= t.started_at,
                                  UTC_TIMESTAMP(3), t.started_at),
                t.lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
          WHERE t.program_id = ? AND t.task = ? AND ${IS_DUE}`,
        [host, pid, LEASE_SECONDS, programId, name],
      );
      if (affectedRows !== 1) return null;
      const rows = await pool.query(
        "SELECT run, place, claims, started_at FROM catalog_turn WHERE program_id = ? AND task = ?",
        [programId, name],
      );
      const [row] = z.array(claimedRow).parse(rows);
      if (!row) return null;
      const { run, claims: claim, started_at: startedAt } = row;
      return { programId, task: name, run, place: readJson(row.place), startedAt, claim };
    },
    async advance(turn, { place, compared, enqueued }) {
      const { affectedRows }: UpsertResult = await pool.query(
        `UPDATE catalog_turn SET place = ?, compared = compared + ?, enqueued = enqueued + ?,
                lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE ${OWN}`,
        [JSON.stringify(place), compared, enqueued, LEASE_SECONDS, ...own(turn)],
      );
      return affectedRows === 1;
    },
    async end(turn, { inMs, keep }) {
      await pool.query(
        `UPDATE catalog_turn SET place = ?, run = run + 1, due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND,
                total = compared, compared = 0, enqueued = 0, finished_at = UTC_TIMESTAMP(3), last_error = NULL, ${RELEASED}
          WHERE ${OWN}`,
        [keep === undefined ? null : JSON.stringify(keep), inMs * 1_000, ...own(turn)],
      );
    },
    async giveBack(turn, { inMs, error }) {
      await pool.query(
        `UPDATE catalog_turn SET due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND, last_error = ?, ${RELEASED}
          WHERE ${OWN}`,
        [inMs * 1_000, error.slice(0, 500), ...own(turn)],
      );
    },
    async hurry(programId, name) {
      await pool.query(
        "UPDATE catalog_turn SET due_at = UTC_TIMESTAMP(3) WHERE program_id = ? AND task = ?",
        [programId, name],
      );
    },
    async list(programId) {
      const rows = await pool.query(
        `SELECT task, due_at, lease_until >= UTC_TIMESTAMP(3) AS running, compared, enqueued, total, finished_at,
                last_error
           FROM catalog_turn WHERE program_id = ?`,
        [programId],
      );
      return z
        .array(stateRow)
        .parse(rows)
        .map((row) => ({
          task: row.task,
          dueAt: row.due_at,
          running: row.running,
          compared: row.compared,
          enqueued: row.enqueued,
          total: row.total,
          finishedAt: row.finished_at,
          lastError: row.last_error,
        }));
    },
  };
}
