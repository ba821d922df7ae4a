import { readFileSync } from "node:fs";
import { parse } from "smol-toml";

/** What the simulator needs of shopify.app.toml. */
export type AppConfiguration = {
  name: string;
  handle: string;
  scopes: string[];
  webhookApiVersion: string;
  /** Topic to delivery address; app-specific, so they hold for every shop with the app. */
  subscriptions: { topic: string; uri: string }[];
  appProxy: { prefix: string; subpath: string; path: string } | null;
};

type Toml = {
  name?: string;
  handle?: string;
  access_scopes?: { scopes?: string };
  app_proxy?: { prefix?: string; subpath?: string; url?: string };
  webhooks?: {
    api_version?: string;
    subscriptions?: { topics?: string[]; compliance_topics?: string[]; uri?: string }[];
  };
};

/** Reads shopify.app.toml as the CLI would deploy it. Throws when it is missing or no TOML. */
export function readAppConfiguration(path: string): AppConfiguration {
  const toml = parse(readFileSync(path, "utf8")) as Toml;
  const subscriptions = (toml.webhooks?.subscriptions ?? []).flatMap((subscription) =>
    [...(subscription.topics ?? []), ...(subscription.compliance_topics ?? [])].map((topic) => ({
      topic,
      uri: subscription.uri ?? "/webhooks",
    })),
  );
  const proxy = toml.app_proxy;
  return {
    name: toml.name ?? "App",
    handle: toml.handle ?? "app",
    scopes: (toml.access_scopes?.scopes ?? "")
      .split(",")
      .map((scope) => scope.trim())
      .filter(Boolean),
    webhookApiVersion: toml.webhooks?.api_version ?? "",
    subscriptions,
    appProxy: proxy
      ? {
          prefix: proxy.prefix ?? "apps",
          subpath: proxy.subpath ?? "",
          path: new URL(proxy.url ?? "/", "http://app").pathname,
        }
      : null,
  };
}
