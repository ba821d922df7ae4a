import { z } from "zod";

import type { KnownOutline } from "#core/rereading";
import type { KnownCustomer } from "#usecases/ports/rereads";

import type { Database } from "../database.server.ts";
import { readJson } from "../json-column.server.ts";

type Db = Pick<Database, "pool">;

const orderRow = z.object({
  order_id: z.string(),
  snapshot: z.unknown(),
  refunds: z.unknown(),
  revision: z.number(),
});
const customerRow = z.object({
  customer_id: z.string(),
  updated_at: z.date(),
  birth_date: z.string().nullable(),
});

/** What is known of orders, as much as a list is compared with. */
export async function knownOrders(
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

/** When what is known of customers changed, and their birth dates. */
export async function knownCustomers(
  { pool }: Db,
  programId: number,
  shopId: number,
  customerIds: readonly string[],
): Promise<Map<string, KnownCustomer>> {
  if (customerIds.length === 0) return new Map();
  const rows: unknown = await pool.query(
    `SELECT CAST(customer_id AS CHAR) AS customer_id, updated_at,
            DATE_FORMAT(birth_date, '%Y-%m-%d') AS birth_date
       FROM member_customer
      WHERE program_id = ? AND shop_id = ? AND customer_id IN (?)`,
    [programId, shopId, customerIds.map(BigInt)],
  );
  return new Map(
    z
      .array(customerRow)
      .parse(rows)
      .map((row) => [
        row.customer_id,
        { updatedAt: row.updated_at.toISOString(), birthDate: row.birth_date },
      ]),
  );
}
