import { hostname } from "node:os";

import { createBullmqWakeUp } from "#adapters/bullmq/wake-up";
import type { Database } from "#adapters/mysql/database";
import { createMysqlInbox } from "#adapters/mysql/inbox";
import { createMysqlKnownShops } from "#adapters/mysql/known-shops";
import { createJsonLog, failureCode } from "#adapters/system/log";
import type { Log } from "#adapters/system/log";
import { getConfig } from "#config";
import type { Config } from "#config";
import { getDatabase } from "#db";
import type { ReceivedWebhook } from "#usecases/ports/inbox";
import { receiveWebhook } from "#usecases/receive-webhook";

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
  const adapters = createAdapters(config, database, log);
  return {
    config,
    log,
    /** Ports that screens and workers may use as they are. */
    adapters,
    ...bindUseCases(adapters),
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

function createAdapters(config: Config, database: Database, log: Log) {
  return {
    inbox: createMysqlInbox(database, {
      host: hostname().slice(0, 100),
      pid: process.pid,
      leaseSeconds: config.INBOX_LEASE_SECONDS,
    }),
    knownShops: createMysqlKnownShops(database),
    wakeUp: createBullmqWakeUp({ url: config.REDIS_URL, prefix: config.REDIS_PREFIX }, (failure) => {
      log.warn("wake_up_lost", { code: failureCode(failure) });
    }),
  };
}

/** One line per use case. */
function bindUseCases(adapters: Adapters) {
  const { inbox, knownShops, wakeUp } = adapters;
  return {
    receiveWebhook: (webhook: ReceivedWebhook) => receiveWebhook({ inbox, shops: knownShops }, webhook),
    wakeInboxEvent: (shopDomain: string, id: number) => wakeUp.inboxEvent(shopDomain, id),
  };
}
