import type { Figure } from "../harness/figure.ts";
import { percentile } from "../harness/statistics.ts";

/**
 * Holds the times of some callers beside a disturbance against their times without it, all rounds together: the value is
 * the p99 beside it, the raw one that alone. Passes when their ratio is `atMost`.
 */
export function figureBeside({
  goal,
  what,
  alone,
  beside,
  atMost,
}: {
  readonly goal: string;
  readonly what: string;
  readonly alone: readonly number[];
  readonly beside: readonly number[];
  readonly atMost: number;
}): Figure {
  const raw = percentile(alone, 99);
  const value = percentile(beside, 99);
  const ratio = value / raw;
  return {
    ...{ goal, what, value, unit: "ms p99", raw, ratio },
    ...{ p50Ms: percentile(beside, 50), p99Ms: value, spread: 0 },
    ...{ wanted: `≤ ${atMost} × alone`, pass: ratio <= atMost },
  };
}
