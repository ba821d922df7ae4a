import { shopifyApi } from "@shopify/shopify-api";
import { AppDistribution, LogSeverity, shopifyApp } from "@shopify/shopify-app-remix/server";
import type { ApiVersion } from "@shopify/shopify-app-remix/server";

import { createMysqlShopifySessions } from "#adapters/mysql/shopify-sessions";
import { renewOfflineToken } from "#adapters/shopify/offline-token";
import { createSessionStorage } from "#adapters/shopify/session-storage";
import { readShopDetails } from "#adapters/shopify/shop-details";
import { createSealing } from "#adapters/system/sealing";
import { getConfig } from "#config";
import { getDatabase } from "#db";
import { getWiring } from "#wiring";

import { SHOPIFY_API_VERSION } from "./shopify-api-version.ts";

const config = getConfig();

const settings = {
  apiKey: config.SHOPIFY_API_KEY,
  apiSecretKey: config.SHOPIFY_API_SECRET,
  appUrl: config.SHOPIFY_APP_URL,
  apiVersion: SHOPIFY_API_VERSION as ApiVersion,
  authPathPrefix: "/auth",
  distribution: AppDistribution.AppStore as const,
  logger: {
    // The library's lines below a warning quote session tokens.
    level: LogSeverity.Warning,
    log: (severity: LogSeverity, message: string) => {
      const { log } = getWiring();
      if (severity === LogSeverity.Error) log.error("shopify_library", { message });
      else log.warn("shopify_library", { message });
    },
  },
  future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
};

const storage = createSessionStorage(
  createMysqlShopifySessions(getDatabase()),
  createSealing(config.SECRET_KEYS),
);

const shopify = shopifyApp({
  ...settings,
  sessionStorage: storage,
  hooks: {
    async afterAuth({ session, admin }) {
      await finishInstallation(session.shop, admin.graphql);
    },
  },
});

/**
 * Proves that Shopify forwarded a request of a storefront. Knows no session: the library would renew the shop's token
 * on the way, for a page that needs none, once for every shopper who comes at that moment.
 */
export const authenticateAppProxy = shopifyApp({
  ...settings,
  sessionStorage: {
    storeSession: () => Promise.resolve(false),
    loadSession: () => Promise.resolve(undefined),
    deleteSession: () => Promise.resolve(false),
    deleteSessions: () => Promise.resolve(false),
    findSessionsByShop: () => Promise.resolve([]),
  },
}).authenticate.public.appProxy;

export const { addDocumentResponseHeaders, authenticate, login, sessionStorage } = shopify;

const api = shopifyApi({
  apiKey: config.SHOPIFY_API_KEY,
  apiSecretKey: config.SHOPIFY_API_SECRET,
  apiVersion: SHOPIFY_API_VERSION as ApiVersion,
  hostName: new URL(config.SHOPIFY_APP_URL).host,
  isEmbeddedApp: true,
  logger: settings.logger,
});

/**
 * Opens a shop's Admin API with its offline token for background work, renewed when it is about to expire. One caller at
 * a time for a shop. The library would renew the token itself, and say of every failure that it was the server's.
 */
export async function openShopAdmin(shopDomain: string) {
  const refresh = async (shop: string, refreshToken: string) =>
    (await api.auth.refreshToken({ shop, refreshToken })).session;
  await renewOfflineToken({ sessions: storage, refresh }, shopDomain);
  return (await shopify.unauthenticated.admin(shopDomain)).admin;
}

/**
 * Makes the shop part of the app. May run more than once per installation: Remix loads parent and child routes side by
 * side, and the library runs its hook for one of them without letting the others wait.
 */
export async function finishInstallation(
  domain: string,
  query: Parameters<typeof readShopDetails>[0],
): ReturnType<ReturnType<typeof getWiring>["installShop"]> {
  return getWiring().installShop({ domain, ...(await readShopDetails(query)) });
}
