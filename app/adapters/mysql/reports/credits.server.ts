import type { PoolConnection } from "mariadb";
import { z } from "zod";

import type { EntryKind } from "#core/ledger";
import type { CreditsPage, Movement } from "#core/reading";

import type { Database } from "../database.server.ts";
import { IS_IN_SPENT_RUN } from "../ledger/spent-runs.server.ts";
import { inSnapshot } from "../transaction.server.ts";
import { readLots } from "./account.server.ts";
import { readOrderNames } from "./entries.server.ts";
import { instant, readRows, wholeNumber } from "./rows.server.ts";

/** Lots shown; what the others hold is told as one sum. */
const LOTS = 50;

const accountRow = z.object({
  account_id: z.number(),
  available: z.number(),
  pending: z.number(),
  held: z.number(),
  remaining: wholeNumber,
});
const movementRow = z.object({
  seq: z.number(),
  kind: z.custom<EntryKind>(),
  reason_code: z.string(),
  subject: z.string().nullable(),
  effective_at: instant,
  amount: wholeNumber,
  moved_in: wholeNumber,
});
const sumRow = z.object({ amount: wholeNumber });

type Account = z.output<typeof accountRow> & { readonly programId: number };
type Query = Parameters<typeof readMovements>[2];

/**
 * A customer's own credits with one page of their movements; null: the customer is no member. Reads one
 * snapshot, so that the sums agree while the ledger goes on.
 */
export async function readCreditsPage(
  db: Pick<Database, "pool">,
  programId: number,
  customer: { shopId: number; customerId: string },
  query: Query,
): Promise<CreditsPage | null> {
  return inSnapshot(db, async (connection) => {
    const [found] = await readRows(
      connection,
      accountRow,
      `SELECT a.id AS account_id, a.available, a.pending, a.held,
         (SELECT SUM(l.remaining) FROM lot l
          WHERE l.program_id = a.program_id AND l.account_id = a.id AND l.remains_until IS NOT NULL
            AND NOT ${IS_IN_SPENT_RUN}) AS remaining
       FROM member_customer c
       JOIN account a ON a.program_id = c.program_id AND a.member_id = c.member_id
       WHERE c.program_id = ? AND c.shop_id = ? AND c.customer_id = ?`,
      [programId, customer.shopId, BigInt(customer.customerId)],
    );
    if (!found) return null;
    const account = { ...found, programId };
    const lots = await readLots(connection, programId, account.account_id, LOTS);
    return {
      availableMinor: account.available,
      pendingMinor: account.pending,
      heldMinor: account.held,
      ...(await readMovements(connection, account, query)),
      lots,
      otherLotsMinor: account.remaining - lots.reduce((sum, lot) => sum + lot.remainingMinor, 0),
    };
  });
}

async function readMovements(
  connection: PoolConnection,
  account: Account,
  { beforeSeq, limit }: { beforeSeq: number | null; limit: number },
): Promise<Pick<CreditsPage, "movements" | "nextBeforeSeq">> {
  const ofAccount = [account.programId, account.account_id];
  const before = beforeSeq ?? Number.MAX_SAFE_INTEGER;
  // Only postings on the account itself carry a balance; the others stand on the program.
  const found = await readRows(
    connection,
    movementRow,
    `SELECT e.seq, e.kind, e.reason_code, e.subject, e.effective_at, SUM(p.amount) AS amount,
       SUM(GREATEST(p.amount, 0)) AS moved_in
     FROM (
       SELECT program_id, account_id, seq, kind, reason_code, subject, effective_at FROM entry
       WHERE program_id = ? AND account_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?
     ) e
     JOIN posting p ON p.program_id = e.program_id AND p.account_id = e.account_id AND p.seq = e.seq
       AND p.balance_after IS NOT NULL
     GROUP BY e.seq, e.kind, e.reason_code, e.subject, e.effective_at ORDER BY e.seq DESC`,
    [...ofAccount, before, limit + 1],
  );
  const [newer] = await readRows(
    connection,
    sumRow,
    `SELECT SUM(amount) AS amount FROM posting
     WHERE program_id = ? AND account_id = ? AND seq >= ? AND balance_after IS NOT NULL`,
    [...ofAccount, before],
  );
  const shown = found.slice(0, limit);
  const subjects = [...new Set(shown.flatMap(({ subject }) => subject ?? []))];
  const orderNames = await readOrderNames(connection, account.programId, subjects);
  return {
    movements: withBalances(
      shown,
      orderNames,
      account.available + account.pending + account.held - (newer?.amount ?? 0),
    ),
    nextBeforeSeq: found.length > limit ? (shown.at(-1)?.seq ?? null) : null,
  };
}

/** Walks back from the balance after the newest of the rows. */
function withBalances(
  rows: readonly z.output<typeof movementRow>[],
  orderNames: ReadonlyMap<string, string | null>,
  balanceMinor: number,
): Movement[] {
  let balanceAfterMinor = balanceMinor;
  return rows.map((row) => {
    const movement = {
      seq: row.seq,
      kind: row.kind,
      reasonCode: row.reason_code,
      orderName: row.subject === null ? null : (orderNames.get(row.subject) ?? null),
      effectiveAt: row.effective_at,
      amountMinor: row.amount,
      movedMinor: row.amount === 0 ? row.moved_in : 0,
      balanceAfterMinor,
    };
    balanceAfterMinor -= row.amount;
    return movement;
  });
}
