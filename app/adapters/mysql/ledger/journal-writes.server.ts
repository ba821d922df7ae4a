import { keyOfOtherEnd } from "#core/ledger";
import type { DecidedKey, EntryDraft } from "#core/ledger";
import { insertRows } from "./statements.server.ts";
import type { Statement } from "./statements.server.ts";

/** An entry's place in the chain of its account. */
export interface ChainLink {
  readonly previous: Buffer;
  readonly own: Buffer;
}

const KEY_COLUMNS = [
  "program_id",
  "business_key",
  "content_hash",
  "account_id",
  "entry_seq",
  "subject",
  "subject_version",
  "subject_effect",
  "reverses_key",
  "reversed_amount",
  "result",
  "decided_at",
];
const ENTRY_COLUMNS = [
  "program_id",
  "account_id",
  "seq",
  "kind",
  "business_key",
  "subject",
  "effective_at",
  "booked_at",
  "cause_kind",
  "cause_ref",
  "reason_code",
  "trace",
  "prev_hash",
  "hash",
];
const POSTING_COLUMNS = ["program_id", "account_id", "seq", "line", "book", "amount", "balance_after"];
const NOTE_COLUMNS = ["program_id", "account_id", "seq", "note"];

/** The keys with their answers; a movement between accounts has one for each end. */
export function keyWrites(
  programId: number,
  decidedAt: string,
  decided: readonly DecidedKey[],
): (Statement | null)[] {
  const rows = decided.flatMap((each) => {
    const [own, otherEnd] = each.entries;
    const row = keyRow(programId, decidedAt, each, each.command.key, each.command.accountId, own);
    if (!otherEnd) return [row];
    const otherKey = keyOfOtherEnd(each.command.key);
    const unreversing = { ...each, reversal: null };
    return [row, keyRow(programId, decidedAt, unreversing, otherKey, otherEnd.accountId, otherEnd)];
  });
  return [insertRows("ledger_key", KEY_COLUMNS, rows)];
}

function keyRow(
  programId: number,
  decidedAt: string,
  { command, contentDigest, subjectEffectMinor, reversal, result }: DecidedKey,
  key: string,
  accountId: number,
  entry: EntryDraft | undefined,
): unknown[] {
  // A refusal decides nothing about its subject: an older version may still be told.
  const earn = command.kind === "earn" && result.ok ? command : null;
  return [
    programId,
    key,
    Buffer.from(contentDigest, "hex"),
    accountId,
    entry?.seq ?? null,
    earn?.subject ?? null,
    earn?.subjectVersion ?? null,
    subjectEffectMinor,
    reversal?.key ?? null,
    reversal?.amountMinor ?? null,
    JSON.stringify(result),
    new Date(decidedAt),
  ];
}

/** Entries, their postings and notes. */
export function entryWrites(
  programId: number,
  decided: readonly DecidedKey[],
  links: ReadonlyMap<EntryDraft, ChainLink>,
): (Statement | null)[] {
  const entries = decided.flatMap(({ command, entries: made }) => made.map((entry) => ({ command, entry })));
  const entryRows = entries.map(({ command, entry }) => [
    programId,
    entry.accountId,
    entry.seq,
    entry.kind,
    entry.key,
    entry.subject,
    new Date(entry.effectiveAt),
    new Date(entry.bookedAt),
    entry.cause.kind,
    entry.cause.ref,
    entry.reasonCode,
    command.trace === undefined ? null : JSON.stringify(command.trace),
    links.get(entry)?.previous,
    links.get(entry)?.own,
  ]);
  const postingRows = entries.flatMap(({ entry }) =>
    entry.postings.map(({ book, amountMinor, balanceAfterMinor }, line) => {
      return [programId, entry.accountId, entry.seq, line, book, amountMinor, balanceAfterMinor];
    }),
  );
  const noteRows = entries.flatMap(({ command, entry }) =>
    command.note ? [[programId, entry.accountId, entry.seq, command.note]] : [],
  );
  return [
    insertRows("entry", ENTRY_COLUMNS, entryRows),
    insertRows("posting", POSTING_COLUMNS, postingRows),
    insertRows("entry_note", NOTE_COLUMNS, noteRows),
  ];
}
