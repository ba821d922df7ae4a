import { openDatabase } from "#adapters/mysql/database";

import { createWiring } from "#wiring";
import { createWorkerWiring } from "../../app/wiring/worker.server.ts";
import { runWorker } from "../../app/workers/run-worker.ts";
import { recordingLog, startTestWeb, testConfig } from "./web.ts";
import type { TestWeb } from "./web.ts";
import { TEST_SHOP, webhookHeaders } from "./webhooks.ts";

export interface InboxAppOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What became of a webhook. */
export interface EndedEvent {
  readonly shop: string;
  readonly topic: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly attempts: number;
}

/** The web and the worker process in one, with {@link TEST_SHOP} installed: webhooks go in, effects come out. */
export interface InboxApp {
  readonly web: TestWeb;
  /** Sends a webhook; returns the status of the answer. */
  send(body: string, changes?: Readonly<Record<string, string | null>>): Promise<number>;
  /** Sends a prepared delivery, as often as a test likes. */
  deliver(body: string, headers: Readonly<Record<string, string>>): Promise<number>;
  /** Every stored event, in the order of arrival. */
  events(): Promise<EndedEvent[]>;
  /** Makes another shop known. */
  install(domain: string): Promise<void>;
  close(): Promise<void>;
}

export async function startInboxApp({ databaseUrl, redisUrl, env = {} }: InboxAppOptions): Promise<InboxApp> {
  const all = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, SWEEP_SECONDS: "1", ...env };
  const web = await startTestWeb({ env: all });
  const config = testConfig(all);
  const wiring = createWiring(config, openDatabase({ url: databaseUrl, connections: 8 }), recordingLog());
  const worker = runWorker(
    // why: what is owed to Shopify is not what these tests look at
    createWorkerWiring(wiring, () => Promise.reject(new Error("no shop is opened here"))),
  );
  const deliver: InboxApp["deliver"] = async (body, headers) => {
    const response = await fetch(`${web.origin}/webhooks`, { method: "POST", body, headers });
    await response.text();
    return response.status;
  };
  const install: InboxApp["install"] = async (domain) => {
    await web.wiring.installShop({ domain, shopifyId: "548380009", name: "Test", currency: "USD" });
  };
  await install(TEST_SHOP);
  return {
    ...{ web, deliver, install },
    send: (body, changes = {}) => deliver(body, webhookHeaders(body, changes)),
    events: () =>
      web.database.pool.query(
        `SELECT shop_domain AS shop, topic, state, outcome, reason, attempts FROM inbox_event
          WHERE shop_domain <> '' ORDER BY id`,
      ),
    async close() {
      await worker.stop(2_000);
      await web.close();
    },
  };
}
