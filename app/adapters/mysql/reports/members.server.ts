import type { Pool } from "mariadb";
import { z } from "zod";

import type { MemberRow } from "#core/reading";
import { tagKey } from "../customers.server.ts";
import { instant, readRows } from "./rows.server.ts";

/** Most matches that each way of searching looks at, so that one letter does not sort a million members. */
const MATCHES = 1_000;

export const accountRow = z.object({
  member_id: z.number(),
  available: z.number(),
  pending: z.number(),
  held: z.number(),
  entry_count: z.number(),
  updated_at: instant,
});

const personRow = z.object({
  member_id: z.number(),
  email: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
});

export type Person = z.output<typeof personRow>;

/** One page of members: their accounts first, then the people of these accounts. */
export async function readMembers(
  pool: Pool,
  programId: number,
  { search, tag = "", page, pageSize }: { search: string; tag?: string; page: number; pageSize: number },
): Promise<{ rows: MemberRow[]; hasMore: boolean }> {
  const found = matching(programId, search.trim());
  const tagged = withTag(programId, tag);
  const accounts = await readRows(
    pool,
    accountRow,
    `SELECT a.member_id, a.available, a.pending, a.held, a.entry_count, a.updated_at FROM account a
     ${found ? `JOIN (${found.sql}) found ON found.member_id = a.member_id` : ""}
     ${tagged ? `JOIN (${tagged.sql}) tagged ON tagged.member_id = a.member_id` : ""}
     WHERE a.program_id = ? AND NOT EXISTS (
       SELECT 1 FROM member m WHERE m.program_id = a.program_id AND m.id = a.member_id AND m.merge_id IS NOT NULL)
     ORDER BY a.updated_at DESC, a.id DESC LIMIT ? OFFSET ?`,
    [...(found?.values ?? []), ...(tagged?.values ?? []), programId, pageSize + 1, (page - 1) * pageSize],
  );
  const shown = accounts.slice(0, pageSize);
  const people = await readPeople(
    pool,
    programId,
    shown.map((account) => account.member_id),
  );
  return {
    rows: shown.map((account) => toMemberRow(account, people.get(account.member_id))),
    hasMore: accounts.length > pageSize,
  };
}

/** The members of the ids as their shops know them; of several customers the newest that is not gone. */
export async function readPeople(
  pool: Pool,
  programId: number,
  memberIds: readonly number[],
): Promise<ReadonlyMap<number, Person>> {
  if (memberIds.length === 0) return new Map();
  const rows = await readRows(
    pool,
    personRow,
    `SELECT member_id, email, first_name, last_name FROM member_customer
     WHERE program_id = ? AND member_id IN (?) ORDER BY state = 'linked', updated_at, shop_id, customer_id`,
    [programId, memberIds],
  );
  return new Map(rows.map((person) => [person.member_id, person]));
}

/** A person's name, or else the address; null: neither was told. */
export function nameOfPerson(person: Person | undefined): string | null {
  return nameOf(person) ?? person?.email ?? null;
}

function nameOf(person: Person | undefined): string | null {
  return [person?.first_name, person?.last_name].filter(Boolean).join(" ") || null;
}

/** An account and its person as screens show them. */
export function toMemberRow(account: z.output<typeof accountRow>, person: Person | undefined): MemberRow {
  return {
    memberId: account.member_id,
    name: nameOf(person),
    email: person?.email ?? null,
    availableMinor: account.available,
    pendingMinor: account.pending,
    heldMinor: account.held,
    lastEntryAt: account.entry_count > 0 ? account.updated_at : null,
  };
}

/** A statement that finds the members of a search by indexes alone; null: everybody. */
function matching(programId: number, search: string): { sql: string; values: unknown[] } | null {
  if (search === "") return null;
  const by = (condition: string, ...values: unknown[]) => ({
    sql: `(SELECT member_id FROM member_customer WHERE program_id = ? AND ${condition} LIMIT ${MATCHES})`,
    values: [programId, ...values],
  });
  const ways = [
    by("email LIKE ?", startsWith(search)),
    by("last_name LIKE ?", startsWith(search)),
    by("first_name LIKE ?", startsWith(search)),
  ];
  const space = search.indexOf(" ");
  if (space > 0) {
    const [first, last] = [search.slice(0, space), search.slice(space + 1).trim()];
    ways.push(by("first_name = ? AND last_name LIKE ?", first, startsWith(last)));
  }
  if (/^\d{1,9}$/.test(search)) {
    ways.push({
      sql: "(SELECT id AS member_id FROM member WHERE program_id = ? AND exigo_customer_id = ?)",
      values: [programId, Number(search)],
    });
  }
  return { sql: ways.map((way) => way.sql).join(" UNION "), values: ways.flatMap((way) => way.values) };
}

/** Members of whom some customer has the tag; null: everybody. */
function withTag(programId: number, tag: string): { sql: string; values: unknown[] } | null {
  if (tag.trim() === "") return null;
  return {
    sql: `SELECT DISTINCT c.member_id FROM customer_tag t
            JOIN member_customer c ON c.program_id = t.program_id AND c.shop_id = t.shop_id
             AND c.customer_id = t.customer_id AND c.state IN ('linked', 'merged')
           WHERE t.program_id = ? AND t.tag_key = ? AND t.is_set LIMIT ${MATCHES}`,
    values: [programId, tagKey(tag)],
  };
}

function startsWith(text: string): string {
  return `${text.replace(/[\\%_]/g, "\\$&")}%`;
}
