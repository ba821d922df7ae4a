import { dayAfter } from "./periods.ts";
import type { RollForwardDay, RollForwardLine, RollupRow } from "./ledger-types.ts";

const BUCKETS = new Set(["available", "pending", "held"]);

/** What members got, by the purpose that gave it. */
const GOT: Readonly<Record<string, RollForwardLine>> = {
  issued: "earnedMinor",
  redeemed: "givenBackMinor",
  expired: "expiredMinor",
  adjusted: "adjustedMinor",
  opening: "importedMinor",
  exigo: "exigoMinor",
  transferred: "transferredMinor",
  debtWrittenOff: "writtenOffMinor",
};

/** What members lost, by the purpose that took it. */
const LOST: Readonly<Record<string, RollForwardLine>> = {
  ...GOT,
  issued: "reversedMinor",
  redeemed: "spentMinor",
};

/**
 * The roll-forward of every day from `from` to `to`, days without an entry too: `openMinor` is what was held when
 * `from` began, `rows` are the sums of the days between. Each day is closed by its buckets' postings and explained by
 * its purposes' postings, so `differenceMinor` tells whether the two agree.
 */
export function rollForward(
  rows: readonly RollupRow[],
  period: { readonly from: string; readonly to: string; readonly openMinor: number },
): RollForwardDay[] {
  const byDay = new Map<string, RollupRow[]>();
  for (const row of rows) byDay.set(row.day, [...(byDay.get(row.day) ?? []), row]);
  const days: RollForwardDay[] = [];
  let openMinor = period.openMinor;
  for (let day = period.from; day <= period.to; day = dayAfter(day, 1)) {
    const closed = closeDay(day, openMinor, byDay.get(day) ?? []);
    days.push(closed);
    openMinor = closed.closeMinor;
  }
  return days;
}

/** What lies between open and close, in the order in which a statement names it. */
export const ROLL_FORWARD_LINES = [
  "earnedMinor",
  "spentMinor",
  "expiredMinor",
  "reversedMinor",
  "givenBackMinor",
  "adjustedMinor",
  "importedMinor",
  "exigoMinor",
  "transferredMinor",
  "writtenOffMinor",
] as const satisfies readonly RollForwardLine[];

/** Days that follow one another, as if they were one: its `day` is the last one's. null: there are no days. */
export function sumOfDays(days: readonly RollForwardDay[]): RollForwardDay | null {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) return null;
  const sum = (line: RollForwardLine | "differenceMinor"): number =>
    days.reduce((total, day) => total + day[line], 0);
  const lines = Object.fromEntries(ROLL_FORWARD_LINES.map((line) => [line, sum(line)])) as Record<
    RollForwardLine,
    number
  >;
  return {
    day: last.day,
    openMinor: first.openMinor,
    ...lines,
    closeMinor: last.closeMinor,
    differenceMinor: sum("differenceMinor"),
  };
}

/** What the rows' buckets came to: what members hold by them. */
function heldBy(rows: readonly RollupRow[]): number {
  return rows
    .filter((row) => BUCKETS.has(row.book))
    .reduce((sum, row) => sum + row.addedMinor - row.takenMinor, 0);
}

function closeDay(day: string, openMinor: number, rows: readonly RollupRow[]): RollForwardDay {
  const lines: Record<RollForwardLine, number> = {
    earnedMinor: 0,
    spentMinor: 0,
    expiredMinor: 0,
    reversedMinor: 0,
    givenBackMinor: 0,
    adjustedMinor: 0,
    importedMinor: 0,
    exigoMinor: 0,
    transferredMinor: 0,
    writtenOffMinor: 0,
  };
  for (const row of rows) {
    const got = GOT[row.book];
    const lost = LOST[row.book];
    if (got) lines[got] += row.takenMinor;
    if (lost) lines[lost] -= row.addedMinor;
  }
  const explained = Object.values(lines).reduce((sum, amount) => sum + amount, openMinor);
  const closeMinor = openMinor + heldBy(rows);
  return { day, openMinor, ...lines, closeMinor, differenceMinor: closeMinor - explained };
}
