import { z } from "zod";

import type { MissedChange, Resource } from "#core/rereading";
import type { Instant } from "#core/units";
import type { RereadFinds } from "#usecases/ports/rereads";

import type { Database } from "../database.server.ts";

type Db = Pick<Database, "pool">;

const countRow = z.object({ resource: z.string(), objects: z.number() });
const findRow = z.object({ resource: z.custom<Resource>(), updated_at: z.date() });
const refusedRow = z.object({ objectId: z.string(), reason: z.string().nullable() });

const REFUSALS_SHOWN = 5;

/** Changes that no webhook had told when they were read. */
export async function recentFinds(
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
export async function readFinds({ pool }: Db, programId: number, shopId: number): Promise<RereadFinds> {
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
