import "@shopify/shopify-api/adapters/node";

import { ApiVersion, shopifyApi } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";

/** Shopify's own library for one app. */
export function createShopifyLibrary({ apiKey, apiSecret }: { apiKey: string; apiSecret: string }) {
  return shopifyApi({
    apiKey,
    apiSecretKey: apiSecret,
    apiVersion: ApiVersion.October26,
    hostName: "app.example",
    isEmbeddedApp: true,
    logger: { level: 0 },
  });
}

/** Leads the library's calls to a simulator, through the seam that it has for it; null: back to where they belong. */
export function leadShopifyCallsTo(simulatorUrl: string | null): void {
  if (simulatorUrl === null) return setAbstractFetchFunc(fetch);
  setAbstractFetchFunc(((input: string | URL | Request, init?: RequestInit) => {
    const address = new URL(input instanceof Request ? input.url : input);
    const headers = new Headers(init?.headers);
    headers.set("x-simulated-host", address.hostname);
    return fetch(simulatorUrl + address.pathname, { ...init, headers });
  }) as typeof fetch);
}
