import { parseArgs } from "node:util";

import { stopAllChildren } from "../scripts/bootstrap/children.mjs";
import { ClearFailure, runCommand } from "../scripts/bootstrap/clear-failure.mjs";
import { listenForStop, StopRequested } from "../scripts/bootstrap/stop-request.mjs";
import type { Benchmark, BenchOptions } from "./harness/benchmark.ts";
import { toJsonLines, toTable } from "./harness/report.ts";
import { benchExigo } from "./exigo/bench-exigo.ts";
import { benchIngest } from "./ingest/bench-ingest.ts";
import { benchLedger } from "./ledger/bench-ledger.ts";
import { benchLargeLedger } from "./ledger-large/bench-large-ledger.ts";
import { benchRules } from "./rules/bench-rules.ts";

const benchmarks: Readonly<Record<string, Benchmark>> = {
  exigo: benchExigo,
  ingest: benchIngest,
  ledger: benchLedger,
  "ledger-large": benchLargeLedger,
  rules: benchRules,
};

/** Usage: node bench/main.ts NAME [--json] [--runs 5] [--seconds 3] [--entries 10000000] [--events 100000] [--customers 1000000] */
async function main(): Promise<void> {
  const { benchmark, json, options } = readArguments();
  const stop = listenForStop();
  const cleanUps: (() => Promise<unknown>)[] = [];
  const say = (line: string): void => void process.stderr.write(`  ${line}\n`);
  try {
    const work = benchmark({ options, say, cleanUp: (cleanUp) => void cleanUps.push(cleanUp) });
    const figures = await stop.unlessRequested(work);
    process.stdout.write(json ? toJsonLines(figures) : `\n${toTable(figures)}`);
    if (figures.some((figure) => !figure.pass)) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof StopRequested)) throw error;
    process.exitCode = 130;
  } finally {
    stop.release();
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
    await stopAllChildren();
  }
}

function readArguments(): { benchmark: Benchmark; json: boolean; options: BenchOptions } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      runs: { type: "string", default: "5" },
      seconds: { type: "string", default: "3" },
      entries: { type: "string", default: "10000000" },
      events: { type: "string", default: "100000" },
      customers: { type: "string", default: "1000000" },
    },
  });
  const benchmark = benchmarks[positionals[0] ?? ""];
  if (!benchmark || positionals.length > 1) {
    throw new ClearFailure(`Say which one: npm run bench -- ${Object.keys(benchmarks).join(" | ")}`);
  }
  const count = (name: "runs" | "seconds" | "entries" | "events" | "customers"): number => {
    const number = Number(values[name]);
    if (Number.isSafeInteger(number) && number > 0) return number;
    throw new ClearFailure(`--${name} is a whole number above zero.`);
  };
  return {
    benchmark,
    json: values.json,
    options: {
      runs: count("runs"),
      seconds: count("seconds"),
      entries: count("entries"),
      events: count("events"),
      customers: count("customers"),
    },
  };
}

await runCommand(main);
// What a stop left under way, such as a measurement, must not keep the process alive.
process.exit();
