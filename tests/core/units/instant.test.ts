import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { addDays, InstantFault } from "#core/units";

const instants = fc
  .date({
    min: new Date("0001-01-01T00:00:00.000Z"),
    max: new Date("9000-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString());
const days = fc.integer({ min: -300_000, max: 300_000 });

describe("addDays", () => {
  it.each([
    ["2026-11-20T12:00:00.000Z", 1, "2026-11-21T12:00:00.000Z"],
    ["2026-12-31T23:59:59.999Z", 1, "2027-01-01T23:59:59.999Z"],
    ["2028-02-28T00:00:00.000Z", 1, "2028-02-29T00:00:00.000Z"],
    ["2100-02-28T00:00:00.000Z", 1, "2100-03-01T00:00:00.000Z"],
    ["2000-02-28T00:00:00.000Z", 2, "2000-03-01T00:00:00.000Z"],
    ["2026-03-01T08:30:00.000Z", -1, "2026-02-28T08:30:00.000Z"],
    ["2026-11-20T12:00:00.000Z", 365, "2027-11-20T12:00:00.000Z"],
    ["2026-11-20T12:00:00.000Z", 0, "2026-11-20T12:00:00.000Z"],
  ])("%s and %i days is %s", (instant, count, expected) => {
    expect(addDays(instant, count)).toBe(expected);
  });

  it("agrees with the calendar of the platform", () => {
    fc.assert(
      fc.property(instants, days, (instant, count) => {
        const expected = new Date(Date.parse(instant) + count * 86_400_000);
        fc.pre(expected.getUTCFullYear() >= 0 && expected.getUTCFullYear() <= 9999);
        expect(addDays(instant, count)).toBe(expected.toISOString());
      }),
      { numRuns: 5_000 },
    );
  });

  it("comes back by the same number of days", () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 300_000 }), (instant, count) => {
        expect(addDays(addDays(instant, count), -count)).toBe(instant);
      }),
    );
  });

  it.each([
    ["2026-11-20", 1],
    ["2026-11-20T12:00:00Z", 1],
    ["2026-11-20T12:00:00.000+01:00", 1],
    ["2026-11-20T12:00:00.000Z", 0.5],
    ["9999-12-31T12:00:00.000Z", 1],
    ["0000-01-01T12:00:00.000Z", -1],
  ])("refuses %s and %d days", (instant, count) => {
    expect(() => addDays(instant, count)).toThrow(InstantFault);
  });
});
