import type { Fault, LotState } from "./check-lots.ts";
import type { LotPlace, MovementRow, SpentRunRow } from "./rows.ts";

/** Where a lot without an end stands in the order in which lots are spent. */
const NEVER = "9999-12-31T00:00:00.000Z";

const wrong = (detail: string): Fault => ({ code: "spent_run_wrong", detail });

/**
 * What the rows of the lots that the newest entry emptied still say, by name of the lot; empty without a run. A run
 * that is not exactly that of these lots is a fault, and so is one that another lot stands in: it would hide it.
 */
export function readSpentRun(
  run: SpentRunRow | null,
  newest: { readonly seq: number; readonly movements: readonly MovementRow[] },
  lots: ReadonlyMap<string, LotState>,
): { readonly fault: Fault; readonly unwrittenMinor: ReadonlyMap<string, number> } {
  const unwrittenMinor = new Map<string, number>();
  if (!run) return { fault: null, unwrittenMinor };
  const places: LotPlace[] = [];
  for (const { lotSeq, lotLine, amountMinor } of newest.movements) {
    const name = `${lotSeq}/${lotLine}`;
    const lot = lots.get(name);
    if (!lot || lot.remainingMinor > 0) continue;
    unwrittenMinor.set(name, -amountMinor);
    places.push(placeOf(lot));
  }
  const hidden = [...lots].find(
    ([name, lot]) =>
      !unwrittenMinor.has(name) && lot.bucket === "available" && lot.remainingMinor > 0 && isWithin(lot, run),
  );
  const [first, last] = [places[0], places.at(-1)];
  if (run.seq !== newest.seq) return { fault: wrong(`it is not of the newest entry`), unwrittenMinor };
  if (!first || !isSame(first, run.first))
    return { fault: wrong("its first lot is another"), unwrittenMinor };
  if (!last || !isSame(last, run.last)) return { fault: wrong("its last lot is another"), unwrittenMinor };
  return { fault: hidden ? wrong(`lot ${hidden[0]} is not empty`) : null, unwrittenMinor };
}

function placeOf({ row }: LotState): LotPlace {
  return { until: row.expiresAt ?? NEVER, seq: row.seq, line: row.line };
}

function isSame(a: LotPlace, b: LotPlace): boolean {
  return compare(a, b) === 0;
}

function isWithin(lot: LotState, { first, last }: SpentRunRow): boolean {
  const place = placeOf(lot);
  return compare(place, first) >= 0 && compare(place, last) <= 0;
}

/** As lots are spent: below zero when `a` comes first. */
function compare(a: LotPlace, b: LotPlace): number {
  if (a.until !== b.until) return a.until < b.until ? -1 : 1;
  return a.seq - b.seq || a.line - b.line;
}
