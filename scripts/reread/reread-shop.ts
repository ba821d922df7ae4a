import { setTimeout as sleep } from "node:timers/promises";

import { shareRead } from "../../app/core/rereading/index.ts";
import { Fault } from "../../app/core/units/index.ts";
import type { RereadReport } from "../../app/usecases/ports/rereads.ts";
import { getWorkerWiring } from "../../app/wiring/worker.server.ts";
import type { WorkerWiring } from "../../app/wiring/worker.server.ts";
import { ClearFailure } from "../bootstrap/clear-failure.mjs";
import { count, createProgressBar } from "../ledger/progress-bar.ts";
import { readOptions } from "./options.ts";

/** Between two looks at a run that Shopify, or another process, works on. */
const LOOK_AGAIN_MS = 500;

const refusals = {
  shop_unknown: "That shop has not installed the app.",
  since_in_future: "That date is still to come.",
  since_too_early: "No shop is that old.",
} as const;

/**
 * Usage: npm run shop:reread -- --shop DOMAIN --since DATE | --customers
 * Reads a shop's orders again since a date, or imports all of its customers. Works on the run itself, as workers do too:
 * ended in the middle, it is finished by them. Reads the app's environment. Exits with 1 when the run failed or was stopped.
 */
export async function rereadShop(): Promise<void> {
  const { shopDomain, ordersSince } = readOptions(process.argv.slice(2));
  const wiring = wiringOrFailure();
  const now = new Date().toISOString();
  const asked = await wiring.requestReread({ shopDomain, ordersSince, now, by: "command" });
  if (!asked.ok) throw new ClearFailure(refusals[asked.refusal.code]);
  const { programId, id, isNew } = asked.value;
  if (!isNew) process.stderr.write("One is under way already; this is how far it is.\n");
  const ended = await watch(wiring, { programId, id });
  await wiring.close();
  const noun = ordersSince === null ? "customers" : "orders";
  if (ended.state === "failed")
    throw new ClearFailure(`It could not be finished: ${ended.lastError ?? "unknown"}.`);
  if (ended.state === "stopped") throw new ClearFailure("Somebody stopped it. What had been read is kept.");
  const refused = ended.refused > 0 ? `, ${count(ended.refused)} could not be taken in` : "";
  process.stdout.write(`Read ${count(ended.read)} ${noun}, ${count(ended.found)} with news${refused}.\n`);
}

function wiringOrFailure(): WorkerWiring {
  try {
    return getWorkerWiring();
  } catch (failure) {
    if (!(failure instanceof Fault)) throw failure;
    throw new ClearFailure(failure.message, { cause: failure });
  }
}

async function watch(wiring: WorkerWiring, run: { programId: number; id: number }): Promise<RereadReport> {
  const bar = createProgressBar("Read:", 100, process.stderr);
  const { signal } = new AbortController();
  for (;;) {
    const report = await wiring.adapters.rereads.find(run.programId, run.id);
    if (!report) throw new ClearFailure("The run is not there any more.");
    bar.update(Math.floor((shareRead(report) ?? 0) * 100));
    if (report.state === "finished" || report.state === "failed" || report.state === "stopped") {
      bar.end();
      return report;
    }
    const end = await wiring.workOnReread(run, signal);
    if (end === null || end.end === "later") await sleep(LOOK_AGAIN_MS);
  }
}
