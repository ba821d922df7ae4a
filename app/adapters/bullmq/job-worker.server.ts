import { Worker } from "bullmq";

import { Fault } from "#core/units";

import { onceUntilRecovered, QUEUE_NAME, reconnectDelayMs } from "./connection.server.ts";
import type { QueueAddress } from "./connection.server.ts";

/** A job of a name that no handler knows, from a newer or older version of the app. */
export class UnknownJobFault extends Fault {
  readonly code = "job_unknown";
}

export interface JobWorkerOptions extends QueueAddress {
  readonly concurrency: number;
  /** By job name; each parses its own payload. */
  readonly handlers: Readonly<Record<string, (payload: unknown, signal: AbortSignal) => Promise<unknown>>>;
  /** Handed to the handlers. */
  readonly signal: AbortSignal;
  readonly onJobFailure: (job: { name: string; id: string }, failure: unknown) => void;
  readonly onOutage: (failure: unknown) => void;
}

export interface JobWorker {
  /** Takes no further job and waits for those begun; after `deadlineMs` it leaves them to their leases. */
  stop(deadlineMs: number): Promise<void>;
}

/** Once no job runs, the rest of closing is talk with Redis; a Redis that is away would not answer it. */
const CLOSE_GRACE_MS = 1_000;

/** Takes jobs as they come. Waits for Redis as long as it is away, and goes on when it is back. */
export function startJobWorker(options: JobWorkerOptions): JobWorker {
  const outage = onceUntilRecovered(options.onOutage);
  const running = new Set<Promise<unknown>>();
  const worker = new Worker(
    QUEUE_NAME,
    async (job) => {
      outage.recovered();
      const handle = options.handlers[job.name];
      if (handle === undefined) throw new UnknownJobFault(`no handler for jobs named ${job.name}`);
      const run = handle(job.data, options.signal);
      running.add(run);
      await run.finally(() => running.delete(run));
    },
    {
      connection: { url: options.url, maxRetriesPerRequest: null, retryStrategy: reconnectDelayMs },
      prefix: options.prefix,
      concurrency: options.concurrency,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  );
  worker.on("error", outage.failed);
  worker.on("ready", outage.recovered);
  worker.on("failed", (job, failure) => {
    options.onJobFailure({ name: job?.name ?? "unknown", id: job?.id ?? "unknown" }, failure);
  });
  return {
    async stop(deadlineMs) {
      const closed = worker.close().then(() => true, outage.failed);
      await within(deadlineMs, Promise.allSettled(running));
      if ((await within(CLOSE_GRACE_MS, closed)) !== true) void worker.close(true).catch(outage.failed);
    },
  };
}

/** What the work gave, or undefined when it took longer. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
