import { Fault } from "#core/units";

import { getWorkerWiring } from "../wiring/worker.server.ts";
import type { WorkerWiring } from "../wiring/worker.server.ts";
import { runWorker } from "./run-worker.ts";

const STOP_DEADLINE_MS = 10_000;

const wiring = wiringOrExit();
const worker = runWorker(wiring);
let stopping = false;

async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  wiring.log.info("worker_stopping", { signal });
  await worker.stop(STOP_DEADLINE_MS);
  process.exit(0);
}

process.on("SIGTERM", () => void stop("SIGTERM"));
process.on("SIGINT", () => void stop("SIGINT"));
wiring.log.info("worker_started", { concurrency: wiring.config.WORKER_CONCURRENCY });

function wiringOrExit(): WorkerWiring {
  try {
    return getWorkerWiring();
  } catch (failure) {
    if (!(failure instanceof Fault)) throw failure;
    process.stderr.write(`${failure.message}\n`);
    return process.exit(1);
  }
}
