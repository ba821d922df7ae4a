import type { Pool } from "mariadb";
import { z } from "zod";

import type { Evaluation } from "#core/earning";

import type { AccountPage, LotRow, OrderRow } from "#core/reading";
import { IS_IN_SPENT_RUN } from "../ledger/spent-runs.server.ts";
import { readEntries } from "./entries.server.ts";
import { accountRow, readPeople, toMemberRow } from "./members.server.ts";
import { HANDED_OVER, readPointIntents } from "./point-intents.server.ts";
import { instant, json, readRows, wholeNumber } from "./rows.server.ts";
import type { Reader } from "./rows.server.ts";

/** Orders shown beside the entries. */
const ORDERS = 20;
/** Lots shown; an account with more is rare, and the sooner they expire the more they matter. */
const LOTS = 50;

const headRow = accountRow.extend({
  account_id: z.number(),
  exigo_customer_id: z.number().nullable(),
  balance: z.number().nullable(),
  drift: z.number().nullable(),
  observed_at: instant.nullable(),
  unconfirmed: wholeNumber,
});
const caseRow = z.object({ id: z.number(), amount: z.number() });
const orderRow = z.object({
  order_id: wholeNumber,
  name: z.string().nullable(),
  placed_at: instant.nullable(),
  evaluation: json,
});
const lotRow = z.object({
  entry_seq: z.number(),
  amount: z.number(),
  remaining: z.number(),
  available_from: instant,
  expires_at: instant.nullable(),
});

/** A member's account with one page of its entries; null: the program has no such member. */
export async function readAccountPage(
  pool: Pool,
  programId: number,
  memberId: number,
  query: { beforeSeq: number | null; limit: number },
): Promise<AccountPage | null> {
  const [head] = await readRows(
    pool,
    headRow,
    `SELECT a.id AS account_id, a.member_id, a.available, a.pending, a.held, a.entry_count, a.updated_at,
       m.exigo_customer_id, o.balance, o.drift, o.observed_at,
       (SELECT COUNT(*) FROM intent i WHERE i.program_id = a.program_id AND i.account_id = a.id
          AND i.kind = 'exigo.point' AND i.mirror = c.mirror AND i.state <> 'confirmed') AS unconfirmed
     FROM account a
     JOIN member m ON m.program_id = a.program_id AND m.id = a.member_id
     LEFT JOIN exigo_connection c ON c.program_id = a.program_id
     LEFT JOIN exigo_observation o ON o.program_id = a.program_id AND o.account_id = a.id
     WHERE a.program_id = ? AND a.member_id = ?`,
    [programId, memberId],
  );
  if (!head) return null;
  const account = { programId, accountId: head.account_id };
  const [people, { entries, nextBeforeSeq }, orders, lots, handedOver, [openCase]] = await Promise.all([
    readPeople(pool, programId, [memberId]),
    readEntries(pool, account, query),
    readOrders(pool, programId, head.account_id),
    readLots(pool, programId, head.account_id),
    readPointIntents(pool, account, [HANDED_OVER]),
    readRows(
      pool,
      caseRow,
      `SELECT id, amount FROM drift_case
        WHERE program_id = ? AND account_id = ? AND state = 'open' ORDER BY id DESC LIMIT 1`,
      [programId, head.account_id],
    ),
  ]);
  return {
    member: {
      ...toMemberRow(head, people.get(memberId)),
      accountId: head.account_id,
      exigoCustomerId: head.exigo_customer_id,
    },
    entries,
    nextBeforeSeq,
    orders,
    lots,
    exigo: exigoOf(head),
    handedOver,
    openCase: openCase ? { caseId: openCase.id, driftMinor: openCase.amount } : null,
  };
}

function exigoOf(head: z.output<typeof headRow>): AccountPage["exigo"] {
  const { balance, drift, observed_at: observedAt, unconfirmed } = head;
  if (balance === null || drift === null || observedAt === null) return null;
  return { balanceMinor: balance, driftMinor: drift, observedAt, unconfirmed };
}

async function readOrders(pool: Pool, programId: number, accountId: number): Promise<OrderRow[]> {
  const rows = await readRows(
    pool,
    orderRow,
    `SELECT order_id, name, placed_at, evaluation FROM order_snapshot
     WHERE program_id = ? AND account_id = ? ORDER BY placed_at DESC, order_id DESC LIMIT ?`,
    [programId, accountId, ORDERS],
  );
  return rows.map((row) => ({
    orderId: String(row.order_id),
    name: row.name,
    placedAt: row.placed_at,
    evaluation: row.evaluation as Evaluation | null,
  }));
}

/** At most `limit` lots with something remaining, soonest expiry first. */
export async function readLots(
  reader: Reader,
  programId: number,
  accountId: number,
  limit = LOTS,
): Promise<LotRow[]> {
  const rows = await readRows(
    reader,
    lotRow,
    `SELECT l.entry_seq, l.amount, l.remaining, l.available_from, l.expires_at FROM lot l
     WHERE l.program_id = ? AND l.account_id = ? AND l.remains_until IS NOT NULL AND NOT ${IS_IN_SPENT_RUN}
     ORDER BY l.remains_until, l.entry_seq LIMIT ?`,
    [programId, accountId, limit],
  );
  return rows.map((row) => ({
    entrySeq: row.entry_seq,
    amountMinor: row.amount,
    remainingMinor: row.remaining,
    availableFrom: row.available_from,
    expiresAt: row.expires_at,
  }));
}
