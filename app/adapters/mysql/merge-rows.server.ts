import type { PoolConnection } from "mariadb";
import { z } from "zod";

import type { MergeState } from "#core/people";
import type { MemberMerge, MemberMerges } from "#usecases/ports/member-merges";

import { readJson } from "./json-column.server.ts";
import { askForBalances } from "./member-rows.server.ts";

type Connection = Pick<PoolConnection, "query">;

const mergeRow = z.object({
  id: z.number(),
  state: z.custom<MergeState>(),
  from_member_id: z.number(),
  from_account_id: z.number(),
  into_member_id: z.number(),
  into_account_id: z.number(),
});
const customerRow = z.object({ shop_id: z.number(), customer_id: z.string() });
const movedRow = z.object({ moved_customers: z.unknown() });

interface Members {
  readonly fromMemberId: number;
  readonly intoMemberId: number;
}

/** One merge, by its number or by the customer that is gone; null: there is none. Its row is not locked. */
export async function readMerge(
  connection: Connection,
  programId: number,
  which: { mergeId: number } | { shopId: number; deletedCustomerId: string },
): Promise<MemberMerge | null> {
  const [condition, values] =
    "mergeId" in which
      ? ["g.id = ?", [which.mergeId]]
      : ["g.shop_id = ? AND g.deleted_customer_id = ?", [which.shopId, BigInt(which.deletedCustomerId)]];
  const [row] = z.array(mergeRow).parse(
    await connection.query(
      `SELECT g.id, g.state, g.from_member_id, f.id AS from_account_id, g.into_member_id, t.id AS into_account_id
         FROM member_merge g
         JOIN account f ON f.program_id = g.program_id AND f.member_id = g.from_member_id
         JOIN account t ON t.program_id = g.program_id AND t.member_id = g.into_member_id
        WHERE g.program_id = ? AND ${condition}`,
      [programId, ...values],
    ),
  );
  if (!row) return null;
  return {
    mergeId: row.id,
    state: row.state,
    from: { memberId: row.from_member_id, accountId: row.from_account_id },
    into: { memberId: row.into_member_id, accountId: row.into_account_id },
  };
}

/** Stores a merge that waits. */
export async function insertMerge(
  connection: Connection,
  merge: Members & {
    programId: number;
    shopId: number;
    keptCustomerId: string;
    deletedCustomerId: string;
  },
): Promise<number> {
  const { insertId } = await connection.query<{ insertId: number }>(
    `INSERT INTO member_merge (program_id, shop_id, kept_customer_id, deleted_customer_id, from_member_id,
       into_member_id, moved_customers, state, told_at)
     VALUES (?, ?, ?, ?, ?, ?, '[]', 'waiting', UTC_TIMESTAMP(3))`,
    [
      merge.programId,
      merge.shopId,
      BigInt(merge.keptCustomerId),
      BigInt(merge.deletedCustomerId),
      merge.fromMemberId,
      merge.intoMemberId,
    ],
  );
  return insertId;
}

/** Moves all customers of one member to the other and remembers which they were. */
export async function joinMembers(
  connection: Connection,
  programId: number,
  mergeId: number,
  { fromMemberId, intoMemberId }: Members,
): Promise<void> {
  const moved = z.array(customerRow).parse(
    await connection.query(
      `SELECT shop_id, CAST(customer_id AS CHAR) AS customer_id FROM member_customer
        WHERE program_id = ? AND member_id = ? ORDER BY shop_id, customer_id FOR UPDATE`,
      [programId, fromMemberId],
    ),
  );
  await connection.query("UPDATE member_customer SET member_id = ? WHERE program_id = ? AND member_id = ?", [
    intoMemberId,
    programId,
    fromMemberId,
  ]);
  await connection.query("UPDATE member SET merge_id = ? WHERE program_id = ? AND id = ?", [
    mergeId,
    programId,
    fromMemberId,
  ]);
  await connection.query(
    `UPDATE member_merge SET state = 'merged', from_member_id = ?, into_member_id = ?, moved_customers = ?
      WHERE program_id = ? AND id = ?`,
    [
      fromMemberId,
      intoMemberId,
      JSON.stringify(moved.map((row) => [row.shop_id, row.customer_id])),
      programId,
      mergeId,
    ],
  );
  await askForBalances(connection, programId, intoMemberId);
}

/** Ends the waiting of a merge under its row's lock; the same decision again is answered with yes. */
export async function decideWaiting(
  connection: PoolConnection,
  programId: number,
  mergeId: number,
  { intoMemberId, staff }: Parameters<MemberMerges["decide"]>[2],
): Promise<boolean> {
  const merge = await lockMerge(connection, programId, mergeId);
  if (!merge) return false;
  const { from, into, state } = merge;
  if (state !== "waiting") {
    return intoMemberId === null ? state === "apart" : state === "merged" && into.memberId === intoMemberId;
  }
  if (intoMemberId !== null) {
    const members = [from.memberId, into.memberId];
    const fromMemberId = members.find((memberId) => memberId !== intoMemberId);
    if (!members.includes(intoMemberId) || fromMemberId === undefined) return false;
    if (await wasMerged(connection, programId, members)) return false;
    await joinMembers(connection, programId, mergeId, { fromMemberId, intoMemberId });
  }
  await connection.query(
    `UPDATE member_merge SET state = ?, decided_at = UTC_TIMESTAMP(3), decided_by = ?
      WHERE program_id = ? AND id = ?`,
    [intoMemberId === null ? "apart" : "merged", staff, programId, mergeId],
  );
  return true;
}

/** From now on nothing is passed on; the customers are moved back when the credits are. */
export async function beginUndo(
  connection: PoolConnection,
  programId: number,
  mergeId: number,
): ReturnType<MemberMerges["beginUndo"]> {
  const merge = await lockMerge(connection, programId, mergeId);
  if (!merge) return { ok: false, refusal: { code: "merge_unknown" } };
  if (merge.state !== "merged" && merge.state !== "undoing") {
    return { ok: false, refusal: { code: "merge_not_merged" } };
  }
  if (await wasMerged(connection, programId, [merge.into.memberId])) {
    return { ok: false, refusal: { code: "kept_was_merged" } };
  }
  await connection.query("UPDATE member SET merge_id = NULL WHERE program_id = ? AND id = ?", [
    programId,
    merge.from.memberId,
  ]);
  await connection.query("UPDATE member_merge SET state = 'undoing' WHERE program_id = ? AND id = ?", [
    programId,
    mergeId,
  ]);
  return { ok: true, merge };
}

/** Gives each member its customers again, or lets the merge stand. A customer that is gone in Shopify stays gone. */
export async function endUndo(
  connection: PoolConnection,
  programId: number,
  mergeId: number,
  { undone, staff }: Parameters<MemberMerges["endUndo"]>[2],
): Promise<void> {
  const merge = await lockMerge(connection, programId, mergeId);
  if (merge?.state !== "undoing") return;
  const { from, into } = merge;
  if (!undone) {
    await connection.query("UPDATE member SET merge_id = ? WHERE program_id = ? AND id = ?", [
      mergeId,
      programId,
      from.memberId,
    ]);
    await connection.query("UPDATE member_merge SET state = 'merged' WHERE program_id = ? AND id = ?", [
      programId,
      mergeId,
    ]);
    return;
  }
  for (const [shopId, customerId] of await movedBy(connection, programId, mergeId)) {
    await connection.query(
      `UPDATE member_customer SET member_id = ?
        WHERE program_id = ? AND shop_id = ? AND customer_id = ? AND member_id = ?`,
      [from.memberId, programId, shopId, BigInt(customerId), into.memberId],
    );
  }
  await connection.query(
    `UPDATE member_customer c
       JOIN member_merge g ON g.program_id = c.program_id AND g.shop_id = c.shop_id
        AND g.deleted_customer_id = c.customer_id
        SET c.state = 'deleted'
      WHERE g.program_id = ? AND g.id = ? AND c.state = 'merged'`,
    [programId, mergeId],
  );
  await connection.query(
    `UPDATE member_merge SET state = 'undone', decided_at = UTC_TIMESTAMP(3), decided_by = ?
      WHERE program_id = ? AND id = ?`,
    [staff, programId, mergeId],
  );
  for (const { memberId } of [from, into]) await askForBalances(connection, programId, memberId);
}

/** True when one of the members was merged into another one; locks their rows. */
async function wasMerged(
  connection: Connection,
  programId: number,
  memberIds: readonly number[],
): Promise<boolean> {
  const rows: { merge_id: number | null }[] = await connection.query(
    "SELECT merge_id FROM member WHERE program_id = ? AND id IN (?) ORDER BY id FOR UPDATE",
    [programId, memberIds],
  );
  return rows.some((row) => row.merge_id !== null);
}

async function movedBy(
  connection: Connection,
  programId: number,
  mergeId: number,
): Promise<[number, string][]> {
  const [row] = z
    .array(movedRow)
    .parse(
      await connection.query("SELECT moved_customers FROM member_merge WHERE program_id = ? AND id = ?", [
        programId,
        mergeId,
      ]),
    );
  return readJson<[number, string][]>(row?.moved_customers ?? "[]");
}

async function lockMerge(
  connection: PoolConnection,
  programId: number,
  mergeId: number,
): Promise<MemberMerge | null> {
  await connection.query("SELECT id FROM member_merge WHERE program_id = ? AND id = ? FOR UPDATE", [
    programId,
    mergeId,
  ]);
  return readMerge(connection, programId, { mergeId });
}
