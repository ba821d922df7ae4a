import { startJobWorker } from "#adapters/bullmq/job-worker";
import type { JobWorkerOptions } from "#adapters/bullmq/job-worker";
import { createCheckpointFolder } from "#adapters/system/checkpoint-file";
import { sha256Chain } from "#adapters/system/chain-hash";
import { createAdminClient } from "#adapters/shopify/admin-client";
import type { AdminClientOptions } from "#adapters/shopify/admin-client";
import { createShopifyOrderContexts } from "#adapters/shopify/order-context";
import { createShopAccess } from "#adapters/shopify/shop-access";
import { createShopObjects } from "#adapters/shopify/shop-objects";
import { DEFAULT_DELIVERY_POLICY } from "#core/sync";
import { deliverIntentJob } from "#jobs/deliver-intent";
import { expireHolds } from "#usecases/expire-holds";
import { expireLots } from "#usecases/expire-lots";
import { giveSystemActions } from "#usecases/give-system-actions";
import type { GiveSystemActionsInput, GiveSystemActionsPorts } from "#usecases/give-system-actions";
import { handOverAccounts } from "#usecases/hand-over-accounts";
import { matureLots } from "#usecases/mature-lots";
import { openWaiting } from "#usecases/open-waiting";
import { passOnMerged } from "#usecases/pass-on-merged";
import { proveDueLedgers } from "#usecases/prove-due-ledgers";
import type { ProveDueLedgersInput, ProveDueLedgersPorts } from "#usecases/prove-due-ledgers";
import { rollUpPrograms } from "#usecases/roll-up-ledger";
import type { RollUpLedgerInput } from "#usecases/roll-up-ledger";
import { processShopInbox } from "#usecases/process-shop-inbox";
import type { ProcessShopInboxInput } from "#usecases/process-shop-inbox";
import { removeOldBodies } from "#usecases/remove-old-bodies";
import type { RemoveOldBodiesInput } from "#usecases/remove-old-bodies";
import { processInboxEvent } from "#usecases/process-inbox-event";
import type { RunClockworkInput } from "#usecases/run-clockwork";
import { dueRows, sweepDue } from "#usecases/sweep-due";
import type { SweepDueInput } from "#usecases/sweep-due";
import { getWiring } from "#wiring";
import type { Wiring } from "#wiring";

import { retryPolicy } from "./retry-policy.server.ts";
import { queueAddress } from "./adapters.server.ts";
import { createDocumentDelivery } from "./document-delivery.server.ts";
import { createExigoReading } from "./exigo-reading.server.ts";
import { createInboxPorts } from "./inbox.server.ts";
import { createIntentDelivery } from "./intent-delivery.server.ts";
import { createShopReading } from "./shop-reading.server.ts";

/** The wiring of the worker process: what only it does, beside everything else. */
export type WorkerWiring = ReturnType<typeof createWorkerWiring>;

/** Events that a sweep works on at once: a backlog of one shop must leave the process to those that come meanwhile. */
const SWEPT_EVENTS_AT_ONCE = 4;

/** Runs of spent lots that a sweep writes out at once: each changes a few hundred rows, and nobody waits for it. */
const WRITTEN_AT_ONCE = 1;

/** The worker process's wiring. Throws a fault when the configuration is not complete. */
export function getWorkerWiring(): WorkerWiring {
  return createWorkerWiring(getWiring(), async (shopDomain) => {
    // Loaded with the first write to a shop: the library belongs to the web process and takes a while.
    const { openShopAdmin } = await import("#shopify");
    return openShopAdmin(shopDomain);
  });
}

/** Adds the worker's part to a wiring; `openAdmin` opens a shop's Admin API with its offline token. */
export function createWorkerWiring(wiring: Wiring, openAdmin: AdminClientOptions["open"]) {
  const { adapters, config, reportFailure } = wiring;
  const admin = createAdminClient({ open: openAdmin, withLock: adapters.withLock });
  const inboxPorts = createInboxPorts(
    adapters,
    {
      orderContexts: createShopifyOrderContexts(admin),
      shopAccess: createShopAccess(admin),
      shopObjects: createShopObjects(admin),
    },
    retryPolicy(config),
    reportFailure,
  );
  const processEvent = (event: Parameters<typeof processInboxEvent>[1]) =>
    processInboxEvent(inboxPorts, event);
  const shops = createShopReading(wiring, openAdmin);
  const policy = { ...DEFAULT_DELIVERY_POLICY, quietMs: config.EXIGO_QUIET_SECONDS * 1_000 };
  const intents = createIntentDelivery(wiring, admin, policy);
  const documents = createDocumentDelivery(wiring, admin, policy);
  const clockworkPorts = {
    ...adapters,
    onBrokenAccount: (account: { programId: number; accountId: number }, failure: unknown) =>
      reportFailure("account_broken", failure, account),
  };
  const kinds = [
    dueRows("inboxEvents", adapters.inbox.findDue, processEvent, SWEPT_EVENTS_AT_ONCE),
    dueRows("handOvers", adapters.handOvers.findUnfinished, (program) => handOverAccounts(adapters, program)),
    dueRows("intents", adapters.intents.findDue, intents.deliverIntent),
    dueRows("documents", adapters.documents.findDue, documents.deliverDocument),
    dueRows("mergedAccounts", adapters.memberMerges.findLeftOver, ({ programId, accountId }) =>
      passOnMerged(adapters, programId, [accountId]),
    ),
    dueRows("spentRuns", adapters.spentRuns.findUnwritten, adapters.spentRuns.writeOut, WRITTEN_AT_ONCE),
    dueRows("waitingOpenings", adapters.openings.findDue, (opening) => openWaiting(adapters, opening)),
  ];
  const proofPorts = createProofPorts(wiring);
  return {
    ...wiring,
    processShopInbox: (input: ProcessShopInboxInput) =>
      processShopInbox({ ...adapters, processInboxEvent: processEvent }, input),
    removeOldBodies: (input: RemoveOldBodiesInput) => removeOldBodies(adapters, input),
    processInboxEvent: processEvent,
    deliverIntent: intents.deliverIntent,
    ...documents,
    ...shops,
    ...createExigoReading(wiring),
    matureLots: (input: RunClockworkInput) => matureLots(clockworkPorts, input),
    expireLots: (input: RunClockworkInput) => expireLots(clockworkPorts, input),
    expireHolds: (input: RunClockworkInput) => expireHolds(clockworkPorts, input),
    giveSystemActions: (input: GiveSystemActionsInput) =>
      giveSystemActions(createSystemActionPorts(wiring), input),
    rollUpPrograms: (input: Pick<RollUpLedgerInput, "signal">) => rollUpPrograms(adapters, input),
    proveDueLedgers: (input: ProveDueLedgersInput) => proveDueLedgers(proofPorts, input),
    sweepDue: (input: SweepDueInput) => sweepDue({ kinds }, input),
    /**
     * Takes jobs from the queue until it is stopped, and carries out what this process's own entries owe; `signal`
     * tells handlers that the end is near.
     */
    startJobWorker(handlers: JobWorkerOptions["handlers"], signal: AbortSignal) {
      intents.deliverOwn(signal);
      const jobs = startJobWorker({ ...jobWorkerOptions(wiring), signal, handlers });
      return {
        stop: (deadlineMs: number) => Promise.all([jobs.stop(deadlineMs), intents.deliveriesEnded()]),
      };
    },
  };
}

function jobWorkerOptions({ config, reportFailure }: Wiring): Omit<JobWorkerOptions, "signal" | "handlers"> {
  return {
    ...queueAddress(config),
    concurrency: config.WORKER_CONCURRENCY,
    concurrencyOf: { [deliverIntentJob.name]: config.DELIVERY_CONCURRENCY },
    onJobFailure: (job, failure) => reportFailure("job_failed", failure, { job: job.name, id: job.id }),
    onOutage: (failure) => reportFailure("queue_out_of_reach", failure),
  };
}

function createSystemActionPorts({ adapters, reportFailure }: Wiring): GiveSystemActionsPorts {
  return {
    ...adapters,
    onBrokenMember: (member, failure) => reportFailure("system_action_failed", failure, member),
  };
}

function createProofPorts({ adapters, config, log, reportFailure }: Wiring): ProveDueLedgersPorts {
  const folder = config.LEDGER_CHECKPOINT_FOLDER;
  return {
    ...adapters,
    hash: sha256Chain,
    exportCheckpoint: folder === undefined ? null : createCheckpointFolder(folder),
    // What is off stands in the stored result; a log line names the place only.
    onFinding: (programId, { code, accountId, seq }) =>
      log.error("ledger_does_not_hold", { programId, code, accountId, seq }),
    onFailure: (programId, trouble, failure) => reportFailure(trouble, failure, { programId }),
  };
}
