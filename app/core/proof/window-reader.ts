import type { EntryRow, HistoryWindow, LotRow, MovementRow, PostingRow } from "./rows.ts";

/** An entry with the rows that belong to it. */
export interface EntryRows {
  readonly entry: EntryRow;
  readonly postings: readonly PostingRow[];
  readonly movements: readonly MovementRow[];
  readonly lots: readonly LotRow[];
}

/** A row that belongs to no entry of its window. */
export interface OrphanRow {
  readonly orphan: "posting" | "lot_movement" | "lot";
  readonly seq: number;
}

/** Puts the rows of a window together by entry; they come in the order of their keys, so one pass is enough. */
export function* readWindow(window: HistoryWindow): Generator<EntryRows | OrphanRow> {
  const postings = createRun(window.postings);
  const movements = createRun(window.movements);
  const lots = createRun(window.lots);
  const orphanBefore = (seq: number): OrphanRow | null =>
    postings.before(seq, "posting") ?? movements.before(seq, "lot_movement") ?? lots.before(seq, "lot");
  for (const entry of window.entries) {
    const orphan = orphanBefore(entry.seq);
    if (orphan) yield orphan;
    const { seq } = entry;
    yield { entry, postings: postings.of(seq), movements: movements.of(seq), lots: lots.of(seq) };
  }
  const left = orphanBefore(Infinity);
  if (left) yield left;
}

function createRun<Row extends { readonly seq: number }>(rows: readonly Row[]) {
  let next = 0;
  return {
    of(seq: number): Row[] {
      const from = next;
      while (rows[next]?.seq === seq) next += 1;
      return rows.slice(from, next);
    },
    before(seq: number, orphan: OrphanRow["orphan"]): OrphanRow | null {
      const row = rows[next];
      return row && row.seq < seq ? { orphan, seq: row.seq } : null;
    },
  };
}
