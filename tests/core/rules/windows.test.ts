import { describe, expect, it } from "vitest";

import { instantOfLocal, localDay, localMonth, utcCalendar } from "#core/rules";
import type { Calendar } from "#core/rules";

import { earnRule, evaluate, withRules } from "./orders.ts";

/** Clocks go from 02:00 to 03:00 on 29 March and from 03:00 to 02:00 on 25 October. */
const berlin: Calendar = {
  timeZone: "Europe/Berlin",
  offsets: [
    { from: "2026-01-01T00:00:00.000Z", seconds: 3600 },
    { from: "2026-03-29T01:00:00.000Z", seconds: 7200 },
    { from: "2026-10-25T01:00:00.000Z", seconds: 3600 },
  ],
};

const isOpen = (window: { from: string | null; until: string | null }, placedAt: string): boolean =>
  evaluate(withRules([earnRule({ id: "campaign", window })]), { placedAt }, berlin).targetMinor > 0;

describe("a campaign's window", () => {
  it.each([
    ["opens on the second", "2026-11-27T00:00", "2026-11-26T22:59:59.000Z", "2026-11-26T23:00:00.000Z"],
    ["opens in summer time", "2026-07-01T00:00", "2026-06-30T21:59:59.000Z", "2026-06-30T22:00:00.000Z"],
    [
      "opens before a day of 23 hours",
      "2026-03-29T00:00",
      "2026-03-28T22:59:59.000Z",
      "2026-03-28T23:00:00.000Z",
    ],
    ["opens after it", "2026-03-30T00:00", "2026-03-29T21:59:59.000Z", "2026-03-29T22:00:00.000Z"],
    [
      "opens when clocks skip its time",
      "2026-03-29T02:30",
      "2026-03-29T00:59:59.000Z",
      "2026-03-29T01:00:00.000Z",
    ],
    [
      "opens the first time that clocks show it",
      "2026-10-25T02:30",
      "2026-10-25T00:29:59.000Z",
      "2026-10-25T00:30:00.000Z",
    ],
    [
      "opens after a day of 25 hours",
      "2026-10-26T00:00",
      "2026-10-25T22:59:59.000Z",
      "2026-10-25T23:00:00.000Z",
    ],
  ])("%s", (_title, from, before, at) => {
    expect([isOpen({ from, until: null }, before), isOpen({ from, until: null }, at)]).toEqual([false, true]);
  });

  it.each([
    ["closes on the second", "2026-11-30T00:00", "2026-11-29T22:59:59.000Z", "2026-11-29T23:00:00.000Z"],
    [
      "closes when clocks skip its time",
      "2026-03-29T02:30",
      "2026-03-29T00:59:59.000Z",
      "2026-03-29T01:00:00.000Z",
    ],
    [
      "closes the last time that clocks show it",
      "2026-10-25T02:30",
      "2026-10-25T01:29:59.000Z",
      "2026-10-25T01:30:00.000Z",
    ],
  ])("%s", (_title, until, before, at) => {
    expect([isOpen({ from: null, until }, before), isOpen({ from: null, until }, at)]).toEqual([true, false]);
  });

  it("is told in the trace as instants", () => {
    const window = { from: "2026-12-01T00:00", until: "2026-12-02T00:00" };
    const outcome = evaluate(withRules([earnRule({ id: "campaign", window })]), {}, berlin);
    expect(outcome).toMatchObject({ targetMinor: 0, reason: "no_rule_matched" });
    expect(outcome.trace.rules).toEqual([
      {
        ruleId: "campaign",
        name: "campaign",
        outcome: "outside_window",
        from: "2026-11-30T23:00:00.000Z",
        until: "2026-12-01T23:00:00.000Z",
      },
    ]);
  });
});

describe("a calendar", () => {
  it("tells the local day and month at either side of midnight, in winter and in summer", () => {
    expect(localDay(berlin, "2026-11-30T22:59:59.999Z")).toBe("2026-11-30");
    expect(localMonth(berlin, "2026-11-30T23:00:00.000Z")).toBe("2026-12");
    expect(localDay(berlin, "2026-07-31T22:00:00.000Z")).toBe("2026-08-01");
  });

  it("has the nearest offset before and after what it knows, and none in UTC", () => {
    expect(localDay(berlin, "2020-07-01T22:59:59.000Z")).toBe("2020-07-01");
    expect(instantOfLocal(berlin, "2030-01-01T00:00", "first")).toBe("2029-12-31T23:00:00.000Z");
    expect(instantOfLocal(utcCalendar, "2026-11-27T00:00", "last")).toBe("2026-11-27T00:00:00.000Z");
    expect(localDay(utcCalendar, "2026-11-27T00:00:00.000Z")).toBe("2026-11-27");
  });
});
