import type { InactivityPage, MemberSince, SystemActions } from "#usecases/ports/system-actions";
import { z } from "zod";

import type { Database } from "./database.server.ts";

type Db = Pick<Database, "pool">;

const instant = z.date().transform((date) => date.toISOString());
const memberRow = z.object({ id: z.number(), created_at: instant, is_linked: z.coerce.boolean() });
const orderedRow = z.object({ member_id: z.number(), newest: instant });
const lookedAtRow = z.object({ member_id: z.number(), occasion: z.string() });

/** A page of the members who stand for themselves, and which of them are to be won back. */
export async function findInactive(
  db: Db,
  programId: number,
  { afterMemberId, notSince, limit }: Parameters<SystemActions["findInactive"]>[1],
): Promise<InactivityPage> {
  const rows: unknown = await db.pool.query(
    `SELECT m.id, m.created_at,
            EXISTS (SELECT 1 FROM member_customer c WHERE c.program_id = m.program_id AND c.member_id = m.id
                       AND c.state = 'linked') AS is_linked
       FROM member m WHERE m.program_id = ? AND m.id > ? AND m.merge_id IS NULL ORDER BY m.id LIMIT ?`,
    [programId, afterMemberId, limit],
  );
  const page = z.array(memberRow).parse(rows);
  // Who was forgotten or deleted in every shop cannot be won back.
  const linked = page.filter((member) => member.is_linked);
  const newest = await newestOrders(
    db,
    programId,
    linked.map(({ id }) => id),
  );
  const quiet = linked
    .map(({ id, created_at }): MemberSince => ({ memberId: id, since: newest.get(id) ?? created_at }))
    .filter(({ since }) => since <= notSince);
  const lastMemberId = page.length < limit ? null : (page.at(-1)?.id ?? null);
  return { members: await withoutLookedAt(db, programId, quiet), lastMemberId };
}

/** When members placed their newest order, with the orders that stay with the accounts of members merged into them. */
async function newestOrders(
  { pool }: Db,
  programId: number,
  memberIds: readonly number[],
): Promise<Map<number, string>> {
  if (memberIds.length === 0) return new Map();
  const rows: unknown = await pool.query(
    `WITH RECURSIVE person AS (
       SELECT m.id AS member_id, m.id AS part_id FROM member m WHERE m.program_id = ? AND m.id IN (?)
       UNION DISTINCT
       SELECT person.member_id, m.id FROM person
         JOIN member_merge g ON g.program_id = ? AND g.into_member_id = person.part_id
         JOIN member m ON m.program_id = g.program_id AND m.id = g.from_member_id AND m.merge_id = g.id)
     SELECT person.member_id, MAX(o.placed_at) AS newest FROM person
       JOIN account a ON a.program_id = ? AND a.member_id = person.part_id
       JOIN order_snapshot o ON o.program_id = a.program_id AND o.account_id = a.id
      WHERE o.placed_at IS NOT NULL AND o.deleted = FALSE
      GROUP BY person.member_id`,
    [programId, memberIds, programId, programId],
  );
  return new Map(
    z
      .array(orderedRow)
      .parse(rows)
      .map((row) => [row.member_id, row.newest]),
  );
}

async function withoutLookedAt(
  { pool }: Db,
  programId: number,
  members: readonly MemberSince[],
): Promise<MemberSince[]> {
  if (members.length === 0) return [];
  const rows: unknown = await pool.query(
    `SELECT member_id, occasion FROM system_action
      WHERE program_id = ? AND member_id IN (?) AND kind = 'inactivity'`,
    [programId, members.map(({ memberId }) => memberId)],
  );
  const lookedAt = new Set(
    z
      .array(lookedAtRow)
      .parse(rows)
      .map((row) => `${row.member_id}/${row.occasion}`),
  );
  return members.filter(({ memberId, since }) => !lookedAt.has(`${memberId}/${since}`));
}
