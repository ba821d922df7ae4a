import { judgePastOrder } from "#core/earning";
import type { PastOrder } from "#core/rules";
import type { OrderRange, PastOrders } from "#usecases/ports/past-orders";

import type { Database } from "./database.server.ts";
import { readOrder } from "./orders.server.ts";
import type { OrderRow } from "./orders.server.ts";

type Db = Pick<Database, "pool">;

interface PastOrderRow extends OrderRow {
  readonly shop_id: number;
  readonly order_id: number;
  readonly placed_at: Date;
  readonly account_id: number;
}

/** Enough for few round trips, little enough for the memory. */
const PAGE = 500;

const EVER = { from: "1000-01-01T00:00:00.000Z", until: "9999-12-31T23:59:59.999Z" };

/** Orders of the past on MySQL. */
export function createMysqlPastOrders(db: Db): PastOrders {
  return {
    async count(programId, range) {
      const [row] = await db.pool.query<{ orders: number }[]>(
        `SELECT COUNT(*) AS orders FROM order_snapshot
          WHERE program_id = ? AND placed_at >= ? AND placed_at < ? AND account_id IS NOT NULL`,
        [programId, ...edgesOf(range)],
      );
      return Number(row?.orders ?? 0);
    },
    read: (programId, range) => readPages(db, programId, range),
  };
}

/** Each page begins after the last order of the one before, so that nothing is read twice or locked. */
async function* readPages({ pool }: Db, programId: number, range: OrderRange): AsyncGenerator<PastOrder[]> {
  const [from, until] = edgesOf(range);
  let after = { placedAt: from, shopId: 0, orderId: 0 };
  for (;;) {
    const rows = await pool.query<PastOrderRow[]>(
      `SELECT shop_id, order_id, placed_at, snapshot, refunds, revision, account_id, former_account_ids, disputes,
              deleted, was_paid_in_full, context
         FROM order_snapshot
        WHERE program_id = ? AND placed_at >= ? AND placed_at < ? AND account_id IS NOT NULL
          AND (placed_at > ? OR (placed_at = ? AND (shop_id > ? OR (shop_id = ? AND order_id > ?))))
        ORDER BY placed_at, shop_id, order_id LIMIT ?`,
      [
        ...[programId, after.placedAt, until, after.placedAt, after.placedAt],
        ...[after.shopId, after.shopId, after.orderId, PAGE],
      ],
    );
    if (rows.length > 0) yield rows.map(toPastOrder);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = { placedAt: last.placed_at, shopId: last.shop_id, orderId: last.order_id };
  }
}

function toPastOrder(row: PastOrderRow): PastOrder {
  const known = readOrder(row);
  return {
    accountId: row.account_id,
    placedAt: row.placed_at.toISOString(),
    judge: (rules) => judgePastOrder(known, rules),
  };
}

function edgesOf({ from, until }: OrderRange): [Date, Date] {
  return [new Date(from ?? EVER.from), new Date(until ?? EVER.until)];
}
