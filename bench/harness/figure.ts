import type { Run } from "./callers.ts";
import { median, spreadOf } from "./statistics.ts";

/** One measured goal. */
export interface Figure {
  /** Its row in the goals, such as PERF-2. */
  readonly goal: string;
  /** What was measured, in a few words. */
  readonly what: string;
  /** The median of the runs. */
  readonly value: number;
  readonly unit: string;
  /** What the database does by itself with the same rows, in the same runs; null: nothing to compare with. */
  readonly raw: number | null;
  /** Median over the runs of value by raw: what both lose to the machine's other work cancels out. */
  readonly ratio: number | null;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Highest less lowest run, as a share of the median. */
  readonly spread: number;
  /** The goal in words. */
  readonly wanted: string;
  readonly pass: boolean;
}

/** What a goal asks; what is left out is not asked. */
export interface Threshold {
  readonly atLeast?: number;
  readonly ratioAtLeast?: number;
  readonly p99AtMostMs?: number;
}

/** Sums up the runs of one measurement, each beside the raw run of the same round. */
export function summarize(
  measured: { goal: string; what: string; unit: string; runs: readonly Run[]; rawRuns?: readonly Run[] },
  threshold: Threshold,
): Figure {
  const { goal, what, unit, runs, rawRuns } = measured;
  const values = runs.map((run) => run.perSecond);
  const ratios = rawRuns?.map((raw, round) => (values[round] ?? 0) / raw.perSecond);
  const ratio = ratios ? median(ratios) : null;
  const value = median(values);
  const p99Ms = median(runs.map((run) => run.p99Ms));
  return {
    goal,
    what,
    unit,
    value,
    raw: rawRuns ? median(rawRuns.map((raw) => raw.perSecond)) : null,
    ratio,
    p50Ms: median(runs.map((run) => run.p50Ms)),
    p99Ms,
    spread: spreadOf(values),
    wanted: inWords(threshold),
    pass:
      value >= (threshold.atLeast ?? 0) &&
      (ratio ?? Infinity) >= (threshold.ratioAtLeast ?? 0) &&
      p99Ms <= (threshold.p99AtMostMs ?? Infinity),
  };
}

function inWords({ atLeast, ratioAtLeast, p99AtMostMs }: Threshold): string {
  const parts = [
    ...(ratioAtLeast === undefined ? [] : [`≥ ${ratioAtLeast} × raw`]),
    ...(atLeast === undefined ? [] : [`≥ ${atLeast.toLocaleString("en")}`]),
    ...(p99AtMostMs === undefined ? [] : [`p99 ≤ ${p99AtMostMs} ms`]),
  ];
  return parts.join(", ") || "no goal";
}

/** Sums up runs of which only the time of one call counts: the value is the median of their p99. */
export function summarizeLatency(
  measured: { goal: string; what: string; runs: readonly Run[]; rawRuns?: readonly Run[] },
  p99AtMostMs: number | null,
): Figure {
  return summarizeTime({ ...measured, unit: "ms p99", of: (run) => run.p99Ms }, p99AtMostMs);
}

/** Sums up runs of which one time counts, which `of` takes from a run; `atMost` null: no goal. */
export function summarizeTime<R extends Run>(
  { goal, what, unit, runs, rawRuns, of }: TimeOfRuns<R>,
  atMost: number | null,
): Figure {
  const values = runs.map(of);
  const value = median(values);
  const rawValues = rawRuns?.map(of);
  return {
    ...{ goal, what, value, unit },
    raw: rawValues ? median(rawValues) : null,
    ratio: rawValues ? median(rawValues.map((raw, round) => (values[round] ?? 0) / raw)) : null,
    p50Ms: median(runs.map((run) => run.p50Ms)),
    p99Ms: median(runs.map((run) => run.p99Ms)),
    spread: spreadOf(values),
    wanted: atMost === null ? inWords({}) : `≤ ${atMost.toLocaleString("en")} ${unit.split(" ", 1)[0]}`,
    pass: value <= (atMost ?? Infinity),
  };
}

interface TimeOfRuns<R extends Run> {
  readonly goal: string;
  readonly what: string;
  /** Its first word is that of the time, such as "ms p99". */
  readonly unit: string;
  readonly runs: readonly R[];
  /** What the database does by itself, in the same rounds; left out: nothing to compare with. */
  readonly rawRuns?: readonly R[];
  readonly of: (run: R) => number;
}
