import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isEnumType } from "graphql";
import { describe, expect, it } from "vitest";
import { loadAdminSchema } from "../../../simulators/shopify/admin-api/admin-api.ts";
import { apiVersion } from "../../../simulators/shopify/admin-api/context.ts";
import { readAppConfiguration } from "../../../simulators/shopify/config/app-configuration.ts";

const path = fileURLToPath(new URL("../../../shopify.app.toml", import.meta.url));
const configuration = readAppConfiguration(path);
const compliance = ["customers/data_request", "customers/redact", "shop/redact"];

describe("shopify.app.toml", () => {
  it("names only topics that Shopify's schema has", () => {
    const topics = loadAdminSchema().getType("WebhookSubscriptionTopic");
    const names = isEnumType(topics) ? topics.getValues().map((value) => value.name) : [];
    const declared = configuration.subscriptions.map((subscription) => subscription.topic);
    const unknown = declared.filter(
      (topic) => !compliance.includes(topic) && !names.includes(topic.replace(/[/.]/, "_").toUpperCase()),
    );
    expect(declared.length).toBeGreaterThan(20);
    expect(unknown).toEqual([]);
  });

  it("asks for a scope of each topic, as the table of topics says", () => {
    const rows = [
      ...readFileSync("docs/webhooks.md", "utf8").matchAll(
        /^\| `([a-z_]+[/.][a-z_]+)` \| ([^|]+) \|[^|]+\|$/gm,
      ),
    ];
    const scopesOf = new Map(rows.map(([, topic, scopes]) => [topic, scopes?.match(/[a-z_]+/g) ?? []]));
    const declared = configuration.subscriptions.map((subscription) => subscription.topic);
    expect([...scopesOf.keys()].toSorted()).toEqual(declared.toSorted());
    const granted = [...configuration.scopes, "none"];
    const without = declared.filter(
      (topic) => !scopesOf.get(topic)?.some((scope) => granted.includes(scope)),
    );
    expect(without).toEqual([]);
  });

  it("declares the three compliance topics and sends each topic to one address only", () => {
    const declared = configuration.subscriptions.map((subscription) => subscription.topic);
    expect(declared).toEqual(expect.arrayContaining(compliance));
    expect(new Set(declared).size).toBe(declared.length);
  });

  it("uses the API version that the simulator serves", () => {
    expect(configuration.webhookApiVersion).toBe(apiVersion);
  });

  it("forwards the app proxy to the proxy routes", () => {
    expect(configuration.appProxy).toEqual({ prefix: "apps", subpath: "credits", path: "/proxy" });
  });
});
