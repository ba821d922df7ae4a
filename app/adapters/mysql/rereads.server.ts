import { z } from "zod";

import type { KnownOutline, MissedChange, Resource } from "#core/rereading";
import type { Instant } from "#core/units";
import type { RequestedReread, RereadFinds, Rereads } from "#usecases/ports/rereads";

import type { Database } from "./database.server.ts";
import { readJson } from "./json-column.server.ts";
import { createRereadClaims } from "./rereads/claims.server.ts";
import type { RereadClaimant } from "./rereads/claims.server.ts";
import { REPORT_COLUMNS, toRereadReport } from "./rereads/rows.server.ts";
import { isDuplicateKey } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

const orderRow = z.object({
  order_id: z.string(),
  snapshot: z.unknown(),
  refunds: z.unknown(),
  revision: z.number(),
});
const customerRow = z.object({ customer_id: z.string(), updated_at: z.date() });
const idRow = z.object({ id: z.number() });
const countRow = z.object({ resource: z.string(), objects: z.number() });
const findRow = z.object({ resource: z.custom<Resource>(), updated_at: z.date() });
const refusedRow = z.object({ objectId: z.string(), reason: z.string().nullable() });

const REFUSALS_SHOWN = 5;

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

async function recentFinds(
  { pool }: Db,
  programId: number,
  shopId: number,
  since: Instant,
): Promise<MissedChange[]> {
  const rows: unknown = await pool.query(
    `SELECT resource, updated_at FROM reread_find
      WHERE program_id = ? AND shop_id = ? AND outcome <> 'refused' AND updated_at >= ? ORDER BY id DESC LIMIT 100`,
    [programId, shopId, new Date(since)],
  );
  return z
    .array(findRow)
    .parse(rows)
    .map(({ resource, updated_at }) => ({ resource, changedAt: updated_at.toISOString() }));
}

/** Found again without being refused, an order was taken in after all. */
async function readFinds({ pool }: Db, programId: number, shopId: number): Promise<RereadFinds> {
  const counts: unknown = await pool.query(
    `SELECT resource, COUNT(DISTINCT object_id) AS objects FROM reread_find
      WHERE program_id = ? AND shop_id = ? AND outcome <> 'refused' AND found_at > UTC_TIMESTAMP(3) - INTERVAL 1 DAY
      GROUP BY resource`,
    [programId, shopId],
  );
  const refused: unknown = await pool.query(
    `SELECT CAST(f.object_id AS CHAR) AS objectId, f.reason FROM reread_find f
      WHERE f.program_id = ? AND f.shop_id = ? AND f.resource = 'orders' AND f.outcome = 'refused'
        AND f.id = (SELECT MAX(n.id) FROM reread_find n WHERE n.program_id = f.program_id AND n.shop_id = f.shop_id
                       AND n.resource = f.resource AND n.object_id = f.object_id)
      ORDER BY f.id DESC LIMIT ?`,
    [programId, shopId, REFUSALS_SHOWN],
  );
  const rows = z.array(countRow).parse(counts);
  const countOf = (resource: string): number => rows.find((row) => row.resource === resource)?.objects ?? 0;
  return {
    ordersLastDay: countOf("orders"),
    customersLastDay: countOf("customers"),
    refusedOrders: z.array(refusedRow).parse(refused),
  };
}

/** What changed before the app was installed is history; the first run begins there. */
async function ensureRoutines({ pool }: Db): Promise<void> {
  // Nearly always there is nothing to make, and nothing is written then.
  const missing: unknown[] = await pool.query(
    `SELECT s.id FROM shop s
      WHERE s.state = 'installed' AND (
        SELECT COUNT(*) FROM reread r
         WHERE r.program_id = s.program_id AND r.shop_id = s.id AND r.open_as = 'routine') < 2
      LIMIT 1`,
  );
  if (missing.length === 0) return;
  await pool.query(
    `INSERT IGNORE INTO reread
       (program_id, shop_id, resource, cause, open_as, state, since_at, due_at, created_at)
     SELECT s.program_id, s.id, wanted.resource, 'routine', 'routine', 'waiting', s.installed_at,
            UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)
       FROM shop s
       JOIN (SELECT 'orders' AS resource UNION ALL SELECT 'customers') AS wanted
      WHERE s.state = 'installed' AND NOT EXISTS (
        SELECT 1 FROM reread r WHERE r.program_id = s.program_id AND r.shop_id = s.id
           AND r.resource = wanted.resource AND r.open_as = 'routine')`,
  );
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

async function knownOrders(
  { pool }: Db,
  programId: number,
  shopId: number,
  orderIds: readonly string[],
): Promise<Map<string, KnownOutline & { revision: number }>> {
  if (orderIds.length === 0) return new Map();
  const rows: unknown = await pool.query(
    `SELECT CAST(order_id AS CHAR) AS order_id, snapshot, refunds, revision FROM order_snapshot
      WHERE program_id = ? AND shop_id = ? AND order_id IN (?)`,
    [programId, shopId, orderIds.map(BigInt)],
  );
  return new Map(
    z
      .array(orderRow)
      .parse(rows)
      .map((row) => {
        const facts = readJson<KnownOutline["facts"]>(row.snapshot ?? null);
        const refunds = readJson<KnownOutline["refunds"]>(row.refunds);
        return [row.order_id, { facts, refunds, revision: row.revision }];
      }),
  );
}

async function knownCustomers(
  { pool }: Db,
  programId: number,
  shopId: number,
  customerIds: readonly string[],
): Promise<Map<string, Instant>> {
  if (customerIds.length === 0) return new Map();
  const rows: unknown = await pool.query(
    `SELECT CAST(customer_id AS CHAR) AS customer_id, updated_at FROM member_customer
      WHERE program_id = ? AND shop_id = ? AND customer_id IN (?)`,
    [programId, shopId, customerIds.map(BigInt)],
  );
  return new Map(
    z
      .array(customerRow)
      .parse(rows)
      .map((row) => [row.customer_id, row.updated_at.toISOString()]),
  );
}
