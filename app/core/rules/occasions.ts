import { addDays, addMilliseconds } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { MemberEvent } from "./actions.ts";
import { instantOfLocal, localDay } from "./calendar.ts";
import type { Calendar } from "./calendar.ts";

/** What comes to a member by itself, without anybody telling an event. */
export type SystemEvent = Exclude<MemberEvent, { readonly kind: "custom" }>;

/** The members whose birthday is one day of the shop's calendar. */
export interface BirthdayLook {
  /** A moment of the day: now, or the day's last one when it is over. */
  readonly at: Instant;
  /** When the day ends; who became a member later had their birthday before. */
  readonly endsAt: Instant;
  /** Month and day as one number, 229 for a leap day; the 28th of February of a common year stands for both. */
  readonly birthDays: readonly number[];
  /** The year that the credits are for. */
  readonly occasion: string;
}

/**
 * Whose birthdays are to be looked for now: today's, and those of the `daysBack` days before, which a worker that stood
 * still has missed. Days are those of the calendar's zone. Pure.
 */
export function birthdayLooks(calendar: Calendar, now: Instant, daysBack: number): BirthdayLook[] {
  const today = localDay(calendar, now);
  return Array.from({ length: daysBack + 1 }, (_, back) => {
    const day = dayAfter(today, -back);
    const endsAt = instantOfLocal(calendar, `${dayAfter(day, 1)}T00:00`, "first");
    return {
      at: back === 0 ? now : addMilliseconds(endsAt, -1),
      endsAt,
      birthDays: birthDaysOn(day),
      occasion: day.slice(0, 4),
    };
  });
}

function birthDaysOn(day: string): number[] {
  const own = Number(day.slice(5, 7)) * 100 + Number(day.slice(8, 10));
  const endsCommonFebruary = own === 228 && dayAfter(day, 1).slice(5) === "03-01";
  return endsCommonFebruary ? [228, 229] : [own];
}

function dayAfter(day: string, days: number): string {
  return addDays(`${day}T00:00:00.000Z`, days).slice(0, 10);
}
