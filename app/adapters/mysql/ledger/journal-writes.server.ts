import type { DecidedKey, EntryDraft } from "#core/ledger";
import { datetime, insertRows } from "./statements.server.ts";
import type { HexBytes, Statement } from "./statements.server.ts";

/** An entry's place in the chain of its account. */
export interface ChainLink {
  readonly previous: HexBytes;
  readonly own: HexBytes;
  /** The trace as it is stored; null without one. */
  readonly trace: string | null;
}

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
  "shop_id",
  "available_after",
  "pending_after",
  "held_after",
  "trace",
  "prev_hash",
  "hash",
];
const POSTING_COLUMNS = ["program_id", "account_id", "seq", "line", "book", "amount", "balance_after"];
const NOTE_COLUMNS = ["program_id", "account_id", "seq", "note"];

/** Entries, their postings and notes. */
export function entryWrites(
  programId: number,
  decided: readonly DecidedKey[],
  links: ReadonlyMap<EntryDraft, ChainLink>,
): (Statement | null)[] {
  const entries = decided.flatMap(({ command, entries: made }) => made.map((entry) => ({ command, entry })));
  const entryRows = entries.map(({ entry }) => [
    programId,
    entry.accountId,
    entry.seq,
    entry.kind,
    entry.key,
    entry.subject,
    datetime(entry.effectiveAt),
    datetime(entry.bookedAt),
    entry.cause.kind,
    entry.cause.ref,
    entry.reasonCode,
    entry.shopId,
    entry.balancesMinor.available,
    entry.balancesMinor.pending,
    entry.balancesMinor.held,
    links.get(entry)?.trace ?? null,
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
