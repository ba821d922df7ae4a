import type { UpsertResult } from "mariadb";
import { z } from "zod";

import { CATALOG_TASKS } from "#core/catalog";
import type { CatalogTask } from "#core/catalog";
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

type Db = Pick<Database, "pool">;

/** Turns on MySQL, by the database's clock. */
export function createMysqlCatalogTurns(db: Db, claimant: Claimant): CatalogTurns {
  return {
    ensure: () => ensure(db),
    findDue: (limit) => findDue(db, limit),
    claim: (programId, name) => claim(db, claimant, programId, name),
    advance: (turn, to) => advance(db, turn, to),
    end: (turn, next) => end(db, turn, next),
    giveBack: (turn, after) => giveBack(db, turn, after),
    async hurry(programId, name) {
      await db.pool.query(
        "UPDATE catalog_turn SET due_at = UTC_TIMESTAMP(3) WHERE program_id = ? AND task = ?",
        [programId, name],
      );
    },
    list: (programId) => list(db, programId),
  };
}

async function ensure({ pool }: Db): Promise<void> {
  for (const name of CATALOG_TASKS) {
    await pool.query(
      `INSERT IGNORE INTO catalog_turn (program_id, task, run, due_at)
       SELECT program_id, ?, 1, UTC_TIMESTAMP(3) FROM exigo_connection WHERE state = 'active'`,
      [name],
    );
  }
}

async function findDue({ pool }: Db, limit: number): ReturnType<CatalogTurns["findDue"]> {
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
}

/** A run that goes on keeps its beginning; one that begins takes the moment. */
async function claim(
  { pool }: Db,
  { host, pid }: Claimant,
  programId: number,
  name: CatalogTask,
): Promise<ClaimedTurn | null> {
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
  const { run, claims, started_at: startedAt } = row;
  return { programId, task: name, run, place: readJson(row.place), startedAt, claim: claims };
}

async function advance(
  { pool }: Db,
  turn: ClaimedTurn,
  { place, compared, enqueued }: Parameters<CatalogTurns["advance"]>[1],
): Promise<boolean> {
  const { affectedRows }: UpsertResult = await pool.query(
    `UPDATE catalog_turn SET place = ?, compared = compared + ?, enqueued = enqueued + ?,
            lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE ${OWN}`,
    [JSON.stringify(place), compared, enqueued, LEASE_SECONDS, ...own(turn)],
  );
  return affectedRows === 1;
}

async function end(
  { pool }: Db,
  turn: ClaimedTurn,
  { inMs, keep }: Parameters<CatalogTurns["end"]>[1],
): Promise<void> {
  await pool.query(
    `UPDATE catalog_turn SET place = ?, run = run + 1, due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND,
            total = compared, compared = 0, enqueued = 0, finished_at = UTC_TIMESTAMP(3), last_error = NULL, ${RELEASED}
      WHERE ${OWN}`,
    [keep === undefined ? null : JSON.stringify(keep), inMs * 1_000, ...own(turn)],
  );
}

async function giveBack(
  { pool }: Db,
  turn: ClaimedTurn,
  { inMs, error }: Parameters<CatalogTurns["giveBack"]>[1],
): Promise<void> {
  await pool.query(
    `UPDATE catalog_turn SET due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND, last_error = ?, ${RELEASED}
      WHERE ${OWN}`,
    [inMs * 1_000, error?.slice(0, 500) ?? null, ...own(turn)],
  );
}

async function list({ pool }: Db, programId: number): ReturnType<CatalogTurns["list"]> {
  const rows = await pool.query(
    `SELECT task, due_at, COALESCE(lease_until >= UTC_TIMESTAMP(3), FALSE) AS running, compared, enqueued, total,
            finished_at, last_error
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
}
