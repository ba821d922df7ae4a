import type { PoolConnection } from "mariadb";

import { learnOrder, liftFacts, liftRefunds, unknownOrder } from "#core/earning";
import type {
  Evaluation,
  KnownOrder,
  OrderContext,
  OrderDispute,
  OrderFacts,
  OrderNews,
  OrderRefund,
} from "#core/earning";
import type { OrderKey, Orders } from "#usecases/ports/orders";

import type { Database } from "./database.server.ts";
import { gather } from "./gather.server.ts";
import { readJson } from "./json-column.server.ts";
import type { Statement } from "./ledger/statements.server.ts";
import { inOneRoundTrip, inTwoRoundTrips } from "./transaction.server.ts";

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

const KNOWN_COLUMNS = `snapshot, refunds, revision, account_id, former_account_ids, disputes, deleted,
  was_paid_in_full, context`;
const ONE_ORDER = "FROM order_snapshot WHERE program_id = ? AND shop_id = ? AND order_id = ?";

const NAME_LENGTH = 64;

/** Orders of one moment share a transaction: as many as a shop's turn applies at once, and some of others. */
const TOGETHER = { batches: 2, items: 64 };

/** Orders as they are known, on MySQL. */
export function createMysqlOrders(db: Pick<Database, "pool">): Orders {
  const merge = gather(TOGETHER, (tellings: readonly Telling[]) => mergeTogether(db, tellings));
  const saveEvaluation = gather(TOGETHER, (judged: readonly Judged[]) => saveEvaluations(db, judged));
  return {
    async find(key) {
      const [row]: OrderRow[] = await db.pool.query(`SELECT ${KNOWN_COLUMNS} ${ONE_ORDER}`, keyValues(key));
      return row ? readOrder(row) : null;
    },
    merge: (key, news, accountId) => merge({ key, news, accountId }),
    keepContext: (key, context) =>
      inTwoRoundTrips(db, lockOrders([key]), (answers) => {
        const { context: kept } = lockedOrders(answers).get(nameOf(key)) ?? unknownOrder;
        if (kept && knowsAsMuch(kept, context)) return Promise.resolve({ result: kept, writes: [] });
        const write = {
          sql: "UPDATE order_snapshot SET context = ? WHERE program_id = ? AND shop_id = ? AND order_id = ?",
          values: [JSON.stringify(context), ...keyValues(key)],
        };
        return Promise.resolve({ result: context, writes: [write] });
      }),
    saveEvaluation: (key, revision, evaluation) => saveEvaluation({ key, revision, evaluation }),
  };
}

/** What was told of one order. */
interface Telling {
  readonly key: OrderKey;
  readonly news: OrderNews;
  readonly accountId: number | null;
}

/** Merges what was told of some orders, one telling after the other; answers each as it left its order. */
function mergeTogether(db: Pick<Database, "pool">, tellings: readonly Telling[]): Promise<KnownOrder[]> {
  const keys = [...new Map(tellings.map(({ key }) => [nameOf(key), key])).values()];
  return inTwoRoundTrips(db, lockOrders(keys), async (answers, connection) => {
    const stored = lockedOrders(answers);
    const now = new Map(stored);
    const result: KnownOrder[] = [];
    for (const { key, news, accountId } of tellings) {
      const known = now.get(nameOf(key)) ?? unknownOrder;
      const told = await stayingAccount(connection, key.programId, known.accountId, accountId);
      const merged = learnOrder(known, news, told);
      now.set(nameOf(key), merged);
      result.push(merged);
    }
    const writes = keys.flatMap((key) => {
      const order = now.get(nameOf(key));
      return order && order !== stored.get(nameOf(key)) ? [storeOrder(key, order)] : [];
    });
    return { result, writes };
  });
}

/**
 * Makes the rows that are missing and locks all; a second event of an order waits here for the first. Both statements
 * meet the rows in the order of the primary key, so that two batches wait for each other and never in a circle.
 */
function lockOrders(keys: readonly OrderKey[]): Statement[] {
  const sorted = [...keys].sort(byKey).map(keyValues);
  return [
    {
      sql: `INSERT INTO order_snapshot (program_id, shop_id, order_id, refunds, revision, former_account_ids)
     VALUES ${sorted.map(() => "(?, ?, ?, '[]', 0, '[]')").join(", ")}
     ON DUPLICATE KEY UPDATE revision = revision`,
      values: sorted.flat(),
    },
    {
      sql: `SELECT CONCAT_WS('/', program_id, shop_id, order_id) AS name, ${KNOWN_COLUMNS}
      FROM order_snapshot FORCE INDEX (PRIMARY)
     WHERE ${sorted.map(() => "(program_id = ? AND shop_id = ? AND order_id = ?)").join(" OR ")} FOR UPDATE`,
      values: sorted.flat(),
    },
  ];
}

function byKey(one: OrderKey, other: OrderKey): number {
  return (
    one.programId - other.programId ||
    one.shopId - other.shopId ||
    Number(BigInt(one.orderId) - BigInt(other.orderId))
  );
}

function nameOf({ programId, shopId, orderId }: OrderKey): string {
  return `${programId}/${shopId}/${orderId}`;
}

/** By name. */
function lockedOrders([, rows]: readonly unknown[]): Map<string, KnownOrder> {
  return new Map((rows as (OrderRow & { name: string })[]).map((row) => [row.name, readOrder(row)]));
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

/**
 * The account that the order is to have when its facts name `toldId`. One that was merged into that account keeps its
 * orders: its entries about them stand, and what it gains or loses by them is passed on.
 */
async function stayingAccount(
  connection: PoolConnection,
  programId: number,
  knownId: number | null,
  toldId: number | null,
): Promise<number | null> {
  if (knownId === null || toldId === null || knownId === toldId) return toldId;
  const rows: unknown[] = await connection.query(
    `WITH RECURSIVE went AS (
       SELECT member_id FROM account WHERE program_id = ? AND id = ?
       UNION DISTINCT
       SELECT g.into_member_id FROM went
         JOIN member m ON m.program_id = ? AND m.id = went.member_id
         JOIN member_merge g ON g.program_id = m.program_id AND g.id = m.merge_id)
     SELECT 1 FROM went JOIN account a ON a.program_id = ? AND a.member_id = went.member_id WHERE a.id = ?`,
    [programId, knownId, programId, programId, toldId],
  );
  return rows.length > 0 ? knownId : toldId;
}

function knowsAsMuch(kept: OrderContext, told: OrderContext): boolean {
  return kept.accountId === told.accountId && told.lineIds.every((lineId) => kept.lineIds.includes(lineId));
}

function storeOrder(key: OrderKey, order: KnownOrder): Statement {
  const { facts, refunds, disputes, deleted, wasPaidInFull } = order.snapshot;
  return {
    sql: `UPDATE order_snapshot
        SET name = ?, customer_id = ?, account_id = ?, placed_at = ?, updated_at = ?, snapshot = ?, refunds = ?,
            revision = ?, former_account_ids = ?, disputes = ?, deleted = ?, was_paid_in_full = ?
      WHERE program_id = ? AND shop_id = ? AND order_id = ?`,
    values: [
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
  };
}

interface Judged {
  readonly key: OrderKey;
  readonly revision: number;
  readonly evaluation: Evaluation;
}

async function saveEvaluations(db: Pick<Database, "pool">, judged: readonly Judged[]): Promise<undefined[]> {
  const writes = [...judged]
    .sort((one, other) => byKey(one.key, other.key))
    .map(({ key, revision, evaluation }) => ({
      sql: `UPDATE order_snapshot SET evaluation = ?, evaluated_at = UTC_TIMESTAMP(3)
      WHERE program_id = ? AND shop_id = ? AND order_id = ? AND revision = ?`,
      values: [JSON.stringify(evaluation), ...keyValues(key), revision],
    }));
  await inOneRoundTrip(db, writes);
  return judged.map(() => undefined);
}

function keyValues(key: OrderKey): [number, number, bigint] {
  return [key.programId, key.shopId, BigInt(key.orderId)];
}
