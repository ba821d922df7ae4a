import { addDays } from "../units/index.ts";

/** A named stretch of days that ends today or in the past. */
export type PeriodName = "last30" | "last90" | "thisMonth" | "lastMonth" | "thisYear" | "lastYear";

/** Calendar days in UTC; both belong to it. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** The days that a period's name means on the day `today`, such as `2026-11-21`. */
export function periodOf(name: PeriodName, today: string): Period {
  const year = Number(today.slice(0, 4));
  const thisMonth = `${today.slice(0, 7)}-01`;
  const endOfLastMonth = dayAfter(thisMonth, -1);
  switch (name) {
    case "last30":
      return { from: dayAfter(today, -29), to: today };
    case "last90":
      return { from: dayAfter(today, -89), to: today };
    case "thisMonth":
      return { from: thisMonth, to: today };
    case "lastMonth":
      return { from: `${endOfLastMonth.slice(0, 7)}-01`, to: endOfLastMonth };
    case "thisYear":
      return { from: `${year}-01-01`, to: today };
    case "lastYear":
      return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
  }
}

/** The day so many days after another; negative: before. Throws an InstantFault for what is no day. */
export function dayAfter(day: string, days: number): string {
  return addDays(`${day}T00:00:00.000Z`, days).slice(0, 10);
}
