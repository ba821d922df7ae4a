import type { EntryDraft, LotMovement } from "#core/ledger";
import { readJson } from "../json-column.server.ts";
import { insertRows } from "./statements.server.ts";
import type { Statement } from "./statements.server.ts";

/** An entry with more movements has one row for all: a row by itself costs the database ten times what it says. */
const ROWS_OF_AN_ENTRY = 20;

/** The movements that follow a row's own, as its column `more` holds them. */
type More = readonly (readonly [lotSeq: number, lotLine: number, amountMinor: number])[];

const COLUMNS = ["program_id", "account_id", "entry_seq", "line", "lot_seq", "lot_line", "amount", "more"];

/** What the entries took from which lots and gave back. */
export function movementWrites(programId: number, entries: readonly EntryDraft[]): Statement | null {
  const rows = entries.flatMap((entry) => {
    const [first] = entry.lotMovements;
    if (!first) return [];
    const rowOf = ({ lot, amountMinor }: LotMovement, line: number, more: string | null): unknown[] => {
      return [programId, entry.accountId, entry.seq, line, lot.entrySeq, lot.line, amountMinor, more];
    };
    if (entry.lotMovements.length <= ROWS_OF_AN_ENTRY)
      return entry.lotMovements.map((movement, line) => rowOf(movement, line, null));
    const more: More = entry.lotMovements
      .slice(1)
      .map(({ lot, amountMinor }) => [lot.entrySeq, lot.line, amountMinor]);
    return [rowOf(first, 0, JSON.stringify(more))];
  });
  return insertRows("lot_movement", COLUMNS, rows);
}

/** All movements that a row tells of, its own first. */
export function movementsOf(row: {
  readonly lot_seq: number;
  readonly lot_line: number;
  readonly amount: number;
  readonly more: unknown;
}): LotMovement[] {
  const more = readJson<More | null>(row.more) ?? [];
  return [
    { amountMinor: row.amount, lot: { entrySeq: row.lot_seq, line: row.lot_line } },
    ...more.map(([entrySeq, line, amountMinor]) => ({ amountMinor, lot: { entrySeq, line } })),
  ];
}
