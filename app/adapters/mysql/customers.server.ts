import type { PoolConnection } from "mariadb";

import type { Instant } from "#core/units";
import type { Customers, TagChange } from "#usecases/ports/customers";
import type { Members } from "#usecases/ports/members";

import type { Database } from "./database.server.ts";
import { unknownCustomer } from "./member-rows.server.ts";
import { inTransaction } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;
type Connection = Pick<PoolConnection, "query">;
type Customer = readonly [programId: number, shopId: number, customerId: bigint];

/** Customers of shops on MySQL; `members` makes those that nobody has named yet. */
export function createMysqlCustomers(db: Db, members: Pick<Members, "ensureMember">): Customers {
  const ensure = async (programId: number, shopId: number, customerId: string): Promise<Customer> => {
    await members.ensureMember(programId, shopId, unknownCustomer(customerId));
    return [programId, shopId, BigInt(customerId)];
  };
  return {
    async markDeleted(programId, shopId, customerId) {
      const customer = await ensure(programId, shopId, customerId);
      await db.pool.query(
        `UPDATE member_customer SET state = 'deleted', state_at = UTC_TIMESTAMP(3)
          WHERE program_id = ? AND shop_id = ? AND customer_id = ? AND state = 'linked'`,
        [...customer],
      );
    },
    async changeTags(programId, shopId, change) {
      const customer = await ensure(programId, shopId, change.customerId);
      await inTransaction(db, (connection) => storeTags(connection, customer, change));
    },
    async replaceTags(programId, shopId, { customerId, tags, at }) {
      const customer = await ensure(programId, shopId, customerId);
      await inTransaction(db, async (connection) => {
        await takeOffOthers(connection, customer, tags, at);
        await storeTags(connection, customer, { tags, areSet: true, at });
      });
    },
  };
}

/** Shopify tells tags apart without regard to case. */
export function tagKey(tag: string): string {
  return tag.trim().toLowerCase();
}

/** Put on and taken off at the same moment: it is on, whichever was told first. */
async function storeTags(
  connection: Connection,
  customer: Customer,
  { tags, areSet, at }: Omit<TagChange, "customerId">,
): Promise<void> {
  const changedAt = new Date(at);
  for (const [key, tag] of new Map(tags.map((each) => [tagKey(each), each.trim()]))) {
    await connection.query(
      `INSERT INTO customer_tag (program_id, shop_id, customer_id, tag_key, tag, is_set, changed_at)
       SELECT program_id, shop_id, customer_id, ?, ?, ?, ? FROM member_customer
        WHERE program_id = ? AND shop_id = ? AND customer_id = ? AND state <> 'redacted'
       ON DUPLICATE KEY UPDATE
         tag = IF(VALUES(changed_at) >= customer_tag.changed_at, VALUES(tag), customer_tag.tag),
         is_set = IF(VALUES(changed_at) > customer_tag.changed_at, VALUES(is_set),
                     IF(VALUES(changed_at) = customer_tag.changed_at,
                        VALUES(is_set) OR customer_tag.is_set, customer_tag.is_set)),
         changed_at = GREATEST(VALUES(changed_at), customer_tag.changed_at)`,
      [key, tag, areSet, changedAt, ...customer],
    );
  }
}

async function takeOffOthers(
  connection: Connection,
  customer: Customer,
  tags: readonly string[],
  at: Instant,
): Promise<void> {
  const kept = tags.length > 0 ? tags.map(tagKey) : [""];
  await connection.query(
    `UPDATE customer_tag SET is_set = FALSE, changed_at = ?
      WHERE program_id = ? AND shop_id = ? AND customer_id = ? AND changed_at < ? AND tag_key NOT IN (?)`,
    [new Date(at), ...customer, new Date(at), kept],
  );
}
