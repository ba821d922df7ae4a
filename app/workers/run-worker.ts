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
  const timers = [
    runEvery(
      wiring.config.SWEEP_SECONDS * 1_000,
      (signal) => handlers["sweep-due"]({}, signal),
      (failure) => wiring.reportFailure("sweep_failed", failure),
    ),
    runEvery(
      POLL_PAUSE_MS,
      (signal) => handlers["poll-exigo"]({}, signal),
      (failure) => wiring.reportFailure("poll_failed", failure),
    ),
    runEvery(
      POLL_PAUSE_MS,
      (signal) => handlers["poll-exigo-customers"]({}, signal),
      (failure) => wiring.reportFailure("customer_poll_failed", failure),
    ),
    runEvery(
      wiring.config.SWEEP_SECONDS * 1_000,
      (signal) => handlers["work-on-catalog"]({}, signal),
      (failure) => wiring.reportFailure("catalog_failed", failure),
    ),
    runEvery(
      wiring.config.SWEEP_SECONDS * 1_000,
      (signal) => handlers["compare-balances"]({}, signal),
      (failure) => wiring.reportFailure("comparisons_failed", failure),
    ),
    runEvery(
      wiring.config.ROLLUP_SECONDS * 1_000,
      (signal) => handlers["roll-up-ledger"]({}, signal),
      (failure) => wiring.reportFailure("roll_up_failed", failure),
    ),
    runEvery(
      wiring.config.SWEEP_SECONDS * 1_000,
      (signal) => handlers["prove-ledgers"]({}, signal),
      (failure) => wiring.reportFailure("proofs_failed", failure),
    ),
    runEvery(
      BODY_PAUSE_MS,
      (signal) => handlers["remove-old-bodies"]({}, signal),
      (failure) => wiring.reportFailure("bodies_not_removed", failure),
    ),
    runEvery(
      SYSTEM_ACTIONS_PAUSE_MS,
      (signal) => handlers["give-system-actions"]({}, signal),
      (failure) => wiring.reportFailure("system_actions_failed", failure),
    ),
    // A shop with a million orders must not keep anything else from being done.
    ...SHOP_WORK.map((name) =>
      runEvery(
        wiring.config.SWEEP_SECONDS * 1_000,
        (signal) => handlers[name]({}, signal),
        (failure) => wiring.reportFailure("shop_work_failed", failure, { job: name }),
      ),
    ),
    // Each has a timer of its own: a million lots that expire must not keep a hold from being given back.
    ...CLOCKWORK.map((name) =>
      runEvery(
        wiring.config.SWEEP_SECONDS * 1_000,
        (signal) => handlers[name]({}, signal),
        (failure) => wiring.reportFailure("clockwork_failed", failure, { job: name }),
      ),
    ),
  ];
  return {
    async stop(deadlineMs) {
      stopping.abort();
      const ended = Promise.all([jobs.stop(deadlineMs), ...timers.map((timer) => timer.stop())]);
      await within(deadlineMs, ended);
      await within(CLOSE_DEADLINE_MS, wiring.close());
    },
  };
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
