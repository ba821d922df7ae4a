/**
 * Exigo stores wall-clock US Central time without a zone. The simulator does the same, on purpose: in the
 * hour that is repeated each autumn its times are ambiguous, as Exigo's are.
 * A wall clock is text of the form `2026-03-08T01:30:00.000`, so wall clocks sort and compare as text.
 */
const centralParts = new Intl.DateTimeFormat("en-CA", {
  timeZone: "America/Chicago",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

const STANDARD = "-06:00";
const DAYLIGHT = "-05:00";
const INPUT =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?)?\s*(Z|[+-]\d{2}:\d{2})?$/i;

/** The Central wall clock at an instant. */
export function centralWallClock(at: Date): string {
  const parts = new Map(centralParts.formatToParts(at).map((part) => [part.type, part.value]));
  const date = `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
  const milliseconds = String(at.getUTCMilliseconds()).padStart(3, "0");
  return `${date}T${parts.get("hour")}:${parts.get("minute")}:${parts.get("second")}.${milliseconds}`;
}

/** A stored wall clock as the REST interface prints it: with Central's offset of that day, fraction only if any. */
export function formatWithOffset(wallClock: string): string {
  return `${formatWithoutZone(wallClock)}${offsetOf(wallClock)}`;
}

/** A stored wall clock as the SQL-shaped interfaces print it: without any zone. */
export function formatWithoutZone(wallClock: string): string {
  return wallClock.replace(/\.000$/, "");
}

/**
 * Reads a date that a caller sent. Without an offset it is taken as Central wall-clock time; with one, it is
 * converted or the offset is dropped, whichever the switch says (which of the two Exigo does is not known).
 * Null when it is no date.
 */
export function parseWallClock(text: string, offsetRule: "converted" | "dropped"): string | null {
  const match = INPUT.exec(text.trim());
  if (match === null) return null;
  const [, date, time = "00:00", seconds = "00", fraction = "", offset] = match;
  const wallClock = `${date}T${time}:${seconds}.${fraction.slice(0, 3).padEnd(3, "0")}`;
  const asUtc = new Date(`${wallClock}Z`);
  // The round trip refuses days such as February 30th, which Date would move into March.
  if (Number.isNaN(asUtc.getTime()) || asUtc.toISOString() !== `${wallClock}Z`) return null;
  if (offset === undefined || offsetRule === "dropped") return wallClock;
  const instant = new Date(`${wallClock}${offset.toUpperCase()}`);
  return Number.isNaN(instant.getTime()) ? null : centralWallClock(instant);
}

/** In the repeated hour the standard offset is taken, as .NET does for a time without a zone. */
function offsetOf(wallClock: string): string {
  if (centralWallClock(new Date(`${wallClock}${STANDARD}`)) === wallClock) return STANDARD;
  if (centralWallClock(new Date(`${wallClock}${DAYLIGHT}`)) === wallClock) return DAYLIGHT;
  return STANDARD;
}
