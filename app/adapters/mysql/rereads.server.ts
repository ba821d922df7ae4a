import type { UpsertResult } from "mariadb";
import { z } from "zod";

import type { Resource } from "#core/rereading";
import type { RequestedReread, Rereads } from "#usecases/ports/rereads";

import type { Database } from "./database.server.ts";
import { createRereadClaims } from "./rereads/claims.server.ts";
import type { RereadClaimant } from "./rereads/claims.server.ts";
import { readFinds, recentFinds } from "./rereads/finds.server.ts";
import { knownCustomers, knownOrders } from "./rereads/known.server.ts";
import { REPORT_COLUMNS, toRereadReport } from "./rereads/rows.server.ts";
import { isDuplicateKey } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

const idRow = z.object({ id: z.number() });

/** What each installed shop has a routine run for. */
const RESOURCES: readonly Resource[] = ["orders", "customers"];

/** Runs of re-reading on MySQL. Due times and leases are counted by the database's clock. */
export function createMysqlRereads(db: Db, claimant: RereadClaimant): Rereads {
  return {
    ...createRereadClaims(db, claimant),
    ensureRoutines: () => ensureRoutines(db),
    async hurry(programId, shopId, resource) {
      await db.pool.query(
        `UPDATE reread SET due_at = UTC_TIMESTAMP(3)
          WHERE program_id = ? AND shop_id = ? AND resource = ? AND open_as = 'routine' AND state = 'waiting'
            AND attempts = 0`,
        [programId, shopId, resource],
      );
    },
    request: (shop, wanted) => request(db, shop, wanted),
    stop: (shop, id, by) => stop(db, shop, id, by),
    recentFinds: (programId, shopId, since) => recentFinds(db, programId, shopId, since),
    finds: (programId, shopId) => readFinds(db, programId, shopId),
    async find(programId, id) {
      const [row]: unknown[] = await db.pool.query(
        `SELECT ${REPORT_COLUMNS} FROM reread WHERE program_id = ? AND id = ?`,
        [programId, id],
      );
      return row === undefined ? null : toRereadReport(row);
    },
    reports: (programId, shopId) => readReports(db, programId, shopId),
    knownOrders: (programId, shopId, orderIds) => knownOrders(db, programId, shopId, orderIds),
    knownCustomers: (programId, shopId, customerIds) => knownCustomers(db, programId, shopId, customerIds),
  };
}

/** What changed before the app was installed is history; the first run begins there. */
async function ensureRoutines({ pool }: Db): Promise<void> {
  // Nearly always there is nothing to make, and nothing is written then.
  const missing: unknown[] = await pool.query(
    `SELECT s.id FROM shop s
      WHERE s.state = 'installed' AND (
        SELECT COUNT(*) FROM reread r
         WHERE r.program_id = s.program_id AND r.shop_id = s.id AND r.open_as = 'routine') < ?
      LIMIT 1`,
    [RESOURCES.length],
  );
  if (missing.length === 0) return;
  for (const resource of RESOURCES) {
    await pool.query(
      `INSERT IGNORE INTO reread
         (program_id, shop_id, resource, cause, open_as, state, since_at, due_at, created_at)
       SELECT s.program_id, s.id, ?, 'routine', 'routine', 'waiting', s.installed_at,
              UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)
         FROM shop s
        WHERE s.state = 'installed' AND NOT EXISTS (
          SELECT 1 FROM reread r WHERE r.program_id = s.program_id AND r.shop_id = s.id
             AND r.resource = ? AND r.open_as = 'routine')`,
      [resource, resource],
    );
  }
}

async function request(
  db: Db,
  { programId, shopId }: Parameters<Rereads["request"]>[0],
  { resource, cause, since, by }: Parameters<Rereads["request"]>[1],
): Promise<RequestedReread> {
  try {
    const { insertId } = await db.pool.query<{ insertId: number }>(
      `INSERT INTO reread
         (program_id, shop_id, resource, cause, open_as, state, since_at, requested_by, due_at, created_at)
       VALUES (?, ?, ?, ?, 'requested', 'waiting', ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
      [programId, shopId, resource, cause, since && new Date(since), by],
    );
    return { id: insertId, isNew: true };
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const [open]: unknown[] = await db.pool.query(
    `SELECT id FROM reread WHERE program_id = ? AND shop_id = ? AND resource = ? AND open_as = 'requested'`,
    [programId, shopId, resource],
  );
  // The one that was open has ended in this moment.
  if (open === undefined) return request(db, { programId, shopId }, { resource, cause, since, by });
  return { id: idRow.parse(open).id, isNew: false };
}

/** One more claim takes the run from whoever has it. With a bulk operation it waits for a worker, who cancels that. */
async function stop(
  { pool }: Db,
  { programId, shopId }: Parameters<Rereads["stop"]>[0],
  id: number,
  by: string,
): Promise<boolean> {
  const { affectedRows }: UpsertResult = await pool.query(
    `UPDATE reread
        SET state = IF(bulk_operation IS NULL, 'stopped', 'waiting'), open_as = NULL, stopped_by = ?,
            due_at = UTC_TIMESTAMP(3), finished_at = UTC_TIMESTAMP(3), attempts = 0, last_error = NULL,
            claims = claims + 1, claim_host = NULL, claim_pid = NULL, lease_until = NULL
      WHERE program_id = ? AND shop_id = ? AND id = ? AND open_as = 'requested'`,
    [by, programId, shopId, id],
  );
  return affectedRows === 1;
}

async function readReports({ pool }: Db, programId: number, shopId: number) {
  const rows: unknown[] = await pool.query(
    `SELECT ${REPORT_COLUMNS} FROM (
       SELECT r.*, ROW_NUMBER() OVER (PARTITION BY resource, cause = 'routine' ORDER BY id DESC) AS place
         FROM reread r WHERE program_id = ? AND shop_id = ?
     ) AS newest WHERE place = 1 ORDER BY resource, id`,
    [programId, shopId],
  );
  return rows.map(toRereadReport);
}
