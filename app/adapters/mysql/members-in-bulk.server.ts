import type { CustomerFacts } from "#usecases/ports/members";
import type { BulkMember, MembersInBulk } from "#usecases/ports/members-in-bulk";
import type { PoolConnection } from "mariadb";
import { z } from "zod";

import type { Database } from "./database.server.ts";
import { personalFields, sinceOf, wakeWaitingOpenings } from "./member-rows.server.ts";
import { inTransaction, isDuplicateKey } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

const memberRow = z.object({ customer_id: z.string(), account_id: z.number() });
const emailRow = z.object({ email: z.string(), account_id: z.number() });
const stepRow = z.object({ step: z.number() });
const inserted = z.object({ insertId: z.number() });

/** Members of many customers at a time on MySQL. */
export function createMysqlMembersInBulk(db: Db): MembersInBulk {
  return {
    ensure: (programId, shopId, customers) => ensure(db, programId, shopId, customers),
    findByCustomers: (programId, shopId, customerIds) => findByCustomers(db, programId, shopId, customerIds),
    findByEmails: (programId, emails) => findByEmails(db, programId, emails),
  };
}

async function ensure(
  db: Db,
  programId: number,
  shopId: number,
  customers: readonly CustomerFacts[],
): Promise<Map<string, BulkMember>> {
  const known = await findByCustomers(
    db,
    programId,
    shopId,
    customers.map(({ customerId }) => customerId),
  );
  const unknown = customers.filter(({ customerId }) => !known.has(customerId));
  if (unknown.length === 0) return known;
  try {
    const made = await inTransaction(db, (connection) => make(connection, programId, shopId, unknown));
    return new Map([...known, ...made]);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // One of them came in elsewhere at the same moment and has committed first: theirs is the member.
    return ensure(db, programId, shopId, customers);
  }
}

async function findByCustomers(
  { pool }: Db,
  programId: number,
  shopId: number,
  customerIds: readonly string[],
): Promise<Map<string, BulkMember>> {
  if (customerIds.length === 0) return new Map();
  const rows: unknown = await pool.query(
    `SELECT CAST(c.customer_id AS CHAR) AS customer_id, a.id AS account_id
       FROM member_customer c
       JOIN account a ON a.program_id = c.program_id AND a.member_id = c.member_id
      WHERE c.program_id = ? AND c.shop_id = ? AND c.customer_id IN (?)`,
    [programId, shopId, customerIds.map(BigInt)],
  );
  return new Map(
    z
      .array(memberRow)
      .parse(rows)
      .map((row) => [row.customer_id, { accountId: row.account_id, isNew: false }]),
  );
}

/** The ids of one statement's rows are consecutive, in steps that a cluster may have made larger than 1. */
async function make(
  connection: PoolConnection,
  programId: number,
  shopId: number,
  customers: readonly CustomerFacts[],
): Promise<[string, BulkMember][]> {
  const [steps]: unknown[] = await connection.query("SELECT @@auto_increment_increment AS step");
  const { step } = stepRow.parse(steps);
  const rows = (row: string): string => customers.map(() => row).join(", ");
  const firstMember = inserted.parse(
    await connection.query(
      `INSERT INTO member (program_id, created_at) VALUES ${rows("(?, UTC_TIMESTAMP(3))")}`,
      customers.map(() => programId),
    ),
  ).insertId;
  const memberIds = customers.map((_, index) => firstMember + index * step);
  const noHash = Buffer.alloc(32);
  const firstAccount = inserted.parse(
    await connection.query(
      `INSERT INTO account (program_id, member_id, available, pending, held, entry_count, head_hash, updated_at)
       VALUES ${rows("(?, ?, 0, 0, 0, 0, ?, UTC_TIMESTAMP(3))")}`,
      memberIds.flatMap((memberId) => [programId, memberId, noHash]),
    ),
  ).insertId;
  await connection.query(
    `INSERT INTO member_customer
       (email, email_verified, first_name, last_name, updated_at, customer_since, birth_date, program_id, shop_id,
        customer_id, member_id)
     VALUES ${rows("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")}`,
    customers.flatMap((customer, index) => [
      ...personalFields(customer),
      new Date(customer.updatedAt),
      sinceOf(customer),
      customer.birthDate ?? null,
      programId,
      shopId,
      BigInt(customer.customerId),
      memberIds[index],
    ]),
  );
  await wakeWaitingOpenings(connection, programId, customers);
  return customers.map(({ customerId }, index) => [
    customerId,
    { accountId: firstAccount + index * step, isNew: true },
  ]);
}

async function findByEmails(
  { pool }: Db,
  programId: number,
  emails: readonly string[],
): Promise<Map<string, number[]>> {
  if (emails.length === 0) return new Map();
  const rows: unknown = await pool.query(
    `SELECT DISTINCT c.email, a.id AS account_id
       FROM member_customer c
       JOIN account a ON a.program_id = c.program_id AND a.member_id = c.member_id
      WHERE c.program_id = ? AND c.email IN (?) AND c.email_verified ORDER BY a.id`,
    [programId, emails],
  );
  const wanted = new Set(emails);
  const accounts = new Map<string, number[]>();
  for (const row of z.array(emailRow).parse(rows)) {
    const email = row.email.toLowerCase();
    // The collation holds é and e for equal; two people may differ by just that.
    if (!wanted.has(email)) continue;
    const ofEmail = accounts.get(email) ?? [];
    if (!ofEmail.includes(row.account_id)) ofEmail.push(row.account_id);
    accounts.set(email, ofEmail);
  }
  return accounts;
}
