import type { PoolConnection } from "mariadb";

import type { CustomerFacts, MemberAccount } from "#usecases/ports/members";

import type { Statement } from "./ledger/statements.server.ts";

type Connection = Pick<PoolConnection, "query">;

/** Widths of the columns; Shopify's own fields are wider. */
const NAME_LENGTH = 100;
const EMAIL_LENGTH = 320;

/** A new member with an empty account. */
export async function insertMember(connection: Connection, programId: number): Promise<MemberAccount> {
  const { insertId: memberId } = await connection.query<{ insertId: number }>(
    "INSERT INTO member (program_id, created_at) VALUES (?, UTC_TIMESTAMP(3))",
    [programId],
  );
  const { insertId: accountId } = await connection.query<{ insertId: number }>(
    `INSERT INTO account (program_id, member_id, available, pending, held, entry_count, head_hash, updated_at)
     VALUES (?, ?, 0, 0, 0, 0, ?, UTC_TIMESTAMP(3))`,
    [programId, memberId, Buffer.alloc(32)],
  );
  return { memberId, accountId };
}

/** Links a customer of a shop with a member. The driver's error for a duplicate key: the customer has a member. */
export async function insertCustomer(
  connection: Connection,
  { programId, shopId, memberId }: { programId: number; shopId: number; memberId: number },
  customer: CustomerFacts,
): Promise<void> {
  await connection.query(
    `INSERT INTO member_customer
       (email, email_verified, first_name, last_name, updated_at, customer_since, birth_date, program_id, shop_id,
        customer_id, member_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...personalFields(customer),
      new Date(customer.updatedAt),
      sinceOf(customer),
      customer.birthDate ?? null,
      programId,
      shopId,
      BigInt(customer.customerId),
      memberId,
    ],
  );
  await wakeWaitingOpenings(connection, programId, [customer]);
}

/** Opening balances may have been waiting for people with these emails; the sweep looks at them next. */
export async function wakeWaitingOpenings(
  connection: Connection,
  programId: number,
  customers: readonly CustomerFacts[],
): Promise<void> {
  for (const { sql, values } of wakeOpenings(programId, customers)) await connection.query(sql, values);
}

/** The statement of {@link wakeWaitingOpenings}; none when no email is known for sure. */
export function wakeOpenings(programId: number, customers: readonly CustomerFacts[]): Statement[] {
  const emails = customers.flatMap(({ email, emailVerified }) => (email && emailVerified ? [email] : []));
  if (emails.length === 0) return [];
  return [
    {
      sql: "UPDATE waiting_opening SET due_at = UTC_TIMESTAMP(3) WHERE program_id = ? AND email IN (?) AND state = 'waiting'",
      values: [programId, emails],
    },
  ];
}

/** email, email_verified, first_name, last_name. A name that is too long is cut; a cut address would be another one. */
export function personalFields(
  customer: CustomerFacts,
): [string | null, boolean, string | null, string | null] {
  const email = customer.email && customer.email.length <= EMAIL_LENGTH ? customer.email : null;
  return [email, customer.emailVerified, cutName(customer.firstName), cutName(customer.lastName)];
}

/** The column `customer_since`. */
export function sinceOf({ customerSince }: CustomerFacts): Date | null {
  return customerSince ? new Date(customerSince) : null;
}

function cutName(name: string | null): string | null {
  return name === null ? null : [...name].slice(0, NAME_LENGTH).join("");
}

/** Facts of a customer of whom only the id was told: any other facts replace them. */
export function unknownCustomer(customerId: string): CustomerFacts {
  return {
    customerId,
    email: null,
    emailVerified: false,
    firstName: null,
    lastName: null,
    updatedAt: "1970-01-01T00:00:00.000Z",
  };
}

/**
 * Has the member's balance written to every shop where it has a customer, though no entry was made: its customers are
 * others than before.
 */
export async function askForBalances(
  connection: Connection,
  programId: number,
  memberId: number,
): Promise<void> {
  await connection.query(
    `INSERT INTO intent (program_id, kind, account_id, entry_seq, shop_id, amount, state, due_at, attempts, created_at)
     SELECT DISTINCT a.program_id, 'shopify.balance', a.id, a.entry_count, c.shop_id, 0, 'due', UTC_TIMESTAMP(3), 0,
            UTC_TIMESTAMP(3)
       FROM account a
       JOIN member_customer c ON c.program_id = a.program_id AND c.member_id = a.member_id
      WHERE a.program_id = ? AND a.member_id = ?`,
    [programId, memberId],
  );
}
