import type { Instant } from "#core/units";

const central = new Intl.DateTimeFormat("en-CA", {
  timeZone: "America/Chicago",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

const WALL_CLOCK =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?)?(Z|[+-]\d{2}:\d{2})?$/;

/** Central Time is five hours behind UTC in summer and six in winter. */
const OFFSETS_MS = [5, 6].map((hours) => hours * 60 * 60_000);

/**
 * The instant of a time as Exigo prints it: US Central wall-clock time without a zone, or with an offset, which then
 * counts. In the hour that comes twice in autumn the first one is meant; a time in the hour that spring leaves out is
 * read as the clock would have gone on. null: it is no time.
 */
export function instantOfCentral(text: string): Instant | null {
  const match = WALL_CLOCK.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", offset] = match;
  const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, "0")}`;
  if (offset !== undefined) return toInstant(Date.parse(`${wall}${offset}`));
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  const candidates = OFFSETS_MS.map((offsetMs) => asUtc + offsetMs);
  return toInstant(candidates.find((at) => wallOf(at) === wall.slice(0, 19)) ?? candidates[1] ?? asUtc);
}

function wallOf(at: number): string {
  const parts = new Map(central.formatToParts(at).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
  return `${of("year")}-${of("month")}-${of("day")}T${of("hour")}:${of("minute")}:${of("second")}`;
}

function toInstant(at: number): Instant | null {
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
