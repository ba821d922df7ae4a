import "@shopify/shopify-api/adapters/node";
import { ApiVersion, RequestedTokenType, shopifyApi } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunningSimulator } from "../../../simulators/shopify/server.ts";
import type { TestApp } from "./running-simulator.ts";
import { apiKey, apiSecret, control, sessionToken, shop, startApp, startDemo } from "./running-simulator.ts";

let app: TestApp;
let simulator: RunningSimulator;

const library = shopifyApi({
  apiKey,
  apiSecretKey: apiSecret,
  apiVersion: ApiVersion.October26,
  hostName: "app.example",
  isEmbeddedApp: true,
  logger: { level: 0 },
});

beforeEach(async () => {
  app = await startApp();
  ({ simulator } = await startDemo(app));
  setAbstractFetchFunc(((input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init);
    const address = new URL(request.url);
    const headers = new Headers(request.headers);
    headers.set("x-simulated-host", address.hostname);
    return fetch(simulator.url + address.pathname, { ...init, headers });
  }) as typeof fetch);
});
afterEach(async () => {
  await simulator.close();
  await app.close();
  setAbstractFetchFunc(fetch);
});

const exchange = () =>
  library.auth.tokenExchange({
    shop,
    sessionToken: sessionToken(),
    requestedTokenType: RequestedTokenType.OfflineAccessToken,
    expiring: true,
  });

describe("Shopify's own library, unchanged", () => {
  it("exchanges, refreshes and queries", async () => {
    const { session } = await exchange();
    expect(session.refreshToken).toMatch(/^shprt_/);
    const refreshed = await library.auth.refreshToken({ shop, refreshToken: session.refreshToken ?? "" });
    expect(refreshed.session.accessToken).not.toBe(session.accessToken);
    const client = new library.clients.Graphql({ session: refreshed.session });
    const { data } = await client.request("{ shop { myshopifyDomain } }");
    expect(data).toEqual({ shop: { myshopifyDomain: shop } });
  });

  it("raises its own errors for an expired token and for throttling", async () => {
    const { session } = await exchange();
    const client = new library.clients.Graphql({ session });
    await control(simulator, "throttle", { shop, empty: true, pointsPerSecond: 1 });
    await expect(client.request("{ orders(first: 50) { nodes { id } } }")).rejects.toThrow(/Throttled/);
    await control(simulator, "expireTokens", { shop });
    await expect(client.request("{ shop { name } }")).rejects.toMatchObject({ response: { code: 401 } });
  });

  it("accepts the webhooks' signature", async () => {
    await exchange();
    simulator.operations.createCustomer({ shop, email: "hook@example.com" });
    await simulator.webhooks.settled();
    const delivery = app.received.find((one) => one.headers["x-shopify-topic"] === "customers/create");
    const result = await library.webhooks.validate({
      rawBody: String(delivery?.body),
      rawRequest: { headers: delivery?.headers, url: "/webhooks", method: "POST" },
    });
    expect(result).toMatchObject({ valid: true, topic: "CUSTOMERS_CREATE", domain: shop });
  });
});
