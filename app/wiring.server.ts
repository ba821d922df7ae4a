import type { Database } from "#adapters/mysql/database";
import { createAdminClient } from "#adapters/shopify/admin-client";
import type { AdminClientOptions } from "#adapters/shopify/admin-client";
import { createShopCatalog } from "#adapters/shopify/shop-catalog";
import { createJsonLog, failureCode } from "#adapters/system/log";
import type { Log } from "#adapters/system/log";
import { getConfig } from "#config";
import type { Config } from "#config";
import { getDatabase } from "#db";

import { createAdapters } from "./wiring/adapters.server.ts";
import type { ReportFailure } from "./wiring/adapters.server.ts";
import { bindUseCases } from "./wiring/use-cases.server.ts";

/** Everything the app is made of, put together once per process. */
export type Wiring = ReturnType<typeof createWiring>;

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
  const reportFailure: ReportFailure = (event, failure, fields = {}) =>
    log.error(event, { code: failureCode(failure), ...fields });
  const adapters = createAdapters(config, database, reportFailure);
  return {
    config,
    log,
    reportFailure,
    /** Ports that screens read from as they are. */
    adapters,
    ...bindUseCases(adapters),
    /** A shop's catalogue for a page that people wait for; `open` opens the shop's Admin API. */
    openShopCatalog: (open: AdminClientOptions["open"]) =>
      createShopCatalog(createAdminClient({ open, withLock: adapters.withLock })),
    /** Throws when the database does not answer. */
    async ping(): Promise<void> {
      await database.pool.query("SELECT 1");
    },
    /** Closes what the wiring opened, the database last. */
    async close(): Promise<void> {
      await adapters.wakeUp.close();
      await adapters.callBudget.disconnect();
      await database.close();
    },
  };
}
