import { z } from "zod";

import type { Evaluation } from "#core/earning";
import type { Balance, BalanceExplanation, ExplainedStep, OrderExplanation } from "#core/reading";
import type { Explanations } from "#usecases/ports/explanations";

import type { Database } from "./database.server.ts";
import { readOrderNames } from "./reports/entries.server.ts";
import { instant, json, readRows, wholeNumber } from "./reports/rows.server.ts";
import type { Reader } from "./reports/rows.server.ts";
import { inSnapshot } from "./transaction.server.ts";

const balanceRow = z.object({ available: z.number(), pending: z.number(), held: z.number() });
const accountRow = balanceRow.extend({ id: z.number() });
const stepRow = z.object({
  account_id: z.number(),
  seq: z.number(),
  kind: z.string(),
  effective_at: instant,
  cause_kind: z.string(),
  cause_ref: z.string(),
  reason_code: z.string(),
  subject: z.string().nullable(),
  available: wholeNumber,
  pending: wholeNumber,
  held: wholeNumber,
});
const orderRow = z.object({
  name: z.string().nullable(),
  placed_at: instant.nullable(),
  account_id: z.number().nullable(),
  evaluation: json,
});

const NOTHING: Balance = { availableMinor: 0, pendingMinor: 0, heldMinor: 0 };

/** What explains balances and orders, on MySQL. */
export function createMysqlExplanations(db: Pick<Database, "pool">): Explanations {
  return {
    balance: (programId, memberId, page) =>
      inSnapshot(db, (connection) => explainBalance(connection, programId, memberId, page)),
    order: (programId, shopId, orderId) =>
      inSnapshot(db, (connection) => explainOrder(connection, programId, shopId, orderId)),
  };
}

async function explainBalance(
  reader: Reader,
  programId: number,
  memberId: number,
  { beforeSeq, limit }: Parameters<Explanations["balance"]>[2],
): Promise<BalanceExplanation | null> {
  const [account] = await readRows(
    reader,
    accountRow,
    "SELECT id, available, pending, held FROM account WHERE program_id = ? AND member_id = ?",
    [programId, memberId],
  );
  if (!account) return null;
  const found = await readSteps(
    reader,
    programId,
    "e.account_id = ? AND e.seq < ? GROUP BY e.account_id, e.seq ORDER BY e.seq DESC LIMIT ?",
    [account.id, beforeSeq ?? Number.MAX_SAFE_INTEGER, limit + 1],
  );
  const steps = found.slice(0, limit);
  const after = (seq: number | undefined) => balanceAfter(reader, programId, account.id, seq);
  return {
    memberId,
    accountId: account.id,
    opening: await after(found[limit]?.seq),
    steps,
    closing: beforeSeq === null ? toBalance(account) : await after(steps[0]?.seq),
    nextBeforeSeq: found.length > limit ? (steps.at(-1)?.seq ?? null) : null,
  };
}

/** What the journal itself says stood after an entry; undefined: before the first one. */
async function balanceAfter(
  reader: Reader,
  programId: number,
  accountId: number,
  seq: number | undefined,
): Promise<Balance> {
  if (seq === undefined) return NOTHING;
  const [row] = await readRows(
    reader,
    balanceRow,
    `SELECT available_after AS available, pending_after AS pending, held_after AS held FROM entry
      WHERE program_id = ? AND account_id = ? AND seq = ?`,
    [programId, accountId, seq],
  );
  return row ? toBalance(row) : NOTHING;
}

async function explainOrder(
  reader: Reader,
  programId: number,
  shopId: number,
  orderId: string,
): Promise<OrderExplanation | null> {
  const [order] = await readRows(
    reader,
    orderRow,
    `SELECT name, placed_at, account_id, evaluation FROM order_snapshot
      WHERE program_id = ? AND shop_id = ? AND order_id = ?`,
    [programId, shopId, BigInt(orderId)],
  );
  if (!order) return null;
  return {
    shopId,
    orderId,
    name: order.name,
    placedAt: order.placed_at,
    accountId: order.account_id,
    evaluation: order.evaluation as Evaluation | null,
    // By way of the keys, which know what was decided for a subject.
    steps: await readSteps(
      reader,
      programId,
      `(e.account_id, e.seq) IN (SELECT k.account_id, k.entry_seq FROM ledger_key k
         WHERE k.program_id = ? AND k.subject = ? AND k.entry_seq IS NOT NULL)
       GROUP BY e.account_id, e.seq ORDER BY MIN(e.booked_at), e.account_id, e.seq`,
      [programId, `shop/${shopId}/order/${orderId}`],
    ),
  };
}

/** Entries of the program of which `rest` is true, each with the sums of its postings on the member's buckets. */
async function readSteps(
  reader: Reader,
  programId: number,
  rest: string,
  values: readonly unknown[],
): Promise<ExplainedStep[]> {
  const sum = (book: string): string => `SUM(IF(p.book = '${book}', p.amount, 0)) AS ${book}`;
  const rows = await readRows(
    reader,
    stepRow,
    `SELECT e.account_id, e.seq, MIN(e.kind) AS kind, MIN(e.effective_at) AS effective_at,
            MIN(e.cause_kind) AS cause_kind, MIN(e.cause_ref) AS cause_ref, MIN(e.reason_code) AS reason_code,
            MIN(e.subject) AS subject, ${sum("available")}, ${sum("pending")}, ${sum("held")}
       FROM entry e
       JOIN posting p ON p.program_id = e.program_id AND p.account_id = e.account_id AND p.seq = e.seq
      WHERE e.program_id = ? AND ${rest}`,
    [programId, ...values],
  );
  const subjects = rows.flatMap(({ subject }) => subject ?? []);
  const orderNames = await readOrderNames(reader, programId, [...new Set(subjects)]);
  return rows.map((row) => ({
    accountId: row.account_id,
    seq: row.seq,
    kind: row.kind,
    effectiveAt: row.effective_at,
    causeKind: row.cause_kind,
    causeRef: row.cause_ref,
    reasonCode: row.reason_code,
    ruleVersion: row.cause_kind === "rule" ? Number(row.cause_ref) : null,
    subject: row.subject,
    orderName: row.subject === null ? null : (orderNames.get(row.subject) ?? null),
    change: toBalance(row),
  }));
}

function toBalance({ available, pending, held }: z.output<typeof balanceRow>): Balance {
  return { availableMinor: available, pendingMinor: pending, heldMinor: held };
}
