import type { Pool } from "mariadb";
import { z } from "zod";

import type { Evaluation } from "#core/earning";
import type { Book, EntryKind } from "#core/ledger";

import type { EntryRow } from "#core/reading";
import { movementsOf } from "../ledger/movement-rows.server.ts";
import { readPointIntents } from "./point-intents.server.ts";
import { instant, json, readRows, wholeNumber } from "./rows.server.ts";
import type { Reader } from "./rows.server.ts";

interface AccountKey {
  readonly programId: number;
  readonly accountId: number;
}

const entryRow = z.object({
  seq: z.number(),
  kind: z.custom<EntryKind>(),
  business_key: z.string(),
  subject: z.string().nullable(),
  effective_at: instant,
  booked_at: instant,
  cause_kind: z.string(),
  cause_ref: z.string(),
  reason_code: z.string(),
  trace: json,
  note: z.string().nullable(),
});
const postingRow = z.object({
  seq: z.number(),
  book: z.custom<Book>(),
  amount: z.number(),
  balance_after: z.number().nullable(),
});
const movementRow = z.object({
  entry_seq: z.number(),
  lot_seq: z.number(),
  lot_line: z.number(),
  amount: z.number(),
  more: z.unknown(),
});
const reversalRow = z.object({ by_seq: z.number(), of_seq: z.number() });
const traceRow = z.object({ seq: z.number(), subject: z.string(), trace: json });
const orderNameRow = z.object({ shop_id: z.number(), order_id: wholeNumber, name: z.string().nullable() });

const ORDER_SUBJECT = /^shop\/(\d+)\/order\/(\d+)$/;

type Entry = z.output<typeof entryRow>;
type Details = Awaited<ReturnType<typeof readDetails>>;

/** One page of an account's entries, newest first, each with all that explains it. */
export async function readEntries(
  pool: Pool,
  account: AccountKey,
  { beforeSeq, limit }: { beforeSeq: number | null; limit: number },
): Promise<{ entries: EntryRow[]; nextBeforeSeq: number | null }> {
  const found = await readRows(
    pool,
    entryRow,
    `SELECT e.seq, e.kind, e.business_key, e.subject, e.effective_at, e.booked_at, e.cause_kind, e.cause_ref,
       e.reason_code, e.trace, n.note
     FROM entry e
     LEFT JOIN entry_note n ON n.program_id = e.program_id AND n.account_id = e.account_id AND n.seq = e.seq
     WHERE e.program_id = ? AND e.account_id = ? AND e.seq < ? ORDER BY e.seq DESC LIMIT ?`,
    [account.programId, account.accountId, beforeSeq ?? Number.MAX_SAFE_INTEGER, limit + 1],
  );
  const shown = found.slice(0, limit);
  if (shown.length === 0) return { entries: [], nextBeforeSeq: null };
  const details = await readDetails(pool, account, shown);
  return {
    entries: shown.map((entry) => toEntryRow(entry, details)),
    nextBeforeSeq: found.length > limit ? (shown.at(-1)?.seq ?? null) : null,
  };
}

async function readDetails(pool: Pool, { programId, accountId }: AccountKey, entries: readonly Entry[]) {
  const seqs = entries.map((entry) => entry.seq);
  const keys = entries.map((entry) => entry.business_key);
  const subjects = [...new Set(entries.flatMap((entry) => entry.subject ?? []))];
  const ofEntries = [programId, accountId, seqs];
  const [postings, movements, intents, reversals, traces, orderNames] = await Promise.all([
    readRows(
      pool,
      postingRow,
      `SELECT seq, book, amount, balance_after FROM posting
       WHERE program_id = ? AND account_id = ? AND seq IN (?) ORDER BY seq, line`,
      ofEntries,
    ),
    readRows(
      pool,
      movementRow,
      `SELECT entry_seq, lot_seq, lot_line, amount, more FROM lot_movement
       WHERE program_id = ? AND account_id = ? AND entry_seq IN (?)`,
      ofEntries,
    ),
    readPointIntents(pool, { programId, accountId }, seqs),
    readReversals(pool, programId, keys),
    readTraces(pool, { programId, accountId }, subjects),
    readOrderNames(pool, programId, subjects),
  ]);
  return { postings, movements, intents, reversals, traces, orderNames };
}

function readReversals(pool: Pool, programId: number, keys: readonly string[]) {
  const pairs = `SELECT r.entry_seq AS by_seq, o.entry_seq AS of_seq FROM ledger_key r
    JOIN ledger_key o ON o.program_id = r.program_id AND o.business_key = r.reverses_key
    WHERE r.program_id = ? AND r.entry_seq IS NOT NULL AND o.entry_seq IS NOT NULL`;
  return readRows(
    pool,
    reversalRow,
    `${pairs} AND r.business_key IN (?) UNION ${pairs} AND r.reverses_key IN (?)`,
    [programId, keys, programId, keys],
  );
}

/** Every evaluation of the orders on the page, so that an entry can say what changed since the one before it. */
async function readTraces(pool: Pool, { programId, accountId }: AccountKey, subjects: readonly string[]) {
  if (subjects.length === 0) return [];
  return readRows(
    pool,
    traceRow,
    // By way of the keys, which know what was decided for a subject: an account may have a great many entries.
    `SELECT e.seq, e.subject, e.trace
     FROM ledger_key k FORCE INDEX (ledger_key_program_id_subject_idx)
     STRAIGHT_JOIN entry e ON e.program_id = k.program_id AND e.account_id = k.account_id AND e.seq = k.entry_seq
     WHERE k.program_id = ? AND k.subject IN (?) AND k.account_id = ? ORDER BY e.seq`,
    [programId, subjects, accountId],
  );
}

/** Names of the orders among the subjects, by subject; an order that only a refund told of has none. */
export async function readOrderNames(
  reader: Reader,
  programId: number,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const orders = subjects.flatMap((subject) => {
    const match = ORDER_SUBJECT.exec(subject);
    return match ? [[Number(match[1]), match[2]]] : [];
  });
  if (orders.length === 0) return new Map();
  const rows = await readRows(
    reader,
    orderNameRow,
    `SELECT shop_id, order_id, name FROM order_snapshot
     WHERE program_id = ? AND (${orders.map(() => "(shop_id = ? AND order_id = ?)").join(" OR ")})`,
    [programId, ...orders.flat()],
  );
  return new Map(rows.map((row) => [`shop/${row.shop_id}/order/${row.order_id}`, row.name]));
}

function toEntryRow(entry: Entry, details: Details): EntryRow {
  const postings = details.postings.filter((posting) => posting.seq === entry.seq);
  const onMember = postings.filter((posting) => posting.balance_after !== null);
  const before = details.traces.findLast((trace) => trace.subject === entry.subject && trace.seq < entry.seq);
  // Sign-ups, birthdays and other events earn, too, and have a trace of their own.
  const isEarning = entry.kind === "earn" && ORDER_SUBJECT.test(entry.subject ?? "");
  return {
    seq: entry.seq,
    kind: entry.kind,
    key: entry.business_key,
    amountMinor: onMember.reduce((sum, posting) => sum + posting.amount, 0),
    balanceAfterMinor: onMember.find((posting) => posting.book === "available")?.balance_after ?? 0,
    effectiveAt: entry.effective_at,
    bookedAt: entry.booked_at,
    causeKind: entry.cause_kind,
    causeRef: entry.cause_ref,
    reasonCode: entry.reason_code,
    note: entry.note,
    evaluation: isEarning ? (entry.trace as Evaluation | null) : null,
    evaluationBefore: isEarning && before ? (before.trace as Evaluation | null) : null,
    orderName: entry.subject === null ? null : (details.orderNames.get(entry.subject) ?? null),
    reversedBySeq: details.reversals.find((pair) => pair.of_seq === entry.seq)?.by_seq ?? null,
    reversesSeq: details.reversals.find((pair) => pair.by_seq === entry.seq)?.of_seq ?? null,
    postings: postings.map(({ book, amount }) => ({ book, amountMinor: amount })),
    lotMovements: details.movements
      .filter((row) => row.entry_seq === entry.seq)
      .flatMap(movementsOf)
      .map(({ lot, amountMinor }) => ({ entrySeq: lot.entrySeq, amountMinor }))
      .sort((a, b) => a.entrySeq - b.entrySeq),
    exigo: details.intents.find((intent) => intent.entrySeq === entry.seq) ?? null,
  };
}
