import type { Calendar } from "#core/rules";
import type { TimeZones } from "#usecases/ports/time-zones";

/** Old orders of a new shop, and schedules that are made long before. */
const YEARS = { back: 3, ahead: 15 };
const HOUR_MS = 3_600_000;
/** No zone changes its clocks twice within so many hours. */
const STEP_HOURS = 24 * 7;

/** Time zones as this machine's tables know them. */
export function createTimeZones(now: () => Date = () => new Date()): TimeZones {
  const known = new Map<string, Calendar | null>();
  return {
    calendarOf(timeZone) {
      const year = now().getUTCFullYear();
      const name = `${timeZone}/${year}`;
      const found = known.get(name);
      if (found !== undefined) return found;
      const calendar = readCalendar(timeZone, { from: year - YEARS.back, until: year + YEARS.ahead });
      known.set(name, calendar);
      return calendar;
    },
  };
}

function readCalendar(timeZone: string, years: { from: number; until: number }): Calendar | null {
  const clock = openClock(timeZone);
  if (!clock) return null;
  const end = Date.UTC(years.until, 0, 1);
  let at = Date.UTC(years.from, 0, 1);
  const offsets = [{ from: new Date(at).toISOString(), seconds: clock(at) }];
  for (; at < end; at += STEP_HOURS * HOUR_MS) {
    const seconds = clock(at + STEP_HOURS * HOUR_MS);
    if (seconds === clock(at)) continue;
    const from = firstWith(clock, seconds, at, at + STEP_HOURS * HOUR_MS);
    offsets.push({ from: new Date(from).toISOString(), seconds });
  }
  return { timeZone, offsets };
}

/** The first whole minute after `low`, up to `high`, from which clocks have this offset. */
function firstWith(clock: (at: number) => number, seconds: number, low: number, high: number): number {
  const minute = HOUR_MS / 60;
  let [before, after] = [low / minute, high / minute];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (clock(middle * minute) === seconds) after = middle;
    else before = middle;
  }
  return after * minute;
}

/** Tells the seconds that clocks of the zone are ahead of UTC; null: no such zone is known. */
function openClock(timeZone: string): ((at: number) => number) | null {
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      ...{ timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit" },
      ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
    });
    return (at) => {
      const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
      const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
      const shown = Date.UTC(
        ...([part("year"), part("month") - 1, part("day")] as [number, number, number]),
        ...([part("hour"), part("minute"), part("second")] as [number, number, number]),
      );
      return Math.round((shown - at) / 1000);
    };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
