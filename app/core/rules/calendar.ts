import { addMilliseconds } from "../units/index.ts";
import type { Instant } from "../units/index.ts";

/**
 * A time zone's offsets from UTC, oldest first, worked out once when a version is saved and stored with it: what a
 * version says never moves when a later edition of the time zone tables says otherwise. Before the first and after
 * the last change the nearest one holds.
 */
export interface Calendar {
  readonly timeZone: string;
  readonly offsets: readonly {
    readonly from: Instant;
    /** Local time less UTC. */
    readonly seconds: number;
  }[];
}

/** What documents of before the zones are judged by. */
export const utcCalendar: Calendar = { timeZone: "UTC", offsets: [] };

/** The local day of an instant, such as `2026-11-27`. */
export function localDay(calendar: Calendar, at: Instant): string {
  const seconds = calendar.offsets.findLast(({ from }) => from <= at)?.seconds ?? firstSeconds(calendar);
  return addMilliseconds(at, seconds * 1000).slice(0, 10);
}

/** The local month of an instant, such as `2026-11`. */
export function localMonth(calendar: Calendar, at: Instant): string {
  return localDay(calendar, at).slice(0, 7);
}

/**
 * The instant at which clocks of the zone show `local` (`2026-11-27T00:00`). A time that clocks show twice is the
 * `first` or the `last` of the two; a time that they skip is the instant at which they skip it.
 */
export function instantOfLocal(calendar: Calendar, local: string, which: "first" | "last"): Instant {
  const shown = `${local}:00.000Z`;
  const { offsets } = calendar;
  const found: Instant[] = [];
  let skipped: Instant | null = null;
  for (let index = 0; index <= offsets.length; index += 1) {
    // Piece 0 is the time before the first change that is known; it has the same offset as what follows.
    const seconds = offsets[Math.max(index - 1, 0)]?.seconds ?? 0;
    const start = index === 0 ? null : (offsets[index - 1]?.from ?? null);
    const end = offsets[index]?.from ?? null;
    const at = addMilliseconds(shown, -seconds * 1000);
    const hasBegun = start === null || at >= start;
    const hasEnded = end !== null && at >= end;
    if (hasBegun && !hasEnded) found.push(at);
    if (!hasBegun && found.length === 0) skipped ??= start;
  }
  return (which === "first" ? found[0] : found.at(-1)) ?? skipped ?? shown;
}

function firstSeconds({ offsets }: Calendar): number {
  return offsets[0]?.seconds ?? 0;
}
