import type { Instant } from "#core/units";

/**
 * Exigo keeps the wall clock of US Central without a zone. This is the one place that knows it; everything else has
 * instants.
 *
 * The rule for the hour that comes twice when daylight saving ends: what is read is taken as the earlier of both,
 * whatever offset it carries, because the zone was not stored and an offset was guessed; a window that would begin in
 * that hour begins with it, so that no row of the second time is missed. A wall clock of the hour that is left out in
 * spring is taken as if the clock had not been changed yet.
 */
const parts = new Intl.DateTimeFormat("en-CA", {
  timeZone: "America/Chicago",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

const DAYLIGHT = "-05:00";
const STANDARD = "-06:00";
const WRITTEN = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,7}))?\s*(Z|[+-]\d{2}:\d{2})?$/;

/** The instant as Central's wall clock with its offset, such as `2026-03-08T03:00:00.000-05:00`. */
export function toCentral(at: Instant): string {
  return withOffset(new Date(at));
}

/** The wall clock alone, such as `2026-03-08T03:00:00.000`. */
export function toCentralWallClock(at: Instant): string {
  return wallClockOf(new Date(at));
}

/** The beginning of a window that reaches at least as far back as this, by the rule above. */
export function startOfWindow(since: Instant): Instant {
  const wallClock = wallClockOf(new Date(since));
  if (!isRepeated(wallClock)) return since;
  return new Date(`${wallClock.slice(0, 13)}:00:00.000${DAYLIGHT}`).toISOString();
}

/** What Exigo wrote as an instant, by the rule above; null: it is no time. */
export function fromCentral(written: string): Instant | null {
  const match = WRITTEN.exec(written.trim());
  if (!match) return null;
  const [, date, time, fraction = "", offset] = match;
  const wallClock = `${date}T${time}.${fraction.slice(0, 3).padEnd(3, "0")}`;
  const isCentral = offset === undefined || offset === DAYLIGHT || offset === STANDARD;
  const at = isCentral ? instantOf(wallClock, offset) : new Date(`${wallClock}${offset}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function instantOf(wallClock: string, offset: string | undefined): Date {
  const byDaylight = new Date(`${wallClock}${DAYLIGHT}`);
  const byStandard = new Date(`${wallClock}${STANDARD}`);
  if (Number.isNaN(byDaylight.getTime())) return byDaylight;
  if (wallClockOf(byDaylight) === wallClock) return byDaylight;
  if (wallClockOf(byStandard) === wallClock) return byStandard;
  // The hour that is left out: no clock showed it, so an offset is all there is to go by.
  return offset === DAYLIGHT ? byDaylight : byStandard;
}

function isRepeated(wallClock: string): boolean {
  return [DAYLIGHT, STANDARD].every((offset) => wallClockOf(new Date(`${wallClock}${offset}`)) === wallClock);
}

function withOffset(at: Date): string {
  const wallClock = wallClockOf(at);
  const isDaylight = new Date(`${wallClock}${DAYLIGHT}`).getTime() === at.getTime();
  return `${wallClock}${isDaylight ? DAYLIGHT : STANDARD}`;
}

function wallClockOf(at: Date): string {
  const part = new Map(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  const milliseconds = String(at.getUTCMilliseconds()).padStart(3, "0");
  const date = `${part.get("year")}-${part.get("month")}-${part.get("day")}`;
  return `${date}T${part.get("hour")}:${part.get("minute")}:${part.get("second")}.${milliseconds}`;
}
