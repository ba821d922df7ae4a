import { Worker } from "bullmq";

import { onceUntilRecovered, reconnectDelayMs } from "./connection.server.ts";
import type { QueueAddress } from "./connection.server.ts";

export interface JobWorkerOptions extends QueueAddress {
  /** Jobs of one name that run at the same time. */
  readonly concurrency: number;
  /** The same for names that differ from it. */
  readonly concurrencyOf?: Readonly<Record<string, number>>;
  /** By job name, which is its queue's too; each parses its own payload. */
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

/**
 * Takes jobs as they come, each kind from a queue of its own, so that a flood of one kind does not stand before the
 * others. Waits for Redis as long as it is away, and goes on when it is back.
 */
export function startJobWorker(options: JobWorkerOptions): JobWorker {
  const outage = onceUntilRecovered(options.onOutage);
  const running = new Set<Promise<unknown>>();
  const workers = Object.entries(options.handlers).map(([name, handle]) => {
    const worker = new Worker(
      name,
      async (job) => {
        outage.recovered();
        const run = handle(job.data, options.signal);
        running.add(run);
        await run.finally(() => running.delete(run));
      },
      {
        connection: { url: options.url, maxRetriesPerRequest: null, retryStrategy: reconnectDelayMs },
        prefix: options.prefix,
        concurrency: options.concurrencyOf?.[name] ?? options.concurrency,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      },
    );
    worker.on("error", outage.failed);
    worker.on("ready", outage.recovered);
    worker.on("failed", (job, failure) => {
      options.onJobFailure({ name, id: job?.id ?? "unknown" }, failure);
    });
    return worker;
  });
  return {
    async stop(deadlineMs) {
      const closed = Promise.all(workers.map((worker) => worker.close())).then(() => true, outage.failed);
      await within(deadlineMs, Promise.allSettled(running));
      if ((await within(CLOSE_GRACE_MS, closed)) === true) return;
      for (const worker of workers) void worker.close(true).catch(outage.failed);
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
