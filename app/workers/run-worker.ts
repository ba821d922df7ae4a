import type { JobName } from "#jobs/all";

import type { WorkerWiring } from "../wiring/worker.server.ts";

import { createJobHandlers } from "./handlers.ts";
import { runEvery } from "./run-every.ts";

export interface RunningWorker {
  /**
   * Begins nothing further, waits for what is under way, and closes every connection. What is not done after
   * `deadlineMs` keeps its claim until the lease runs out, and another process does it.
   */
  stop(deadlineMs: number): Promise<void>;
}

/** Takes wake-ups from the queue and sweeps on a timer of its own, so that it works without Redis too. */
export function runWorker(wiring: WorkerWiring): RunningWorker {
  const handlers = createJobHandlers(wiring);
  const stopping = new AbortController();
  const jobs = wiring.startJobWorker(
    {
      "process-shop-inbox": handlers["process-shop-inbox"],
      "deliver-intent": handlers["deliver-intent"],
      "deliver-document": handlers["deliver-document"],
    },
    stopping.signal,
  );
  const timers = repetitions(wiring).map(({ job, pauseMs, failure: event }) =>
    runEvery(
      pauseMs,
      (signal) => handlers[job]({}, signal),
      (failure) => wiring.reportFailure(event, failure, { job }),
    ),
  );
  return {
    async stop(deadlineMs) {
      stopping.abort();
      const ended = Promise.all([jobs.stop(deadlineMs), ...timers.map((timer) => timer.stop())]);
      await within(deadlineMs, ended);
      await within(CLOSE_DEADLINE_MS, wiring.close());
    },
  };
}

interface Timer {
  readonly job: JobName;
  readonly pauseMs: number;
  /** What the log calls a run that failed. */
  readonly failure: string;
}

/** What a worker does by itself, each on a timer of its own: nothing that takes long keeps anything else from being done. */
function repetitions({ config }: WorkerWiring): readonly Timer[] {
  const sweepMs = config.SWEEP_SECONDS * 1_000;
  return [
    { job: "sweep-due", pauseMs: sweepMs, failure: "sweep_failed" },
    { job: "poll-exigo", pauseMs: POLL_PAUSE_MS, failure: "poll_failed" },
    { job: "poll-exigo-customers", pauseMs: POLL_PAUSE_MS, failure: "customer_poll_failed" },
    { job: "work-on-catalog", pauseMs: sweepMs, failure: "catalog_failed" },
    { job: "compare-balances", pauseMs: sweepMs, failure: "comparisons_failed" },
    { job: "roll-up-ledger", pauseMs: config.ROLLUP_SECONDS * 1_000, failure: "roll_up_failed" },
    { job: "prove-ledgers", pauseMs: sweepMs, failure: "proofs_failed" },
    { job: "remove-old-bodies", pauseMs: BODY_PAUSE_MS, failure: "bodies_not_removed" },
    { job: "give-system-actions", pauseMs: SYSTEM_ACTIONS_PAUSE_MS, failure: "system_actions_failed" },
    ...SHOP_WORK.map((job) => ({ job, pauseMs: sweepMs, failure: "shop_work_failed" })),
    ...CLOCKWORK.map((job) => ({ job, pauseMs: sweepMs, failure: "clockwork_failed" })),
  ];
}

/** What is read from Shopify. */
const SHOP_WORK = ["read-shops", "listen-to-shops"] as const;

/** What time alone brings about. */
const CLOCKWORK = ["mature-lots", "expire-lots", "expire-holds"] as const;

/** Between two looks for accounts whose next read is due; each account has an interval of its own. */
const POLL_PAUSE_MS = 2_000;

/** Between two looks for bodies of webhooks whose time is over. */
const BODY_PAUSE_MS = 10 * 60_000;

/** Between two looks for sign-ups that no webhook told, birthdays, and members who have not ordered for long. */
const SYSTEM_ACTIONS_PAUSE_MS = 60_000;

const CLOSE_DEADLINE_MS = 1_500;

/** Waits for the work, but not longer. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
