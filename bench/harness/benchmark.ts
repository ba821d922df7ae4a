import type { Figure } from "./figure.ts";

/** What was asked for on the command line. */
export interface BenchOptions {
  /** Rounds of all measurements; the median of them counts. */
  readonly runs: number;
  /** How long each measurement of a round lasts. */
  readonly seconds: number;
  /** Entries that the large ledger is filled with. */
  readonly entries: number;
  /** Webhooks that wait after an outage. */
  readonly events: number;
  /** Customers whose balances are compared with Exigo's. */
  readonly customers: number;
}

/** What a benchmark is given. */
export interface Bench {
  readonly options: BenchOptions;
  /** Says what is under way; never mixed with the result. */
  say(line: string): void;
  /** Is run when the benchmark ends, however it ends; the last one given runs first. */
  cleanUp(work: () => Promise<unknown>): void;
}

/** Measures, and answers one figure per goal. */
export type Benchmark = (bench: Bench) => Promise<Figure[]>;
