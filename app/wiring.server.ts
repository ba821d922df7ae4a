import { hostname } from "node:os";

import { startJobWorker } from "#adapters/bullmq/job-worker";
import type { JobWorkerOptions } from "#adapters/bullmq/job-worker";
import { createBullmqWakeUp } from "#adapters/bullmq/wake-up";
import { createMysqlBalances } from "#adapters/mysql/balances";
import type { Database } from "#adapters/mysql/database";
import { createMysqlInbox } from "#adapters/mysql/inbox";
import { createMysqlKnownShops } from "#adapters/mysql/known-shops";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlMembers } from "#adapters/mysql/members";
import { createMysqlOrders } from "#adapters/mysql/orders";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { createMysqlReports } from "#adapters/mysql/reports";
import { createMysqlShopifySessions } from "#adapters/mysql/shopify-sessions";
import { shopifyWebhookPayloads } from "#adapters/shopify/webhook-payloads";
import { createJsonLog, failureCode } from "#adapters/system/log";
import type { Log, LogFields } from "#adapters/system/log";
import { getConfig } from "#config";
import type { Config } from "#config";
import { getDatabase } from "#db";
import { adjustBalance } from "#usecases/adjust-balance";
import { applyCustomerEvent } from "#usecases/apply-customer-event";
import { applyOrderEvent } from "#usecases/apply-order-event";
import { applyRefundEvent } from "#usecases/apply-refund-event";
import { applyShopEvent } from "#usecases/apply-shop-event";
import { installShop } from "#usecases/install-shop";
import type { ReceivedWebhook } from "#usecases/ports/inbox";
import { processInboxEvent } from "#usecases/process-inbox-event";
import { receiveWebhook } from "#usecases/receive-webhook";
import { reverseEntry } from "#usecases/reverse-entry";
import { saveEarnRule } from "#usecases/save-earn-rule";
import { dueRows, sweepDue } from "#usecases/sweep-due";
import type { SweepDueInput } from "#usecases/sweep-due";

import { createTopicHandlers } from "./wiring/topic-handlers.server.ts";

/** Everything the app is made of, put together once per process. */
export type Wiring = ReturnType<typeof createWiring>;

type Adapters = ReturnType<typeof createAdapters>;

const slot = globalThis as typeof globalThis & { hybridCreditsWiring?: Wiring };

/**
 * The process's wiring. Kept on `globalThis`: the server entry and the Remix bundle are two module graphs
 * and share one set of connections.
 */
export function getWiring(): Wiring {
  slot.hybridCreditsWiring ??= createWiring(getConfig(), getDatabase(), createJsonLog("app"));
  return slot.hybridCreditsWiring;
}

/** Builds adapters and binds the use cases to them; tests call it with their own database and Redis. */
export function createWiring(config: Config, database: Database, log: Log) {
  const reportFailure = (event: string, failure: unknown, fields: LogFields = {}): void =>
    log.error(event, { code: failureCode(failure), ...fields });
  const adapters = createAdapters(config, database, reportFailure);
  return {
    config,
    log,
    reportFailure,
    /** Ports that screens read from as they are. */
    adapters,
    ...bindUseCases(adapters, reportFailure),
    /** Takes jobs from the queue until it is stopped; `signal` tells handlers that the end is near. */
    startJobWorker: (handlers: JobWorkerOptions["handlers"], signal: AbortSignal) =>
      startJobWorker({
        ...queueAddress(config),
        signal,
        concurrency: config.WORKER_CONCURRENCY,
        handlers,
        onJobFailure: (job, failure) => reportFailure("job_failed", failure, { job: job.name, id: job.id }),
        onOutage: (failure) => reportFailure("queue_out_of_reach", failure),
      }),
    /** Throws when the database does not answer. */
    async ping(): Promise<void> {
      await database.pool.query("SELECT 1");
    },
    /** Closes what the wiring opened, the database last. */
    async close(): Promise<void> {
      await adapters.wakeUp.close();
      await database.close();
    },
  };
}

function queueAddress(config: Config): { url: string; prefix: string } {
  return { url: config.REDIS_URL, prefix: config.REDIS_PREFIX };
}

type ReportFailure = (event: string, failure: unknown, fields?: LogFields) => void;

/** One line per adapter. */
function createAdapters(config: Config, database: Database, reportFailure: ReportFailure) {
  const claimant = {
    host: hostname().slice(0, 100),
    pid: process.pid,
    leaseSeconds: config.INBOX_LEASE_SECONDS,
  };
  const wakeUp = createBullmqWakeUp(queueAddress(config), (failure) =>
    reportFailure("wake_up_lost", failure),
  );
  const ledger = createMysqlLedger(database, (programId, intentIds) => {
    for (const id of intentIds) void wakeUp.intent(programId, id);
  });
  return {
    wakeUp,
    ledger,
    inbox: createMysqlInbox(database, claimant),
    knownShops: createMysqlKnownShops(database),
    programs: createMysqlPrograms(database),
    members: createMysqlMembers(database),
    orders: createMysqlOrders(database),
    balances: createMysqlBalances(database),
    reports: createMysqlReports(database),
    sessions: createMysqlShopifySessions(database),
    payloads: shopifyWebhookPayloads,
  };
}

/** One line per use case. */
function bindUseCases(adapters: Adapters, reportFailure: ReportFailure) {
  const handlers = createTopicHandlers({
    order: (event) => applyOrderEvent(adapters, event),
    refund: (event) => applyRefundEvent(adapters, event),
    customer: (event) => applyCustomerEvent(adapters, event),
    uninstall: (event) => applyShopEvent(adapters, event),
  });
  const inboxPorts = {
    inbox: adapters.inbox,
    handlers,
    jitter: Math.random,
    onFailure: ({ id, topic, attempt }: { id: number; topic: string; attempt: number }, failure: unknown) =>
      reportFailure("inbox_event_failed", failure, { id, topic, attempt }),
  };
  const processEvent = (event: { shopDomain: string; id: number }) => processInboxEvent(inboxPorts, event);
  const kinds = [dueRows("inboxEvents", adapters.inbox.findDue, processEvent)];
  return {
    receiveWebhook: (webhook: ReceivedWebhook) =>
      receiveWebhook({ inbox: adapters.inbox, shops: adapters.knownShops }, webhook),
    wakeInboxEvent: (shopDomain: string, id: number) => adapters.wakeUp.inboxEvent(shopDomain, id),
    processInboxEvent: processEvent,
    sweepDue: (input: SweepDueInput) => sweepDue({ kinds }, input),
    installShop: (shop: Parameters<typeof installShop>[1]) => installShop(adapters, shop),
    adjustBalance: (input: Parameters<typeof adjustBalance>[1]) => adjustBalance(adapters, input),
    reverseEntry: (input: Parameters<typeof reverseEntry>[1]) => reverseEntry(adapters, input),
    saveEarnRule: (input: Parameters<typeof saveEarnRule>[1]) => saveEarnRule(adapters, input),
  };
}
