import { percentile } from "./statistics.ts";

/** What one run of callers reached. */
export interface Run {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Callers {
  /** How many call at the same time, each again as soon as it is answered. */
  readonly callers: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** What one call counts for, such as 100 postings in a batch. */
  readonly countPerCall: number;
  call(caller: number): Promise<unknown>;
}

/** Lets callers call for a while and counts what is answered after the warming up. */
export async function measureCallers({ callers, warmUpMs, measureMs, countPerCall, call }: Callers) {
  const from = performance.now() + warmUpMs;
  const until = from + measureMs;
  const latencies: number[] = [];
  let counted = 0;
  const work = async (caller: number): Promise<void> => {
    for (let begun = performance.now(); begun < until; begun = performance.now()) {
      await call(caller);
      const ended = performance.now();
      if (ended < from || ended > until) continue;
      counted += countPerCall;
      latencies.push(ended - begun);
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => work(caller)));
  return toRun(latencies, (counted * 1000) / measureMs);
}

/** Calls `times` times, one after the other. */
export async function measureOneByOne(times: number, call: (index: number) => Promise<unknown>) {
  const latencies: number[] = [];
  const from = performance.now();
  for (let index = 0; index < times; index += 1) {
    const begun = performance.now();
    await call(index);
    latencies.push(performance.now() - begun);
  }
  return toRun(latencies, (times * 1000) / (performance.now() - from));
}

function toRun(latencies: readonly number[], perSecond: number): Run {
  return { perSecond, p50Ms: percentile(latencies, 50), p99Ms: percentile(latencies, 99) };
}
