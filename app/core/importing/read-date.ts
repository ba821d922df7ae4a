import { addDays, addMilliseconds } from "../units/index.ts";
import type { Instant } from "../units/index.ts";

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MOMENT =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

/**
 * Reads `2026-01-31`, `2026-01-31 10:00`, `2026-01-31T10:00:00Z`, `… UTC` or `… +02:00`. Without a zone it is UTC. A day
 * alone is its first moment, or with `endOfDay` its end. Returns null for everything else: whether `01/02/2026` is in
 * January or February only its writer knows.
 */
export function readDate(text: string, options: { readonly endOfDay: boolean }): Instant | null {
  const trimmed = text.trim();
  if (DAY.test(trimmed)) {
    const start = startOfDay(trimmed);
    return start && options.endOfDay ? addDays(start, 1) : start;
  }
  const match = MOMENT.exec(trimmed);
  if (!match) return null;
  const [, day = "", hours = "", minutes = "", seconds = "0", fraction = "", zone = "Z"] = match;
  const start = startOfDay(day);
  if (!start || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const offset = offsetMinutes(zone);
  if (offset === null) return null;
  const milliseconds = Number(fraction.padEnd(3, "0").slice(0, 3));
  const ofDay = ((Number(hours) * 60 + Number(minutes) - offset) * 60 + Number(seconds)) * 1_000;
  return addMilliseconds(start, ofDay + milliseconds);
}

function startOfDay(text: string): Instant | null {
  const [, year = "", month = "", day = ""] = DAY.exec(text) ?? [];
  const known = Number(year) >= 1000 && Number(year) <= 9998 && Number(day) >= 1;
  if (!known || Number(day) > daysIn(Number(year), Number(month))) return null;
  return `${text}T00:00:00.000Z`;
}

/** Zero for a month that does not exist. */
function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

function offsetMinutes(zone: string): number | null {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return 0;
  const [, sign, hours, minutes] = match;
  if (Number(hours) > 14 || Number(minutes) > 59) return null;
  const total = Number(hours) * 60 + Number(minutes);
  return sign === "-" ? -total : total;
}
