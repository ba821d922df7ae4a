import { expect, it } from "vitest";

import { createTimeZones } from "#adapters/system/time-zones";
import { instantOfLocal, localDay } from "#core/rules";

const zones = createTimeZones(() => new Date("2026-11-21T12:00:00.000Z"));
const of2026 = (timeZone: string) =>
  zones.calendarOf(timeZone)?.offsets.filter(({ from }) => from.startsWith("2026"));

it.each([
  [
    "Europe/Berlin",
    [
      { from: "2026-03-29T01:00:00.000Z", seconds: 7200 },
      { from: "2026-10-25T01:00:00.000Z", seconds: 3600 },
    ],
  ],
  [
    "America/New_York",
    [
      { from: "2026-03-08T07:00:00.000Z", seconds: -14_400 },
      { from: "2026-11-01T06:00:00.000Z", seconds: -18_000 },
    ],
  ],
  [
    "Australia/Lord_Howe",
    [
      { from: "2026-04-04T15:00:00.000Z", seconds: 37_800 },
      { from: "2026-10-03T15:30:00.000Z", seconds: 39_600 },
    ],
  ],
  ["Asia/Kolkata", []],
])("tells when clocks change in %s", (timeZone, changes) => {
  expect(of2026(timeZone)).toEqual(changes);
});

it("knows some years on both sides, and that UTC never changes", () => {
  expect(zones.calendarOf("UTC")).toEqual({
    timeZone: "UTC",
    offsets: [{ from: "2023-01-01T00:00:00.000Z", seconds: 0 }],
  });
  const berlin = zones.calendarOf("Europe/Berlin");
  expect(berlin && localDay(berlin, "2040-07-31T22:00:00.000Z")).toBe("2040-08-01");
  expect(berlin && instantOfLocal(berlin, "2023-07-01T00:00", "first")).toBe("2023-06-30T22:00:00.000Z");
});

it("does not know a zone that is none", () => {
  expect(zones.calendarOf("Mars/Olympus")).toBeNull();
});
