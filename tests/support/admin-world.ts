import { randomBytes } from "node:crypto";

import { startShopifySimulator } from "../../simulators/shopify/server.ts";
import { createTestDatabase } from "./database.ts";
import { createTestRedis } from "./redis.ts";
import { sendShopCallsTo } from "./shop-calls.ts";

export type AdminWorld = Awaited<ReturnType<typeof createAdminWorld>>;

const BROWSER =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

/**
 * The app's routes with what they stand on: a fresh database, Redis, and the Shopify simulator, which grants tokens and
 * answers the Admin API. Routes are loaded after this, because configuration is read when they are.
 */
export async function createAdminWorld() {
  const testDatabase = await createTestDatabase();
  const redis = await createTestRedis();
  const apiKey = randomBytes(16).toString("hex");
  const apiSecret = randomBytes(16).toString("hex");
  const simulator = await startShopifySimulator({
    apiKey,
    apiSecret,
    port: 0,
    tunnelPort: 0,
    appOrigin: "http://127.0.0.1:9",
  });
  Object.assign(process.env, {
    DATABASE_URL: testDatabase.appUrl,
    REDIS_URL: redis.url,
    SHOPIFY_APP_URL: "http://127.0.0.1:9",
    SHOPIFY_API_KEY: apiKey,
    SHOPIFY_API_SECRET: apiSecret,
    SECRET_KEYS: `test:${randomBytes(32).toString("base64")}`,
  });
  // The library sets its own fetch when it is loaded, so ours comes after it.
  await import("#shopify");
  sendShopCallsTo(simulator.url);
  const { getWiring } = await import("#wiring");
  const wiring = getWiring();

  const sessionToken = async (shop: string): Promise<string> => {
    const answer = await fetch(`${simulator.url}/store/${shop}/session-token`, { method: "POST" });
    return ((await answer.json()) as { token: string }).token;
  };
  return {
    testDatabase,
    simulator,
    wiring,
    addShop(shop: string, currency = "USD") {
      simulator.operations.createShop({ domain: `${shop}.myshopify.com`, name: shop, currency });
    },
    /** A request as App Bridge makes it from inside Shopify Admin. */
    async adminRequest(shop: string, path: string, form?: Record<string, string> | string): Promise<Request> {
      const headers = new Headers({
        authorization: `Bearer ${await sessionToken(shop)}`,
        "user-agent": BROWSER,
      });
      if (form === undefined) return new Request(`http://127.0.0.1:9${path}`, { headers });
      if (typeof form === "string") headers.set("content-type", "application/json");
      const body = typeof form === "string" ? form : new URLSearchParams(form);
      return new Request(`http://127.0.0.1:9${path}`, { method: "POST", headers, body });
    },
    async close() {
      await wiring.close();
      await simulator.close();
      await testDatabase.drop();
    },
  };
}
