import { Fault } from "./fault.ts";

/**
 * A point in time in UTC with milliseconds, always as `2026-11-20T12:00:00.000Z`.
 * The fixed form compares as text, reads well in JSON and hashes the same everywhere.
 */
export type Instant = string;

/** Text that is not in the fixed form, or a date that leaves the years 0000 to 9999. */
export class InstantFault extends Fault {
  readonly code = "instant_malformed";
}

const FIXED_FORM = /^(\d{4})-(\d{2})-(\d{2})(T\d{2}:\d{2}:\d{2}\.\d{3}Z)$/;

/**
 * The instant `days` whole days later (negative: earlier), at the same time of day. A day has 24 hours, because
 * instants are UTC. Reckoned by calendar arithmetic: the core has no Date. Throws an {@link InstantFault}.
 */
export function addDays(instant: Instant, days: number): Instant {
  const match = FIXED_FORM.exec(instant);
  if (!match || !Number.isSafeInteger(days))
    throw new InstantFault(`cannot add ${days} days to "${instant}"`);
  const [, year, month, day, time = ""] = match;
  const date = civilDate(dayNumber(Number(year), Number(month), Number(day)) + days);
  if (date.year < 0 || date.year > 9999)
    throw new InstantFault(`"${instant}" and ${days} days leave the calendar`);
  const digits = (value: number, width: number): string => String(value).padStart(width, "0");
  return `${digits(date.year, 4)}-${digits(date.month, 2)}-${digits(date.day, 2)}${time}`;
}

/** The instant `milliseconds` whole milliseconds later (negative: earlier). Throws an {@link InstantFault}. */
export function addMilliseconds(instant: Instant, milliseconds: number): Instant {
  const match = /^.{11}(\d{2}):(\d{2}):(\d{2})\.(\d{3})Z$/.exec(instant);
  if (!match || !Number.isSafeInteger(milliseconds))
    throw new InstantFault(`cannot add ${milliseconds} milliseconds to "${instant}"`);
  const [hours = 0, minutes = 0, seconds = 0, rest = 0] = match.slice(1).map(Number);
  const total = ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest + milliseconds;
  const days = Math.floor(total / DAY_MS);
  const left = total - days * DAY_MS;
  const digits = (value: number, width: number): string => String(value).padStart(width, "0");
  const time = [
    digits(Math.floor(left / 3_600_000), 2),
    digits(Math.floor(left / 60_000) % 60, 2),
    `${digits(Math.floor(left / 1000) % 60, 2)}.${digits(left % 1000, 3)}`,
  ];
  return `${addDays(instant, days).slice(0, 11)}${time.join(":")}Z`;
}

/** Seconds from one instant to a later one, down to milliseconds; below zero when it is earlier. Throws an {@link InstantFault}. */
export function secondsBetween(from: Instant, to: Instant): number {
  return (millisecondsOf(to) - millisecondsOf(from)) / 1000;
}

function millisecondsOf(instant: Instant): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})\.(\d{3})Z$/.exec(instant);
  if (!match) throw new InstantFault(`"${instant}" is no instant`);
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0, rest = 0] = match
    .slice(1)
    .map(Number);
  return dayNumber(year, month, day) * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest;
}

const DAY_MS = 86_400_000;

// The Gregorian calendar repeats every 400 years. Years are counted from March, so that a leap day is the last
// day of its year and every month's first day is a straight line: http://howardhinnant.github.io/date_algorithms.html
const DAYS_OF_ERA = 146_097;
const YEARS_OF_ERA = 400;

/** Days since 0000-03-01. */
function dayNumber(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / YEARS_OF_ERA);
  const yearOfEra = marchYear - era * YEARS_OF_ERA;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * DAYS_OF_ERA + yearOfEra * 365 + leapDays + dayOfYear;
}

function civilDate(days: number): { year: number; month: number; day: number } {
  const era = Math.floor(days / DAYS_OF_ERA);
  const dayOfEra = days - era * DAYS_OF_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: yearOfEra + era * YEARS_OF_ERA + (month <= 2 ? 1 : 0), month, day };
}
