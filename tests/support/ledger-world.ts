import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { createTestDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";

/** A migrated database with one program and one installed shop, for what stands on them. */
export interface LedgerWorld {
  readonly database: Database;
  readonly testDatabase: TestDatabase;
  readonly programId: number;
  readonly shopId: number;
  /** Makes a member of the shop with an empty account; returns the account's id. */
  addAccount(customerId: number): Promise<number>;
  close(): Promise<void>;
}

export async function createLedgerWorld(debtPolicy = "negative"): Promise<LedgerWorld> {
  const testDatabase = await createTestDatabase();
  const database = openDatabase({ url: testDatabase.appUrl, connections: 8 });
  const insert = async (sql: string, values: unknown[]): Promise<number> => {
    const { insertId } = await database.pool.query(sql, values);
    return insertId;
  };
  const programId = await insert(
    `INSERT INTO program (name, unit_name, scale, currency, debt_policy, created_at)
     VALUES ('Test', 'credits', 0, 'USD', ?, UTC_TIMESTAMP(3))`,
    [debtPolicy],
  );
  const shopId = await insert(
    `INSERT INTO shop (program_id, domain, name, currency, state, installed_at)
     VALUES (?, 'test.myshopify.com', 'Test', 'USD', 'installed', UTC_TIMESTAMP(3))`,
    [programId],
  );
  return {
    database,
    testDatabase,
    programId,
    shopId,
    async addAccount(customerId) {
      const memberId = await insert(
        "INSERT INTO member (program_id, created_at) VALUES (?, UTC_TIMESTAMP(3))",
        [programId],
      );
      await insert(
        `INSERT INTO member_customer (program_id, shop_id, customer_id, member_id, email_verified, updated_at)
         VALUES (?, ?, ?, ?, FALSE, UTC_TIMESTAMP(3))`,
        [programId, shopId, customerId, memberId],
      );
      return insert(
        `INSERT INTO account (program_id, member_id, available, pending, held, entry_count, head_hash, updated_at)
         VALUES (?, ?, 0, 0, 0, 0, ?, UTC_TIMESTAMP(3))`,
        [programId, memberId, Buffer.alloc(32)],
      );
    },
    async close() {
      await database.close();
      await testDatabase.drop();
    },
  };
}
