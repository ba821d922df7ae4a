import { describe, expect, it } from "vitest";

import { birthdayLooks, utcCalendar } from "#core/rules";
import type { Calendar } from "#core/rules";

const berlin: Calendar = {
  timeZone: "Europe/Berlin",
  offsets: [{ from: "2026-10-25T01:00:00.000Z", seconds: 3_600 }],
};
const days = (now: string, calendar = utcCalendar, back = 0) =>
  birthdayLooks(calendar, now, back).map(({ occasion, birthDays }) => [occasion, birthDays]);

describe("whose birthday is looked for", () => {
  it("is told by the day of the shop's own zone", () => {
    expect(days("2026-12-31T23:30:00.000Z")).toEqual([["2026", [1231]]]);
    expect(days("2026-12-31T23:30:00.000Z", berlin)).toEqual([["2027", [101]]]);
  });

  it.each([
    ["2027-02-28", [228, 229]],
    ["2027-03-01", [301]],
    ["2028-02-28", [228]],
    ["2028-02-29", [229]],
    ["2100-02-28", [228, 229]],
  ])("on %s is that of %j, so that a leap day comes every year", (day, birthDays) => {
    expect(days(`${day}T12:00:00.000Z`)).toEqual([[day.slice(0, 4), birthDays]]);
  });

  it("was also on the days before, each in its own year and at its own end", () => {
    const now = "2027-01-01T08:00:00.000Z";
    expect(birthdayLooks(berlin, now, 1)).toEqual([
      { at: now, endsAt: "2027-01-01T23:00:00.000Z", birthDays: [101], occasion: "2027" },
      {
        at: "2026-12-31T22:59:59.999Z",
        endsAt: "2026-12-31T23:00:00.000Z",
        birthDays: [1231],
        occasion: "2026",
      },
    ]);
  });
});
