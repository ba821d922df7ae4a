import type { PoolConnection } from "mariadb";

import { learnOrder, liftFacts, liftRefunds, unknownOrder } from "#core/earning";
import type {
  Evaluation,
  KnownOrder,
  OrderContext,
  OrderDispute,
  OrderFacts,
  OrderRefund,
} from "#core/earning";
import type { OrderKey, Orders } from "#usecases/ports/orders";

import type { Database } from "./database.server.ts";
import { readJson } from "./json-column.server.ts";
import { inTransaction } from "./transaction.server.ts";

/** The columns that tell all that is known of an order. */
export interface OrderRow {
  readonly snapshot: unknown;
  readonly refunds: unknown;
  readonly revision: number;
  readonly account_id: number | null;
  readonly former_account_ids: unknown;
  readonly disputes: unknown;
  readonly deleted: boolean | number;
  readonly was_paid_in_full: boolean | number;
  readonly context: unknown;
}

const NAME_LENGTH = 64;

/** Orders as they are known, on MySQL. */
export function createMysqlOrders(db: Pick<Database, "pool">): Orders {
  return {
    merge: (key, news, accountId) =>
      inTransaction(db, async (connection) => {
        const known = await lockOrder(connection, key);
        const merged = learnOrder(known, news, accountId);
        if (merged !== known) await storeOrder(connection, key, merged);
        return merged;
      }),
    keepContext: (key, context) =>
      inTransaction(db, async (connection) => {
        const { context: kept } = await lockOrder(connection, key);
        if (kept && knowsAsMuch(kept, context)) return kept;
        await connection.query(
          "UPDATE order_snapshot SET context = ? WHERE program_id = ? AND shop_id = ? AND order_id = ?",
          [JSON.stringify(context), ...keyValues(key)],
        );
        return context;
      }),
    saveEvaluation: (key, revision, evaluation) => saveEvaluation(db, key, revision, evaluation),
  };
}

/** Makes the row if there is none and locks it; a second event of the order waits here for the first. */
async function lockOrder(connection: PoolConnection, key: OrderKey): Promise<KnownOrder> {
  await connection.query(
    `INSERT INTO order_snapshot (program_id, shop_id, order_id, refunds, revision, former_account_ids)
     VALUES (?, ?, ?, '[]', 0, '[]')
     ON DUPLICATE KEY UPDATE revision = revision`,
    keyValues(key),
  );
  const [row] = await connection.query<OrderRow[]>(
    `SELECT snapshot, refunds, revision, account_id, former_account_ids, disputes, deleted, was_paid_in_full, context
       FROM order_snapshot
      WHERE program_id = ? AND shop_id = ? AND order_id = ? FOR UPDATE`,
    keyValues(key),
  );
  return row ? readOrder(row) : unknownOrder;
}

/** What a row says, whatever its age. */
export function readOrder(row: OrderRow): KnownOrder {
  const facts = readJson<OrderFacts | null>(row.snapshot);
  return {
    snapshot: {
      facts: facts && liftFacts(facts),
      refunds: liftRefunds(readJson<OrderRefund[]>(row.refunds)),
      disputes: readJson<OrderDispute[] | null>(row.disputes) ?? [],
      deleted: Boolean(row.deleted),
      wasPaidInFull: Boolean(row.was_paid_in_full),
    },
    revision: row.revision,
    accountId: row.account_id,
    formerAccountIds: readJson<number[]>(row.former_account_ids),
    context: readJson<OrderContext | null>(row.context),
  };
}

function knowsAsMuch(kept: OrderContext, told: OrderContext): boolean {
  return kept.accountId === told.accountId && told.lineIds.every((lineId) => kept.lineIds.includes(lineId));
}

async function storeOrder(connection: PoolConnection, key: OrderKey, order: KnownOrder): Promise<void> {
  const { facts, refunds, disputes, deleted, wasPaidInFull } = order.snapshot;
  await connection.query(
    `UPDATE order_snapshot
        SET name = ?, customer_id = ?, account_id = ?, placed_at = ?, updated_at = ?, snapshot = ?, refunds = ?,
            revision = ?, former_account_ids = ?, disputes = ?, deleted = ?, was_paid_in_full = ?
      WHERE program_id = ? AND shop_id = ? AND order_id = ?`,
    [
      facts ? [...facts.name].slice(0, NAME_LENGTH).join("") : null,
      facts?.customerId ? BigInt(facts.customerId) : null,
      order.accountId,
      facts && new Date(facts.placedAt),
      facts && new Date(facts.updatedAt),
      facts && JSON.stringify(facts),
      JSON.stringify(refunds),
      order.revision,
      JSON.stringify(order.formerAccountIds),
      disputes.length > 0 ? JSON.stringify(disputes) : null,
      deleted,
      wasPaidInFull,
      ...keyValues(key),
    ],
  );
}

async function saveEvaluation(
  { pool }: Pick<Database, "pool">,
  key: OrderKey,
  revision: number,
  evaluation: Evaluation,
): Promise<void> {
  await pool.query(
    `UPDATE order_snapshot SET evaluation = ?, evaluated_at = UTC_TIMESTAMP(3)
      WHERE program_id = ? AND shop_id = ? AND order_id = ? AND revision = ?`,
    [JSON.stringify(evaluation), ...keyValues(key), revision],
  );
}

function keyValues(key: OrderKey): [number, number, bigint] {
  return [key.programId, key.shopId, BigInt(key.orderId)];
}
