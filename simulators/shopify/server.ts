import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createAdminApi } from "./admin-api/admin-api.ts";
import { queryRoot } from "./admin-api/queries.ts";
import { handleAdminApi } from "./admin-api/route.ts";
import { createThrottle } from "./admin-api/throttle.ts";
import type { Throttle } from "./admin-api/throttle.ts";
import { createBulkOperations } from "./bulk/bulk-operations.ts";
import type { BulkOperations } from "./bulk/bulk-operations.ts";
import { handleBulkResults } from "./bulk/route.ts";
import { readAppConfiguration } from "./config/app-configuration.ts";
import { handleControl } from "./control/route.ts";
import { handleHost } from "./host/route.ts";
import { handleAssets } from "./http/assets.ts";
import { sendJson } from "./http/exchange.ts";
import { createTokens } from "./oauth/tokens.ts";
import type { Operations } from "./operations/index.ts";
import { createOperations } from "./operations/index.ts";
import type { Simulator } from "./simulator.ts";
import { appIdentity, createStore } from "./state/store.ts";
import type { Store } from "./state/store.ts";
import { createStorefront } from "./storefront/index.ts";
import { createTunnel } from "./tunnel/tunnel.ts";
import type { WebhookSender } from "./webhooks/sender.ts";
import { createWebhookSender } from "./webhooks/sender.ts";

export type SimulatorOptions = {
  apiKey: string;
  apiSecret: string;
  /** 0 takes a free port. */
  port: number;
  tunnelPort: number;
  /** Where the app listens. */
  appOrigin: string;
  /** The app's public address; the tunnel's when absent. */
  appUrl?: string | undefined;
  stateFile?: string | undefined;
  /** Multiplies Shopify's waits between webhook attempts (1, 2, 4 … minutes); 0.001 when absent. */
  webhookRetryScale?: number | undefined;
  webhookTimeoutMs?: number | undefined;
  /** shopify.app.toml and the theme app extension are read from the repository unless told otherwise. */
  configurationPath?: string | undefined;
  themeExtensionDir?: string | undefined;
  /** The simulator's clock. */
  now?: (() => Date) | undefined;
};

export type RunningSimulator = {
  url: string;
  tunnelUrl: string;
  store: Store;
  operations: Operations;
  webhooks: WebhookSender;
  bulk: BulkOperations;
  /** The shops' buckets of points. */
  throttle: Throttle;
  close(): Promise<void>;
};

const host = "127.0.0.1";
const repositoryFile = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve(`http://${host}:${(server.address() as AddressInfo).port}`);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function route(simulator: Simulator, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? "/", `http://${req.headers.host ?? host}`);
  if (await handleAdminApi(simulator, req, res, url)) return;
  if (handleBulkResults(simulator, req, res, url)) return;
  if (handleAssets(res, url)) return;
  if (await handleHost(simulator, req, res, url)) return;
  if (await simulator.storefront.handle(req, res, url)) return;
  if (await handleControl(simulator, req, res, url)) return;
  sendJson(res, 404, { error: "Not found" });
}

function buildSimulator(
  options: SimulatorOptions,
  addresses: { url: () => string; appUrl: () => string },
): Simulator {
  const configuration = readAppConfiguration(options.configurationPath ?? repositoryFile("shopify.app.toml"));
  const { apiKey, apiSecret, appOrigin } = options;
  const app = appIdentity({ apiKey, handle: configuration.handle, title: configuration.name });
  const store = createStore({
    app,
    stateFile: options.stateFile,
    ...(options.now ? { now: options.now } : {}),
  });
  const webhooks = createWebhookSender({
    store,
    configuration,
    secret: apiSecret,
    appUrl: appOrigin,
    retryScale: options.webhookRetryScale ?? 0.001,
    ...(options.webhookTimeoutMs === undefined ? {} : { timeoutMs: options.webhookTimeoutMs }),
  });
  const operations = createOperations({ store, emit: (event) => void webhooks.emit(event) });
  const throttle = createThrottle();
  const adminApi = createAdminApi(throttle);
  return {
    store,
    operations,
    configuration,
    webhooks,
    throttle,
    apiKey,
    apiSecret,
    appUrl: addresses.appUrl,
    tokens: createTokens({ store, configuration, apiKey, apiSecret }),
    adminApi,
    bulk: createBulkOperations({ store, schema: adminApi.schema, rootOf: queryRoot, url: addresses.url }),
    storefront: createStorefront({
      store,
      operations,
      apiSecret,
      apiKey,
      appOrigin,
      themeExtensionDir: options.themeExtensionDir ?? repositoryFile("extensions/storefront"),
    }),
  };
}

/** Starts simulator and tunnel. Rejects with the system's error, for example EADDRINUSE, and leaves nothing open. */
export async function startShopifySimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  let url = "";
  let tunnelUrl = "";
  const simulator = buildSimulator(options, {
    url: () => url,
    appUrl: () => options.appUrl ?? tunnelUrl,
  });
  const server = createServer((req, res) => {
    route(simulator, req, res).catch((error: unknown) => {
      console.error(error);
      if (res.headersSent) res.destroy();
      else sendJson(res, 500, { error: "The simulator failed; its output says why." });
    });
  });
  const tunnel = createTunnel({ appOrigin: options.appOrigin, simulatorUrl: () => url });
  const close = async (): Promise<void> => {
    simulator.webhooks.stop();
    await Promise.all([closeServer(server), closeServer(tunnel)]);
    simulator.store.flush();
  };
  try {
    url = await listen(server, options.port);
    tunnelUrl = await listen(tunnel, options.tunnelPort);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url,
    tunnelUrl,
    store: simulator.store,
    operations: simulator.operations,
    webhooks: simulator.webhooks,
    bulk: simulator.bulk,
    throttle: simulator.throttle,
    close,
  };
}
