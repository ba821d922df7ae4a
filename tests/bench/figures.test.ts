import { describe, expect, it } from "vitest";
import { summarize } from "../../bench/harness/figure.ts";
import { toJsonLines } from "../../bench/harness/report.ts";
import { median, percentile, spreadOf } from "../../bench/harness/statistics.ts";

const run = (perSecond: number, p99Ms = 5) => ({ perSecond, p50Ms: 1, p99Ms });
const measured = (runs: number[], rawRuns: number[]) => ({
  ...{ goal: "PERF-2", what: "post", unit: "postings/s" },
  runs: runs.map((perSecond) => run(perSecond)),
  rawRuns: rawRuns.map((perSecond) => run(perSecond)),
});

describe("numbers", () => {
  it("have the middle one as median, and the mean of two when there is none", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 3, 5, 9])).toBe(4);
    expect(median([])).toBe(0);
  });

  it("have a percentile among themselves", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([percentile(hundred, 50), percentile(hundred, 99), percentile([7], 99)]).toEqual([50, 99, 7]);
  });

  it("are spread by the share of their median that lies between the ends", () => {
    expect(spreadOf([80, 100, 130])).toBe(0.5);
  });
});

describe("a figure", () => {
  it("compares each run with the raw run of its own round", () => {
    const figure = summarize(measured([100, 300, 20], [50, 100, 20]), { ratioAtLeast: 2 });
    expect(figure).toMatchObject({ value: 100, raw: 50, ratio: 2, pass: true });
  });

  it("is missed when any part of its goal is", () => {
    const slow = summarize(measured([100], [50]), { ratioAtLeast: 2, p99AtMostMs: 4 });
    expect(slow).toMatchObject({ pass: false, wanted: "≥ 2 × raw, p99 ≤ 4 ms" });
    expect(summarize(measured([100], [51]), { ratioAtLeast: 2 }).pass).toBe(false);
    expect(summarize(measured([100], [50]), { atLeast: 101 }).pass).toBe(false);
  });

  it("is one line of JSON for programs", () => {
    const line = toJsonLines([summarize(measured([100], [80]), { ratioAtLeast: 1 })]);
    expect(line.endsWith("}\n")).toBe(true);
    expect(JSON.parse(line)).toMatchObject({
      goal: "PERF-2",
      value: 100,
      unit: "postings/s",
      raw: 80,
      ratio: 1.25,
      p50_ms: 1,
      p99_ms: 5,
      spread: 0,
      pass: true,
    });
  });
});
