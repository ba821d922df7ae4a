import { randomBytes } from "node:crypto";
import { findFreePort } from "../../scripts/bootstrap/ports.mjs";
import { adminApp, exigoSettings } from "../../scripts/demo-data/simulators.mjs";
import { startExigoSimulator } from "../../simulators/exigo/server.ts";
import type { RunningExigoSimulator } from "../../simulators/exigo/server.ts";
import { startShopifySimulator } from "../../simulators/shopify/server.ts";
import type { RunningSimulator } from "../../simulators/shopify/server.ts";
import { createTestDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";
import { startProcess } from "./processes.ts";
import type { StartedProcess } from "./processes.ts";
import { createTestRedis } from "./redis.ts";

export const SHOP = "scenario.myshopify.com";

/** The whole house on ports of its own: real MySQL and Redis, both simulators, the web process. */
export interface Stack {
  readonly shopify: RunningSimulator;
  readonly exigo: RunningExigoSimulator;
  readonly database: TestDatabase;
  /** The environment of the app's processes; a test may change what a process of its own gets. */
  readonly env: Readonly<Record<string, string>>;
  readonly admin: ReturnType<typeof adminApp>;
  startWorker(changes?: Readonly<Record<string, string>>): StartedProcess;
  /** Installs the app in {@link SHOP} as a first visit does and connects Exigo on the settings page. */
  install(exigoUrl?: string): Promise<void>;
  close(): Promise<void>;
}

export async function startStack(): Promise<Stack> {
  const database = await createTestDatabase();
  const redis = await createTestRedis();
  const webPort = await findFreePort();
  const secrets = { apiKey: randomBytes(16).toString("hex"), apiSecret: randomBytes(16).toString("hex") };
  const shopify = await startShopifySimulator({
    ...secrets,
    port: 0,
    tunnelPort: 0,
    appOrigin: `http://127.0.0.1:${webPort}`,
    webhookRetryScale: 0.001,
  });
  const exigo = await startExigoSimulator();
  const env = {
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: String(webPort),
    DATABASE_URL: database.appUrl,
    REDIS_URL: redis.url,
    SHOPIFY_APP_URL: shopify.tunnelUrl,
    SHOPIFY_SIMULATOR_URL: shopify.url,
    SHOPIFY_API_KEY: secrets.apiKey,
    SHOPIFY_API_SECRET: secrets.apiSecret,
    SECRET_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    SWEEP_SECONDS: "1",
  };
  const processes: StartedProcess[] = [];
  const start = (file: string, changes: Readonly<Record<string, string>> = {}) => {
    const one = startProcess(file, { ...env, ...changes }, ["--import", "./simulators/shopify/preload.mjs"]);
    processes.push(one);
    return one;
  };
  await start("app/server.ts").says(/web_listening/);
  await ready(`http://127.0.0.1:${webPort}/readyz`);
  shopify.operations.createShop({ domain: SHOP, name: "Scenario", currency: "USD" });
  const admin = adminApp({ simulatorUrl: shopify.url, appUrl: shopify.tunnelUrl, shopDomain: SHOP });
  return {
    shopify,
    exigo,
    database,
    env,
    admin,
    startWorker: (changes) => start("app/workers/main.ts", changes),
    async install(exigoUrl = exigo.url) {
      await admin.open();
      await admin.submit("settings", exigoSettings(exigoUrl, { pollSeconds: "1" }));
    },
    async close() {
      for (const { child } of processes) child.kill("SIGKILL");
      await Promise.all(processes.map((one) => one.exit));
      await shopify.close();
      await exigo.close();
      await database.drop();
    },
  };
}

/** Waits until `look` finds something; fails with what it was waiting for. */
export async function eventually<T>(
  what: string | (() => string),
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  withinMs = 30_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) {
      throw new Error(`Waited ${withinMs} ms in vain for ${typeof what === "string" ? what : what()}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function ready(url: string): Promise<void> {
  await eventually("the web process to be ready", async () => (await fetch(url)).ok);
}
