import { randomBytes } from "node:crypto";

import { RequestedTokenType } from "@shopify/shopify-api";

import { bodyContext } from "#adapters/mysql/inbox/claims";
import { createMysqlShopifySessions } from "#adapters/mysql/shopify-sessions";
import { createSessionStorage } from "#adapters/shopify/session-storage";
import { createSealing } from "#adapters/system/sealing";

import { createWorkerWiring } from "../../app/wiring/worker.server.ts";
import { startExigoSimulator } from "../../simulators/exigo/server.ts";
import { makeSessionToken } from "../../simulators/shopify/oauth/session-token.ts";
import { startShopifySimulator } from "../../simulators/shopify/server.ts";
import { createTestDatabase } from "./database.ts";
import { everythingStored } from "./everything-stored.ts";
import { createTestRedis } from "./redis.ts";
import { createShopifyLibrary, leadShopifyCallsTo } from "./shopify-library.ts";
import { startTestWeb } from "./web.ts";

export type ComplianceWorld = Awaited<ReturnType<typeof createComplianceWorld>>;

export const COMPLIANCE_SHOP = "canary.myshopify.com";
export const SECRETS = { apiKey: "canary-key", apiSecret: "shpss_canary_secret_of_the_app" };
export const EXIGO_PASSWORD = "demo-password";

/**
 * The web process's own server with both simulators, and a worker that does what is due when it is told to: webhooks
 * come over a real socket, tokens from a real exchange, writes go to both simulators.
 */
export async function createComplianceWorld() {
  const testDatabase = await createTestDatabase();
  const redis = await createTestRedis();
  const secretKey = randomBytes(32);
  const web = await startTestWeb({
    env: {
      DATABASE_URL: testDatabase.appUrl,
      REDIS_URL: redis.url,
      SHOPIFY_APP_URL: "http://127.0.0.1:9",
      SHOPIFY_API_KEY: SECRETS.apiKey,
      SHOPIFY_API_SECRET: SECRETS.apiSecret,
      SECRET_KEYS: `k1:${secretKey.toString("base64")}`,
    },
  });
  const shopify = await startShopifySimulator({
    ...SECRETS,
    port: 0,
    tunnelPort: 0,
    appOrigin: web.origin,
    webhookRetryScale: 0.00001,
  });
  const exigo = await startExigoSimulator();
  leadShopifyCallsTo(shopify.url);
  const library = createShopifyLibrary(SECRETS);
  const { wiring, database } = web;
  const sessions = createSessionStorage(
    createMysqlShopifySessions(database),
    createSealing([{ id: "k1", key: secretKey }]),
  );
  const worker = createWorkerWiring(wiring, async (shopDomain) => {
    const session = await sessions.loadSession(`offline_${shopDomain}`);
    if (!session) throw new Error("the shop has no session");
    const client = new library.clients.Graphql({ session });
    return {
      async graphql(document, { variables }) {
        const answer = await client.request(document, { variables });
        return { json: () => Promise.resolve(answer) };
      },
    };
  });
  shopify.operations.createShop({ domain: COMPLIANCE_SHOP, name: "Canary" });

  const openedBodies = async (): Promise<string[]> => {
    const sealing = createSealing([{ id: "k1", key: secretKey }]);
    const rows = await database.pool.query<{ shop: string; webhookId: string; body: Buffer }[]>(
      "SELECT shop_domain AS shop, webhook_id AS webhookId, body FROM inbox_event WHERE body IS NOT NULL",
    );
    return rows.map(({ shop, webhookId, body }) => sealing.open(body, bodyContext(shop, webhookId)));
  };

  return {
    web,
    wiring,
    worker,
    database,
    shopify,
    exigo,
    sessions,
    control: async (command: string, fields: object) => {
      const answer = await fetch(`${shopify.url}/control/${command}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(fields),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    /** What a first visit of the staff does: the shop, and its tokens. */
    async install(domain = COMPLIANCE_SHOP) {
      const nowSeconds = Math.floor(Date.now() / 1_000);
      const token = makeSessionToken(
        { shop: domain, apiKey: SECRETS.apiKey, userId: 1, nowSeconds },
        SECRETS.apiSecret,
      );
      const { session } = await library.auth.tokenExchange({
        shop: domain,
        sessionToken: token,
        requestedTokenType: RequestedTokenType.OfflineAccessToken,
        expiring: true,
      });
      await sessions.storeSession(session);
      const shop = await wiring.installShop({ domain, name: "Canary", currency: "USD" });
      await wiring.recordStaffVisit({
        shop,
        tokenMadeAt: new Date(nowSeconds * 1_000).toISOString(),
        scopes: session.scope?.split(",") ?? [],
      });
      return { shop, session };
    },
    connectExigo: (programId: number) =>
      wiring.adapters.exigoConnections.save({
        programId,
        baseUrl: `${exigo.url}/3.0`,
        company: "demo",
        loginName: "api",
        pointAccountId: 1,
        driftPolicy: "adopt",
        driftLimitMinor: 1_000,
        pollSeconds: 60,
        historyUrl: null,
        historyLagSeconds: 300,
        password: EXIGO_PASSWORD,
      }),
    /** Lets everything arrive and applies all that is due; events that failed are tried again at once. */
    async drain() {
      await shopify.webhooks.settled();
      for (let round = 0; round < 10; round += 1) {
        await database.pool.query("UPDATE inbox_event SET due_at = UTC_TIMESTAMP(3) WHERE state = 'due'");
        const due = await wiring.adapters.inbox.findDue(200);
        if (due.length === 0) return;
        for (const event of due) await worker.processInboxEvent(event);
      }
    },
    async deliver() {
      for (let round = 0; round < 10; round += 1) {
        const due = await wiring.adapters.intents.findDue(200);
        if (due.length === 0) return;
        for (const intent of due) await worker.deliverIntent(intent);
      }
    },
    /** All that is stored anywhere, bodies of webhooks opened beside it, and every line that was logged. */
    async everything(): Promise<string> {
      const stored = await everythingStored(database, redis.url);
      return [stored, ...(await openedBodies()), `log: ${JSON.stringify(web.log.lines)}`].join("\n");
    },
    async close() {
      leadShopifyCallsTo(null);
      await shopify.close();
      await exigo.close();
      await web.close();
      await testDatabase.drop();
    },
  };
}
