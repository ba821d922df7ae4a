import { describe, expect, it } from "vitest";

import { fromCentral, startOfWindow, toCentral, toCentralWallClock } from "#adapters/exigo/central-time";

describe("the clock of US Central", () => {
  it("writes the offset of the day, in winter, in summer and around both changes", () => {
    expect(toCentral("2026-01-15T18:00:00.000Z")).toBe("2026-01-15T12:00:00.000-06:00");
    expect(toCentral("2026-07-15T17:00:00.123Z")).toBe("2026-07-15T12:00:00.123-05:00");
    expect(toCentral("2026-03-08T07:59:59.999Z")).toBe("2026-03-08T01:59:59.999-06:00");
    expect(toCentral("2026-03-08T08:00:00.000Z")).toBe("2026-03-08T03:00:00.000-05:00");
    expect(toCentral("2026-11-01T06:30:00.000Z")).toBe("2026-11-01T01:30:00.000-05:00");
    expect(toCentral("2026-11-01T07:30:00.000Z")).toBe("2026-11-01T01:30:00.000-06:00");
  });

  it("writes the wall clock alone where that is wanted", () => {
    expect(toCentralWallClock("2026-07-15T05:00:00.000Z")).toBe("2026-07-15T00:00:00.000");
  });

  it("reads a wall clock with and without an offset, a fraction or a T", () => {
    expect(fromCentral("2026-07-15T12:00:00")).toBe("2026-07-15T17:00:00.000Z");
    expect(fromCentral("2026-01-15 12:00:00.5")).toBe("2026-01-15T18:00:00.500Z");
    expect(fromCentral("2026-01-15T12:00:00.1234567-06:00")).toBe("2026-01-15T18:00:00.123Z");
    expect(fromCentral("2026-01-15T18:00:00Z")).toBe("2026-01-15T18:00:00.000Z");
    expect(fromCentral("yesterday")).toBeNull();
    expect(fromCentral("2026-13-45T12:00:00")).toBeNull();
  });

  it("takes a time of the repeated hour as the earlier one, whatever offset was guessed for it", () => {
    for (const offset of ["", "-05:00", "-06:00"]) {
      expect(fromCentral(`2026-11-01T01:30:00${offset}`)).toBe("2026-11-01T06:30:00.000Z");
    }
  });

  it("takes a time of the hour that is left out as if the clock had not been changed yet", () => {
    expect(fromCentral("2026-03-08T02:30:00")).toBe("2026-03-08T08:30:00.000Z");
  });

  it("begins a window that would begin in the repeated hour with that hour, and leaves others alone", () => {
    const hour = "2026-11-01T06:00:00.000Z";
    expect(startOfWindow("2026-11-01T06:59:59.000Z")).toBe(hour);
    expect(startOfWindow("2026-11-01T07:10:00.000Z")).toBe(hour);
    expect(startOfWindow("2026-11-01T08:00:00.000Z")).toBe("2026-11-01T08:00:00.000Z");
    expect(startOfWindow("2026-11-01T05:59:59.999Z")).toBe("2026-11-01T05:59:59.999Z");
  });

  it("never reads a time as later than it was, and a window reaches back to every row, in every hour of a year", () => {
    for (
      let at = Date.parse("2026-01-01T00:15:00Z");
      at < Date.parse("2027-01-01T00:00:00Z");
      at += 3_600_000
    ) {
      const instant = new Date(at).toISOString();
      const read = fromCentral(toCentralWallClock(instant)) ?? "";
      expect(Date.parse(read) <= at).toBe(true);
      // A row that is changed ten minutes after the window's start shows a later wall clock than the window's.
      const changed = toCentralWallClock(new Date(at + 600_000).toISOString());
      expect(toCentralWallClock(startOfWindow(instant)) < changed).toBe(true);
    }
  });
});
