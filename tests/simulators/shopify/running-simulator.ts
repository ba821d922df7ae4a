import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { startShopifySimulator } from "../../../simulators/shopify/server.ts";
import type { RunningSimulator, SimulatorOptions } from "../../../simulators/shopify/server.ts";
import { makeSessionToken } from "../../../simulators/shopify/oauth/session-token.ts";

export const apiKey = "test-key";
export const apiSecret = "test-secret";
export const shop = "demo.myshopify.com";

export type Received = { headers: IncomingHttpHeaders; body: Buffer; path: string };

/** An app that records what it is sent and answers with the next of `answers`, then 200. */
export async function startApp() {
  const received: Received[] = [];
  const answers: number[] = [];
  const state = { page: "", headers: {} as Record<string, string> };
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      received.push({ headers: req.headers, body: Buffer.concat(chunks), path: req.url ?? "" });
      res.writeHead(answers.shift() ?? 200, state.headers);
      res.end(state.page);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { received, answers, state, origin, close };
}

export type TestApp = Awaited<ReturnType<typeof startApp>>;

/** A simulator on free ports with one shop, one customer and one product. */
export async function startDemo(app: TestApp, options: Partial<SimulatorOptions> = {}) {
  const simulator = await startShopifySimulator({
    apiKey,
    apiSecret,
    port: 0,
    tunnelPort: 0,
    appOrigin: app.origin,
    webhookRetryScale: 0.00001,
    ...options,
  });
  if (!simulator.store.shop(shop))
    simulator.operations.createShop({ domain: shop, taxRateBps: 1000, timeZone: "UTC" });
  const customer = simulator.operations.createCustomer({ shop, email: "ann@example.com", firstName: "Ann" });
  const product = simulator.operations.createProduct({ shop, title: "Tea", variants: [{ price: "10.00" }] });
  const variantId = product.variants[0]?.id ?? 0;
  return { simulator, customer, product, variantId };
}

/** A session token as App Bridge would hand out, changed where a test wants. */
export function sessionToken(
  change: { secret?: string; nowSeconds?: number; shop?: string; apiKey?: string } = {},
): string {
  const nowSeconds = change.nowSeconds ?? Math.floor(Date.now() / 1000);
  const claims = { shop: change.shop ?? shop, apiKey: change.apiKey ?? apiKey, userId: 1, nowSeconds };
  return makeSessionToken(claims, change.secret ?? apiSecret);
}

async function post(
  simulator: RunningSimulator,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(simulator.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-simulated-host": shop, ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** Asks for an offline token; fields replace those of a right request. */
export function requestToken(simulator: RunningSimulator, fields: Record<string, unknown> = {}) {
  return post(simulator, "/admin/oauth/access_token", {
    client_id: apiKey,
    client_secret: apiSecret,
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: sessionToken(),
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
    expiring: "1",
    ...fields,
  });
}

/** Runs a document with a token. */
export function query(simulator: RunningSimulator, token: string, document: string, variables: object = {}) {
  const headers = { "x-shopify-access-token": token };
  return post(simulator, "/admin/api/2026-10/graphql.json", { query: document, variables }, headers);
}

/** Sends a command of the control interface. */
export function control(simulator: RunningSimulator, command: string, fields: unknown = {}) {
  return post(simulator, `/control/${command}`, fields);
}

/** Whether a delivery carries the right signature over its raw bytes. */
export function isSigned(delivery: Received): boolean {
  const digest = createHmac("sha256", apiSecret).update(delivery.body).digest("base64");
  return delivery.headers["x-shopify-hmac-sha256"] === digest;
}
