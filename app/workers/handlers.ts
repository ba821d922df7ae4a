import { CLOCKWORK_BATCH } from "#core/clockwork";
import type { JobName } from "#jobs/all";
import { deliverDocumentJob } from "#jobs/deliver-document";
import { deliverIntentJob } from "#jobs/deliver-intent";
import { processShopInboxJob } from "#jobs/process-shop-inbox";

import type { WorkerWiring } from "../wiring/worker.server.ts";

/**
 * Handles one kind of job; parses its own payload, because jobs outlive deployments. `signal` is aborted when
 * the process is about to stop.
 */
export type JobHandler = (payload: unknown, signal: AbortSignal) => Promise<unknown>;

/** Rows of one kind that a sweep looks up at a time. */
const SWEEP_PAGE = 500;

/** Events that a shop's turn takes, and how many at once: short for the others, and long enough to be worth it. */
const SHOP_TURN = { limit: 40, concurrency: 20 };

/** Accounts of one program that a run reads, and how many at once. */
const POLL_BUDGET = { limit: 20, concurrency: 4 };

/** Turns of catalogues that are looked up at a time; they are taken one after the other. */
const TURNS_AT_ONCE = 20;
/** Members of one kind that a program's turn looks at, and how many at once. */
const SYSTEM_ACTIONS = { limit: 200, concurrency: 4 };
/** Accounts of one program that a comparison of what changed reads at once. */
const COMPARISON = { concurrency: 4 };

/** Shops that are looked up at a time, and read at once. */
const SHOPS_AT_ONCE = { limit: 100, concurrency: 4 };

/** Exactly one handler per job contract; the compiler refuses a table that lacks one. */
export function createJobHandlers(wiring: WorkerWiring): Readonly<Record<JobName, JobHandler>> {
  return {
    "process-shop-inbox": (payload, signal) =>
      wiring.processShopInbox({ ...processShopInboxJob.payload.parse(payload), ...SHOP_TURN, signal }),
    "deliver-intent": (payload) => wiring.deliverIntent(deliverIntentJob.payload.parse(payload)),
    "deliver-document": (payload) => wiring.deliverDocument(deliverDocumentJob.payload.parse(payload)),
    "sweep-due": (_, signal) =>
      wiring.sweepDue({ limit: SWEEP_PAGE, concurrency: wiring.config.WORKER_CONCURRENCY, signal }),
    "remove-old-bodies": (_, signal) => wiring.removeOldBodies({ limit: SWEEP_PAGE, signal }),
    "poll-exigo": (_, signal) => wiring.pollExigo({ ...POLL_BUDGET, signal }),
    "poll-exigo-customers": (_, signal) => wiring.pollExigoCustomers({ signal }),
    "work-on-catalog": (_, signal) => wiring.workOnCatalog({ limit: TURNS_AT_ONCE, signal }),
    "compare-balances": (_, signal) => wiring.runComparisons({ ...COMPARISON, signal }),
    "mature-lots": (_, signal) => wiring.matureLots({ limit: CLOCKWORK_BATCH, signal }),
    "expire-lots": (_, signal) => wiring.expireLots({ limit: CLOCKWORK_BATCH, signal }),
    "expire-holds": (_, signal) => wiring.expireHolds({ limit: CLOCKWORK_BATCH, signal }),
    "give-system-actions": (_, signal) => wiring.giveSystemActions({ ...SYSTEM_ACTIONS, signal }),
    "roll-up-ledger": (_, signal) => wiring.rollUpPrograms({ signal }),
    "prove-ledgers": (_, signal) => wiring.proveDueLedgers({ signal }),
    "read-shops": (_, signal) => wiring.readShops({ ...SHOPS_AT_ONCE, signal }),
    "listen-to-shops": (_, signal) => wiring.listenToShops({ ...SHOPS_AT_ONCE, signal }),
  };
}
