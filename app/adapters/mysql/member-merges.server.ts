import type { PoolConnection, UpsertResult } from "mariadb";
import { z } from "zod";

import { judgeMerge, mergeKeyPrefix } from "#core/people";
import type { MergedAccount, MergingMember } from "#core/people";
import type {
  MemberMerge,
  MemberMerges,
  MergedCustomers,
  RecordedMerge,
} from "#usecases/ports/member-merges";

import type { Database } from "./database.server.ts";
import { gatherReads } from "./gather.server.ts";
import { askForBalances, insertCustomer, insertMember, unknownCustomer } from "./member-rows.server.ts";
import {
  beginUndo,
  decideWaiting,
  endUndo,
  insertMerge,
  joinMembers,
  readMerge,
} from "./merge-rows.server.ts";
import { inTransaction, isDuplicateKey } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

const linkRow = z.object({
  customer_id: z.string(),
  member_id: z.number(),
  exigo_customer_id: z.number().nullable(),
});
const mergedRow = z.object({
  name: z.string(),
  account_id: z.number(),
  into_account_id: z.number(),
  merge_id: z.number(),
  entry_count: z.number(),
  updated_at: z.date(),
  can_pass_on: z.coerce.boolean(),
});
const keyRow = z.object({ business_key: z.string() });

/** Merges of members on MySQL. */
export function createMysqlMemberMerges(db: Db): MemberMerges {
  const findMerged = gatherReads((keys: readonly string[]) => findMergedAccounts(db, keys));
  return {
    record: (programId, shopId, customers) => record(db, programId, shopId, customers),
    find: (programId, mergeId) => readMerge(db.pool, programId, { mergeId }),
    decide: (programId, mergeId, decision) =>
      inTransaction(db, (connection) => decideWaiting(connection, programId, mergeId, decision)),
    beginUndo: (programId, mergeId) =>
      inTransaction(db, (connection) => beginUndo(connection, programId, mergeId)),
    endUndo: (programId, mergeId, end) =>
      inTransaction(db, (connection) => endUndo(connection, programId, mergeId, end)),
    async findMergedAccounts(programId, accountIds) {
      const found = await Promise.all(accountIds.map((accountId) => findMerged(`${programId}/${accountId}`)));
      return found.flatMap((account) => account ?? []);
    },
    findLeftOver: (limit) => findLeftOver(db, limit),
    listTransfers: (programId, merge) => listTransfers(db, programId, merge),
  };
}

async function record(
  db: Db,
  programId: number,
  shopId: number,
  customers: MergedCustomers,
): Promise<RecordedMerge> {
  try {
    return await inTransaction(db, (connection) => recordOnce(connection, programId, shopId, customers));
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // One of the customers, or the same telling, came in elsewhere at the same moment and has committed first.
    return record(db, programId, shopId, customers);
  }
}

async function recordOnce(
  connection: PoolConnection,
  programId: number,
  shopId: number,
  customers: MergedCustomers,
): Promise<RecordedMerge> {
  const { keptCustomerId, deletedCustomerId } = customers;
  const shop = { programId, shopId };
  const links = await lockLinks(connection, shop, [keptCustomerId, deletedCustomerId]);
  const told = await readMerge(connection, programId, { shopId, deletedCustomerId });
  if (told) return told;
  const judgement = judgeMerge(links.get(keptCustomerId) ?? null, links.get(deletedCustomerId) ?? null);
  if (judgement.outcome === "unknown" || judgement.outcome === "joins") {
    const memberId =
      judgement.outcome === "joins"
        ? judgement.memberId
        : (await insertMember(connection, programId)).memberId;
    for (const customerId of [keptCustomerId, deletedCustomerId]) {
      if (links.has(customerId)) continue;
      await insertCustomer(connection, { ...shop, memberId }, unknownCustomer(customerId));
    }
    const isMarked = await markMerged(connection, shop, deletedCustomerId);
    if (isMarked || links.size < 2) await askForBalances(connection, programId, memberId);
    return { state: "joined" };
  }
  const { outcome, fromMemberId, intoMemberId } = judgement;
  const mergeId = await insertMerge(connection, { ...shop, ...customers, fromMemberId, intoMemberId });
  await markMerged(connection, shop, deletedCustomerId);
  if (outcome === "merges") await joinMembers(connection, programId, mergeId, { fromMemberId, intoMemberId });
  const merge = await readMerge(connection, programId, { mergeId });
  return merge ?? { state: "joined" };
}

/** The members of the customers, their rows locked in the order of their ids. */
async function lockLinks(
  connection: PoolConnection,
  { programId, shopId }: { programId: number; shopId: number },
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, MergingMember>> {
  const rows = z.array(linkRow).parse(
    await connection.query(
      `SELECT CAST(c.customer_id AS CHAR) AS customer_id, c.member_id, m.exigo_customer_id
         FROM member_customer c
         JOIN member m ON m.program_id = c.program_id AND m.id = c.member_id
        WHERE c.program_id = ? AND c.shop_id = ? AND c.customer_id IN (?)
        ORDER BY c.customer_id FOR UPDATE`,
      [programId, shopId, customerIds.map(BigInt)],
    ),
  );
  return new Map(
    rows.map((row) => [row.customer_id, { memberId: row.member_id, exigoCustomerId: row.exigo_customer_id }]),
  );
}

/**
 * The customer is gone in Shopify; webhooks that still name it find the member by its link. False: that was known, or
 * the link is none that can go.
 */
async function markMerged(
  connection: PoolConnection,
  { programId, shopId }: { programId: number; shopId: number },
  customerId: string,
): Promise<boolean> {
  const { affectedRows }: UpsertResult = await connection.query(
    `UPDATE member_customer SET state = 'merged', state_at = UTC_TIMESTAMP(3)
      WHERE program_id = ? AND shop_id = ? AND customer_id = ? AND state = 'linked'`,
    [programId, shopId, BigInt(customerId)],
  );
  return affectedRows === 1;
}

/** By program and account. Every posting asks it, and nearly all of them about accounts that were never merged. */
async function findMergedAccounts(
  { pool }: Db,
  keys: readonly string[],
): Promise<Map<string, MergedAccount>> {
  const rows = z.array(mergedRow).parse(
    await pool.query(
      `SELECT CONCAT_WS('/', a.program_id, a.id) AS name, a.id AS account_id, t.id AS into_account_id, m.merge_id,
              a.entry_count, a.updated_at, (a.available <> 0 OR a.pending <> 0) AND a.held = 0 AS can_pass_on
         FROM account a
         JOIN member m ON m.program_id = a.program_id AND m.id = a.member_id
         JOIN member_merge g ON g.program_id = m.program_id AND g.id = m.merge_id
         JOIN account t ON t.program_id = g.program_id AND t.member_id = g.into_member_id
        WHERE ${keys.map(() => "(a.program_id = ? AND a.id = ?)").join(" OR ")}`,
      keys.flatMap((key) => key.split("/").map(Number)),
    ),
  );
  return new Map(
    rows.map((row) => [
      row.name,
      {
        accountId: row.account_id,
        intoAccountId: row.into_account_id,
        mergeId: row.merge_id,
        entryCount: row.entry_count,
        updatedAt: row.updated_at.toISOString(),
        canPassOn: row.can_pass_on,
      },
    ]),
  );
}

/** Merges are few, so all of them are looked at. */
async function findLeftOver(
  { pool }: Db,
  limit: number,
): Promise<{ programId: number; accountId: number }[]> {
  return pool.query(
    `SELECT a.program_id AS programId, a.id AS accountId
       FROM member_merge g
       JOIN member m ON m.program_id = g.program_id AND m.id = g.from_member_id AND m.merge_id = g.id
       JOIN account a ON a.program_id = m.program_id AND a.member_id = m.id
      WHERE (a.available <> 0 OR a.pending <> 0) AND a.held = 0 LIMIT ?`,
    [limit],
  );
}

/** The keys of a merge share a beginning; a movement's own key ends with a number, its other end and return do not. */
async function listTransfers({ pool }: Db, programId: number, merge: MemberMerge): Promise<string[]> {
  const prefix = mergeKeyPrefix(merge.mergeId);
  const rows = z.array(keyRow).parse(
    await pool.query(
      `SELECT k.business_key FROM ledger_key k
        WHERE k.program_id = ? AND k.business_key LIKE ? AND k.account_id = ? AND k.entry_seq IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM ledger_key r
                           WHERE r.program_id = k.program_id AND r.reverses_key = k.business_key
                             AND r.entry_seq IS NOT NULL)
        ORDER BY k.key_seq DESC`,
      [programId, `${prefix}%`, merge.from.accountId],
    ),
  );
  return rows.map(({ business_key: key }) => key).filter((key) => /^\d+$/.test(key.slice(prefix.length)));
}
