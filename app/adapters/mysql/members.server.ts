import type { UpsertResult } from "mariadb";

import type { CustomerFacts, MemberAccount, MemberIdentity, Members } from "#usecases/ports/members";

import type { Database } from "./database.server.ts";
import { gather } from "./gather.server.ts";
import type { Statement } from "./ledger/statements.server.ts";
import { insertCustomer, insertMember, personalFields, sinceOf, wakeOpenings } from "./member-rows.server.ts";
import { inOneRoundTrip, inTransaction, isDuplicateKey } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

export interface MembersOptions {
  /** How long the search for a member's Exigo customer is held: longer than its three calls take. */
  readonly leaseSeconds: number;
}

interface IdentityRow {
  readonly member_id: number;
  readonly exigo_customer_id: number | null;
  readonly shop_id: number | null;
  readonly customer_id: string | null;
  readonly email: string | null;
  readonly email_verified: number | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
}

/** Customers of one moment share a commit: as many as a shop's turn tells at once, and some of others. */
const TOGETHER = { batches: 2, items: 64 };

/** What was told of a customer of a shop. */
interface ToldCustomer {
  readonly programId: number;
  readonly shopId: number;
  readonly customer: CustomerFacts;
}

/** Members with their accounts and customers on MySQL. */
export function createMysqlMembers(db: Db, { leaseSeconds }: MembersOptions = { leaseSeconds: 30 }): Members {
  const update = gather(TOGETHER, (told: readonly ToldCustomer[]) => updateCustomers(db, told));
  return {
    ensureMember: (programId, shopId, customer) => ensureMember(db, update, { programId, shopId, customer }),
    findAccount: (programId, memberId) => findAccount(db, programId, memberId),
    findByAccount: (programId, accountId) => findByAccount(db, programId, accountId),
    async claimExigoLink(programId, memberId) {
      const claimed: UpsertResult = await db.pool.query(
        `UPDATE member SET exigo_claim_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
          WHERE program_id = ? AND id = ? AND exigo_customer_id IS NULL
            AND (exigo_claim_until IS NULL OR exigo_claim_until <= UTC_TIMESTAMP(3))`,
        [leaseSeconds, programId, memberId],
      );
      return claimed.affectedRows === 1;
    },
    async releaseExigoLink(programId, memberId) {
      await db.pool.query("UPDATE member SET exigo_claim_until = NULL WHERE program_id = ? AND id = ?", [
        programId,
        memberId,
      ]);
    },
    linkExigoCustomer: (programId, memberId, found) => linkExigoCustomer(db, programId, memberId, found),
  };
}

async function findAccount({ pool }: Db, programId: number, memberId: number): Promise<MemberAccount | null> {
  const [row]: { id: number }[] = await pool.query(
    "SELECT id FROM account WHERE program_id = ? AND member_id = ?",
    [programId, memberId],
  );
  return row ? { memberId, accountId: row.id } : null;
}

async function ensureMember(
  db: Db,
  update: (told: ToldCustomer) => Promise<MemberAccount | null>,
  told: ToldCustomer,
): Promise<MemberAccount> {
  const known = await update(told);
  if (known) return known;
  const { programId, shopId, customer } = told;
  try {
    return await inTransaction(db, async (connection) => {
      const member = await insertMember(connection, programId);
      // The link comes last and is the key: whoever is second waits for the first to commit, and takes its own back.
      await insertCustomer(connection, { programId, shopId, memberId: member.memberId }, customer);
      return member;
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // The same customer came in elsewhere at the same moment and has committed first: theirs is the member.
    return ensureMember(db, update, told);
  }
}

interface LinkedRow {
  readonly name: string;
  readonly member_id: number;
  readonly account_id: number;
}

/**
 * Takes in what is told of customers that are known, and answers whose they are; null: not known. One round trip.
 * Facts of the same second replace each other: Shopify's dates have whole seconds, and the later telling is likelier
 * right. Of a customer that was redacted nothing is stored again.
 */
async function updateCustomers(db: Db, told: readonly ToldCustomer[]): Promise<(MemberAccount | null)[]> {
  const sorted = [...told].sort(byKey);
  const statements = [linksOf(sorted), ...sorted.map(updateOf), ...wakeOpeningsOf(sorted)];
  const [rows] = (await inOneRoundTrip(db, statements)) as [LinkedRow[]];
  const found = new Map(rows.map((row) => [row.name, row]));
  return told.map((each) => {
    const row = found.get(keyOf(each).join("/"));
    return row ? { memberId: row.member_id, accountId: row.account_id } : null;
  });
}

function linksOf(told: readonly ToldCustomer[]): Statement {
  return {
    sql: `SELECT CONCAT_WS('/', c.program_id, c.shop_id, c.customer_id) AS name, c.member_id, a.id AS account_id
       FROM member_customer c
       JOIN account a ON a.program_id = c.program_id AND a.member_id = c.member_id
      WHERE ${told.map(() => "(c.program_id = ? AND c.shop_id = ? AND c.customer_id = ?)").join(" OR ")}`,
    values: told.flatMap(keyOf),
  };
}

function updateOf(told: ToldCustomer): Statement {
  const { customer } = told;
  const updatedAt = new Date(customer.updatedAt);
  return {
    sql: `UPDATE member_customer
        SET email = ?, email_verified = ?, first_name = ?, last_name = ?, updated_at = ?,
            customer_since = COALESCE(?, customer_since), birth_date = IF(?, ?, birth_date)
      WHERE program_id = ? AND shop_id = ? AND customer_id = ? AND updated_at <= ? AND state <> 'redacted'`,
    values: [
      ...personalFields(customer),
      updatedAt,
      sinceOf(customer),
      customer.birthDate !== undefined,
      customer.birthDate ?? null,
      ...keyOf(told),
      updatedAt,
    ],
  };
}

function wakeOpeningsOf(told: readonly ToldCustomer[]): Statement[] {
  const programIds = new Set(told.map(({ programId }) => programId));
  return [...programIds].flatMap((programId) => {
    const ofProgram = told.filter((each) => each.programId === programId);
    return wakeOpenings(
      programId,
      ofProgram.map(({ customer }) => customer),
    );
  });
}

function keyOf({ programId, shopId, customer }: ToldCustomer): [number, number, bigint] {
  return [programId, shopId, BigInt(customer.customerId)];
}

/** Rows are changed in this order, so that two batches wait for each other and never in a circle. */
function byKey(one: ToldCustomer, other: ToldCustomer): number {
  const [a, b] = [keyOf(one), keyOf(other)];
  return a[0] - b[0] || a[1] - b[1] || Number(a[2] - b[2]);
}

async function findByAccount(
  { pool }: Db,
  programId: number,
  accountId: number,
): Promise<MemberIdentity | null> {
  const rows = await pool.query<IdentityRow[]>(
    `SELECT m.id AS member_id, m.exigo_customer_id, c.shop_id, CAST(c.customer_id AS CHAR) AS customer_id,
            c.email, c.email_verified, c.first_name, c.last_name
       FROM account a
       JOIN member m ON m.program_id = a.program_id AND m.id = a.member_id
       LEFT JOIN member_customer c ON c.program_id = m.program_id AND c.member_id = m.id
      WHERE a.program_id = ? AND a.id = ?
      ORDER BY c.state <> 'linked', c.updated_at DESC, c.shop_id, c.customer_id`,
    [programId, accountId],
  );
  const [newest] = rows;
  if (!newest) return null;
  return {
    memberId: newest.member_id,
    accountId,
    exigoCustomerId: newest.exigo_customer_id,
    email: newest.email,
    emailVerified: Boolean(newest.email_verified),
    firstName: newest.first_name,
    lastName: newest.last_name,
    customers: rows.flatMap(({ shop_id, customer_id }) =>
      shop_id === null || customer_id === null ? [] : [{ shopId: shop_id, customerId: customer_id }],
    ),
  };
}

async function linkExigoCustomer(
  { pool }: Db,
  programId: number,
  memberId: number,
  { exigoCustomerId, mirror, customerType = null, rank = null }: Parameters<Members["linkExigoCustomer"]>[2],
): Promise<boolean> {
  try {
    await pool.query(
      `UPDATE member
          SET exigo_customer_id = ?, exigo_customer_type = ?, exigo_rank = ?, exigo_facts_at = UTC_TIMESTAMP(3)
        WHERE program_id = ? AND id = ? AND exigo_customer_id IS NULL
          AND NOT EXISTS (SELECT 1 FROM exigo_connection c WHERE c.program_id = ? AND c.mirror <> ?)`,
      [exigoCustomerId, customerType, rank, programId, memberId, programId, mirror],
    );
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
  const [row] = await pool.query<{ exigo_customer_id: number | null }[]>(
    "SELECT exigo_customer_id FROM member WHERE program_id = ? AND id = ?",
    [programId, memberId],
  );
  return row?.exigo_customer_id === exigoCustomerId;
}
