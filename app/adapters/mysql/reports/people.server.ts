import type { Pool } from "mariadb";
import { z } from "zod";

import type { CustomerState, MergeState } from "#core/people";
import type { CustomerRow, MemberPeople, MergeEnd, MergeRow } from "#core/reading";

import { createMysqlMemberFacts } from "../member-facts.server.ts";
import { readPeople } from "./members.server.ts";
import { instant, readRows } from "./rows.server.ts";

const memberRow = z.object({
  id: z.number(),
  exigo_customer_id: z.number().nullable(),
  exigo_facts_at: instant.nullable(),
  merge_id: z.number().nullable(),
});
const customerRow = z.object({
  domain: z.string(),
  customer_id: z.string(),
  email: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  state: z.custom<CustomerState>(),
});
const mergeRow = z.object({
  id: z.number(),
  state: z.custom<MergeState>(),
  from_member_id: z.number(),
  into_member_id: z.number(),
  kept_customer_id: z.string(),
  deleted_customer_id: z.string(),
  moved_name: z.string().nullable(),
  told_at: instant,
  decided_at: instant.nullable(),
  decided_by: z.string().nullable(),
});

/** Merges shown; nobody is merged more often. */
const MERGES = 20;

/** Who a member is; null: the program has no such member. */
export async function readMemberPeople(
  pool: Pool,
  programId: number,
  memberId: number,
): Promise<MemberPeople | null> {
  const [member] = await readMembersOf(pool, programId, [memberId]);
  if (!member) return null;
  const [facts, customers, merges] = await Promise.all([
    createMysqlMemberFacts({ pool }).find(programId, memberId),
    readCustomers(pool, programId, memberId),
    readMerges(pool, programId, memberId),
  ]);
  const current = merges.find((merge) => merge.mergeId === member.merge_id);
  return {
    customers,
    tags: facts.customerTags,
    exigoCustomerType: facts.exigoCustomerType,
    exigoRank: facts.exigoRank,
    exigoFactsAt: member.exigo_facts_at,
    merges,
    mergedIntoMemberId: current?.into.memberId ?? null,
  };
}

function readMembersOf(
  pool: Pool,
  programId: number,
  memberIds: readonly number[],
): Promise<z.output<typeof memberRow>[]> {
  return readRows(
    pool,
    memberRow,
    "SELECT id, exigo_customer_id, exigo_facts_at, merge_id FROM member WHERE program_id = ? AND id IN (?)",
    [programId, memberIds],
  );
}

async function readCustomers(pool: Pool, programId: number, memberId: number): Promise<CustomerRow[]> {
  const rows = await readRows(
    pool,
    customerRow,
    `SELECT s.domain, CAST(c.customer_id AS CHAR) AS customer_id, c.email, c.first_name, c.last_name, c.state
       FROM member_customer c JOIN shop s ON s.id = c.shop_id AND s.program_id = c.program_id
      WHERE c.program_id = ? AND c.member_id = ? ORDER BY c.state <> 'linked', c.shop_id, c.customer_id`,
    [programId, memberId],
  );
  return rows.map((row) => ({
    shopDomain: row.domain,
    customerId: row.customer_id,
    name: nameOf(row),
    email: row.email,
    state: row.state,
  }));
}

async function readMerges(pool: Pool, programId: number, memberId: number): Promise<MergeRow[]> {
  const rows = await readRows(
    pool,
    mergeRow,
    `SELECT g.id, g.state, g.from_member_id, g.into_member_id,
            CAST(g.kept_customer_id AS CHAR) AS kept_customer_id,
            CAST(g.deleted_customer_id AS CHAR) AS deleted_customer_id, g.told_at, g.decided_at, g.decided_by,
            (SELECT CONCAT_WS(' ', c.first_name, c.last_name) FROM member_customer c
              WHERE c.program_id = g.program_id AND c.shop_id = g.shop_id
                AND c.customer_id IN (g.kept_customer_id, g.deleted_customer_id)
                AND JSON_SEARCH(g.moved_customers, 'one', CAST(c.customer_id AS CHAR)) IS NOT NULL
              LIMIT 1) AS moved_name
       FROM member_merge g WHERE g.program_id = ? AND (g.from_member_id = ? OR g.into_member_id = ?)
      ORDER BY g.id DESC LIMIT ?`,
    [programId, memberId, memberId, MERGES],
  );
  const memberIds = [...new Set(rows.flatMap((row) => [row.from_member_id, row.into_member_id]))];
  if (memberIds.length === 0) return [];
  const [members, people] = await Promise.all([
    readMembersOf(pool, programId, memberIds),
    readPeople(pool, programId, memberIds),
  ]);
  const end = (id: number): MergeEnd => ({
    memberId: id,
    name: nameOf(people.get(id)),
    exigoCustomerId: members.find((member) => member.id === id)?.exigo_customer_id ?? null,
  });
  return rows.map((row) => ({
    mergeId: row.id,
    state: row.state,
    from: nameMoved(end(row.from_member_id), row.moved_name),
    into: end(row.into_member_id),
    keptCustomerId: row.kept_customer_id,
    deletedCustomerId: row.deleted_customer_id,
    toldAt: row.told_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
  }));
}

/** A member that was merged has no customer any more; it is called as the customer that moved. */
function nameMoved(end: MergeEnd, movedName: string | null): MergeEnd {
  return end.name === null && movedName ? { ...end, name: movedName } : end;
}

function nameOf(person: { first_name: string | null; last_name: string | null } | undefined): string | null {
  return [person?.first_name, person?.last_name].filter(Boolean).join(" ") || null;
}
