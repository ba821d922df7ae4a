import { z } from "zod";

import { formatDecimal } from "#core/units";
import type { PersonalData, PersonalDataExport } from "#usecases/ports/privacy";

import type { Database } from "./database.server.ts";
import { IS_IN_SPENT_RUN } from "./ledger/spent-runs.server.ts";
import { redactCustomer, redactShop } from "./redaction.server.ts";
import { readRows } from "./reports/rows.server.ts";
import type { Reader } from "./reports/rows.server.ts";
import { inSnapshot } from "./transaction.server.ts";

const anyRow = z.record(z.string(), z.unknown());
const programRow = z.object({ scale: z.number() });
const linkRow = z.object({ member_id: z.number(), account_id: z.number(), email: z.string().nullable() });

type Row = Readonly<Record<string, unknown>>;

interface Subject {
  readonly programId: number;
  readonly shopId: number;
  readonly customerId: string;
  readonly memberId: number;
  readonly accountId: number;
  readonly email: string | null;
}

/** What is held about people on MySQL. */
export function createMysqlPersonalData(db: Pick<Database, "pool">): PersonalData {
  return {
    read: (programId, shopId, customerId) =>
      inSnapshot(db, (connection) => readPerson(connection, programId, shopId, customerId)),
    redactCustomer: (programId, shopId, person) => redactCustomer(db, { programId, shopId }, person),
    redactShop: (programId, shopId) => redactShop(db, { programId, shopId }),
  };
}

const NOTHING: PersonalDataExport = {
  customer: null,
  member: null,
  otherCustomersOfTheMember: [],
  entries: [],
  lots: [],
  holds: [],
  orders: [],
  openingBalancesThatWait: [],
  merges: [],
};

async function readPerson(
  reader: Reader,
  programId: number,
  shopId: number,
  customerId: string,
): Promise<PersonalDataExport> {
  const [link] = await readRows(
    reader,
    linkRow,
    `SELECT c.member_id, a.id AS account_id, c.email FROM member_customer c
       JOIN account a ON a.program_id = c.program_id AND a.member_id = c.member_id
      WHERE c.program_id = ? AND c.shop_id = ? AND c.customer_id = ?`,
    [programId, shopId, BigInt(customerId)],
  );
  const [program] = await readRows(reader, programRow, "SELECT scale FROM program WHERE id = ?", [programId]);
  if (!link || !program) return NOTHING;
  const subject = {
    programId,
    shopId,
    customerId,
    memberId: link.member_id,
    accountId: link.account_id,
    email: link.email,
  };
  const [member, customers] = await readIdentity(reader, subject);
  const isAsked = (row: Row): boolean => row["shopId"] === shopId && row["customerId"] === customerId;
  const sections = await readSections(reader, subject);
  const amountsIn = (rows: readonly Row[]): Row[] => rows.map((row) => withDecimals(row, program.scale));
  return {
    customer: customers.find(isAsked) ?? null,
    member: member ? withDecimals(member, program.scale) : null,
    otherCustomersOfTheMember: customers.filter((row) => !isAsked(row)),
    entries: amountsIn(sections.entries),
    lots: amountsIn(sections.lots),
    holds: amountsIn(sections.holds),
    orders: sections.orders,
    openingBalancesThatWait: amountsIn(sections.openings),
    merges: sections.merges,
  };
}

async function readIdentity(
  reader: Reader,
  { programId, memberId }: Subject,
): Promise<[member: Row | undefined, customers: Row[]]> {
  const [member] = await readRows(
    reader,
    anyRow,
    `SELECT m.id AS memberId, m.created_at AS createdAt, m.exigo_customer_id AS exigoCustomerId,
            m.exigo_customer_type AS exigoCustomerType, m.exigo_rank AS exigoRank,
            a.available AS availableCredits, a.pending AS pendingCredits, a.held AS heldCredits
       FROM member m JOIN account a ON a.program_id = m.program_id AND a.member_id = m.id
      WHERE m.program_id = ? AND m.id = ?`,
    [programId, memberId],
  );
  const customers = await readRows(
    reader,
    anyRow,
    `SELECT s.domain AS shop, c.shop_id AS shopId, CAST(c.customer_id AS CHAR) AS customerId, c.email,
            c.email_verified AS emailVerified, c.first_name AS firstName, c.last_name AS lastName,
            DATE_FORMAT(c.birth_date, '%Y-%m-%d') AS birthDate, c.customer_since AS customerSince,
            c.updated_at AS updatedAt, c.state,
            (SELECT GROUP_CONCAT(t.tag ORDER BY t.tag SEPARATOR ', ') FROM customer_tag t
              WHERE t.program_id = c.program_id AND t.shop_id = c.shop_id AND t.customer_id = c.customer_id
                AND t.is_set) AS tags
       FROM member_customer c JOIN shop s ON s.id = c.shop_id AND s.program_id = c.program_id
      WHERE c.program_id = ? AND c.member_id = ? ORDER BY c.shop_id, c.customer_id`,
    [programId, memberId],
  );
  // The databases keep a truth as a number.
  return [member, customers.map((row) => ({ ...row, emailVerified: Boolean(row["emailVerified"]) }))];
}

async function readSections(reader: Reader, subject: Subject) {
  const { programId, accountId, memberId, email, shopId, customerId } = subject;
  const of = (sql: string, values: readonly unknown[] = [accountId]): Promise<Row[]> =>
    readRows(reader, anyRow, sql, [programId, ...values]);
  return {
    entries: await of(
      `SELECT e.seq AS entry, e.kind, e.reason_code AS reason, e.subject, e.effective_at AS effectiveAt,
              e.booked_at AS bookedAt, e.cause_kind AS causedBy, e.available_after AS availableCreditsAfter,
              e.pending_after AS pendingCreditsAfter, e.held_after AS heldCreditsAfter, n.note
         FROM entry e LEFT JOIN entry_note n ON n.program_id = e.program_id AND n.account_id = e.account_id
          AND n.seq = e.seq
        WHERE e.program_id = ? AND e.account_id = ? ORDER BY e.seq`,
    ),
    lots: await of(
      `SELECT l.entry_seq AS ofEntry, l.amount AS credits, IF(${IS_IN_SPENT_RUN}, 0, l.remaining) AS remainingCredits,
              l.bucket AS standsAs, l.available_from AS availableFrom, l.expires_at AS expiresAt
         FROM lot l WHERE l.program_id = ? AND l.account_id = ? ORDER BY l.entry_seq, l.line`,
    ),
    holds: await of(
      `SELECT entry_seq AS ofEntry, amount AS credits, state, expires_at AS expiresAt
         FROM hold WHERE program_id = ? AND account_id = ? ORDER BY entry_seq`,
    ),
    orders: await of(
      `SELECT CAST(order_id AS CHAR) AS orderId, name, placed_at AS placedAt, updated_at AS updatedAt
         FROM order_snapshot WHERE program_id = ? AND (account_id = ? OR (shop_id = ? AND customer_id = ?))
        ORDER BY placed_at, order_id`,
      [accountId, shopId, BigInt(customerId)],
    ),
    openings:
      email === null
        ? []
        : await of(
            `SELECT source, amount AS credits, effective_at AS effectiveAt, expires_at AS expiresAt, note, state
               FROM waiting_opening WHERE program_id = ? AND email = ? ORDER BY id`,
            [email],
          ),
    merges: await of(
      `SELECT CAST(kept_customer_id AS CHAR) AS keptCustomerId, CAST(deleted_customer_id AS CHAR) AS mergedCustomerId,
              state, told_at AS toldAt
         FROM member_merge WHERE program_id = ? AND (from_member_id = ? OR into_member_id = ?) ORDER BY id`,
      [memberId, memberId],
    ),
  };
}

/** Credits as people read them: `1250` minor units of a unit with two decimal places are `12.50`. */
function withDecimals(row: Row, scale: number): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      /credits/i.test(name) && typeof value === "number" ? formatDecimal(value, scale) : value,
    ]),
  );
}
