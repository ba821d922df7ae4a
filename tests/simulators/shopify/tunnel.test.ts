import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunningSimulator } from "../../../simulators/shopify/server.ts";
import type { TestApp } from "./running-simulator.ts";
import { shop, startApp, startDemo } from "./running-simulator.ts";

const appBridge = "https://cdn.shopify.com/shopifycloud/app-bridge.js";
let app: TestApp;
let simulator: RunningSimulator;

beforeEach(async () => {
  app = await startApp();
  ({ simulator } = await startDemo(app));
});
afterEach(async () => {
  await simulator.close();
  await app.close();
});

describe("the tunnel", () => {
  it("puts the stand-in of App Bridge into pages and lets the simulator embed them", async () => {
    app.state.page = `<script src="${appBridge}"></script>`;
    app.state.headers = {
      "content-type": "text/html;charset=utf-8",
      "content-security-policy": `frame-ancestors https://${shop} https://admin.shopify.com;`,
      link: `<${appBridge}>; rel="preload"; as="script";, </style.css>; rel="preload"`,
    };
    const answer = await fetch(simulator.tunnelUrl);
    expect(await answer.text()).toBe(`<script src="${simulator.url}/app-bridge.js"></script>`);
    expect(answer.headers.get("content-security-policy")).toBe(
      `frame-ancestors ${simulator.url} https://${shop} https://admin.shopify.com;`,
    );
    expect(answer.headers.get("link")).toBe(`</style.css>; rel="preload"`);
  });

  it("forwards a webhook's bytes and headers unchanged", async () => {
    const body = Buffer.from(`{"text": "ünï\\u00e9  ${appBridge}" }`);
    await fetch(`${simulator.tunnelUrl}/webhooks`, {
      method: "POST",
      body,
      headers: { "x-shopify-topic": "orders/create" },
    });
    expect(app.received[0]?.body.equals(body)).toBe(true);
    expect(app.received[0]?.headers["x-shopify-topic"]).toBe("orders/create");
  });

  it("answers 502 with a page that says what to do while the app is down", async () => {
    await app.close();
    const answer = await fetch(simulator.tunnelUrl);
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain("Start the web process");
  });
});

describe("the stand-in of Shopify Admin", () => {
  it("embeds the app through the tunnel with shop, host and a session token", async () => {
    const page = await (await fetch(`${simulator.url}/store/demo/apps/hybrid-credits/app/members`)).text();
    const source = /src="(http[^"]+)"/.exec(page)?.[1]?.replaceAll("&#38;", "&") ?? "";
    const address = new URL(source);
    expect(address.origin).toBe(simulator.tunnelUrl);
    expect(address.pathname).toBe("/app/members");
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      shop,
      embedded: "1",
      id_token: expect.any(String),
    });
    expect(Buffer.from(address.searchParams.get("host") ?? "", "base64").toString()).toBe(
      "admin.shopify.com/store/demo",
    );
  });

  it.each([
    "/",
    "/control",
    "/store/demo",
    "/store/demo/orders",
    "/store/demo/customers",
    "/store/demo/products",
    "/app-bridge.js",
    "/assets/admin.css",
    "/assets/favicon.svg",
    "/favicon.ico",
  ])("serves %s", async (path) => {
    expect((await fetch(simulator.url + path)).status).toBe(200);
  });

  it("tells the app where its blocks stand in the theme, once it is installed", async () => {
    const extensions = async (): Promise<unknown> =>
      (await fetch(`${simulator.url}/store/demo/extensions.json`)).json();
    simulator.store.state.installations = {};
    expect(await extensions()).toEqual([]);

    await fetch(`${simulator.url}/control/install`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ shop }),
    });

    expect(await extensions()).toEqual([
      {
        handle: "hybrid-credits-storefront",
        type: "theme_app_extension",
        activations: [
          {
            target: "section",
            handle: "credits-balance",
            name: "Credits balance",
            status: "active",
            activations: [
              { target: "header/header-credits", themeId: "gid://shopify/OnlineStoreTheme/1" },
              { target: "account/account-credits", themeId: "gid://shopify/OnlineStoreTheme/1" },
            ],
          },
        ],
      },
    ]);
  });

  it("refuses a command that another site's page sends", async () => {
    const answer = await fetch(`${simulator.url}/control/webhookModes`, {
      method: "POST",
      headers: { origin: "http://evil.example", "content-type": "application/json" },
      body: "{}",
    });
    expect(answer.status).toBe(403);
  });
});
