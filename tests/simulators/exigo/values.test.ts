import { describe, expect, it } from "vitest";
import {
  centralWallClock,
  formatWithOffset,
  parseWallClock,
} from "../../../simulators/exigo/values/central-time.ts";
import { formatDecimal, parseDecimal } from "../../../simulators/exigo/values/decimal.ts";

describe("decimals", () => {
  it.each([
    ["12.5", 125_000],
    ["-0.0001", -1],
    ["+3", 30_000],
    ["1.23450000", 12_345],
    ["-0", 0],
    ["900719925474.0991", Number.MAX_SAFE_INTEGER],
  ])("reads %s as exact ten-thousandths", (text, units) => {
    expect(parseDecimal(text)).toBe(units);
  });

  it.each(["", "1.23456", "1e3", "1,5", "0x10", "NaN", ".5", "900719925474.0992"])("refuses %j", (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  it.each([
    [0, "0.0"],
    [-1, "-0.0001"],
    [125_000, "12.5"],
    [Number.MAX_SAFE_INTEGER, "900719925474.0991"],
  ])("writes %d without loss", (units, text) => {
    expect(formatDecimal(units)).toBe(text);
  });
});

describe("Central time", () => {
  it("follows daylight saving time", () => {
    expect(formatWithOffset(centralWallClock(new Date("2026-01-15T12:00:00Z")))).toBe(
      "2026-01-15T06:00:00-06:00",
    );
    expect(formatWithOffset(centralWallClock(new Date("2026-07-15T12:00:00.250Z")))).toBe(
      "2026-07-15T07:00:00.250-05:00",
    );
  });

  it("cannot tell the two passes of the repeated hour apart, as Exigo cannot", () => {
    const first = centralWallClock(new Date("2026-11-01T06:30:00Z"));
    const second = centralWallClock(new Date("2026-11-01T07:30:00Z"));
    expect(first).toBe(second);
    expect(formatWithOffset(first)).toBe("2026-11-01T01:30:00-06:00");
  });

  it("takes a date without an offset as Central, and converts or drops an offset", () => {
    expect(parseWallClock("2026-07-15 07:00:00", "converted")).toBe("2026-07-15T07:00:00.000");
    expect(parseWallClock("2026-07-15T12:00:00Z", "converted")).toBe("2026-07-15T07:00:00.000");
    expect(parseWallClock("2026-07-15T12:00:00Z", "dropped")).toBe("2026-07-15T12:00:00.000");
  });

  it.each(["yesterday", "2026-02-30", "2026-13-01", "2026-01-01T25:00:00", ""])("refuses %j", (text) => {
    expect(parseWallClock(text, "converted")).toBeNull();
  });
});
