import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import "@shopify/shopify-api/adapters/node";
import { ApiVersion, shopifyApi } from "@shopify/shopify-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Furnished } from "./open-shop.ts";
import { apiSecret, domain, furnishShop, openBrowser, openShop, writeBalance } from "./open-shop.ts";

const shopify = shopifyApi({
  apiKey: "storefront-test-key",
  apiSecretKey: apiSecret,
  hostName: "app.example",
  apiVersion: ApiVersion.October26,
  isEmbeddedApp: true,
});

let shop: Furnished;
let app: Server;
let asked: { url: URL; method: string; cookie: string | undefined }[];
let answer: (req: IncomingMessage, res: ServerResponse) => void;
let served: Awaited<ReturnType<typeof openShop>>;
let browser: ReturnType<typeof openBrowser>;

beforeEach(async () => {
  shop = furnishShop();
  asked = [];
  answer = (_req, res) => res.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}');
  app = createServer((req, res) => {
    asked.push({
      url: new URL(req.url ?? "/", "http://app"),
      method: req.method ?? "",
      cookie: req.headers.cookie,
    });
    answer(req, res);
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  served = await openShop(shop, `http://127.0.0.1:${(app.address() as AddressInfo).port}`);
  browser = openBrowser(served.origin);
});
afterEach(async () => {
  await served.close();
  await new Promise((done) => app.close(done));
});

describe("the app proxy", () => {
  it("signs what it forwards so that the official library accepts it", async () => {
    await browser.post("/account/login", { customer_id: shop.mara.id });
    await browser.get("/apps/credits/history/2026?page=2&tag=a&tag=b&q=two%20words");
    const url = asked[0]?.url as URL;
    expect(url.pathname).toBe("/proxy/history/2026");
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      shop: domain,
      logged_in_customer_id: String(shop.mara.id),
      path_prefix: "/apps/credits",
      page: "2",
      q: "two words",
    });
    await expect(shopify.utils.validateHmac(url.searchParams, { signator: "appProxy" })).resolves.toBe(true);
    url.searchParams.set("page", "3");
    await expect(shopify.utils.validateHmac(url.searchParams, { signator: "appProxy" })).resolves.toBe(false);
  });

  it("names no customer for a visitor who is not logged in", async () => {
    await browser.get("/apps/credits");
    expect(asked[0]?.url.searchParams.get("logged_in_customer_id")).toBe("");
    await expect(
      shopify.utils.validateHmac(asked[0]?.url.searchParams as URLSearchParams, { signator: "appProxy" }),
    ).resolves.toBe(true);
  });

  it("lets no visitor speak in Shopify's name", async () => {
    await browser.get(
      "/apps/credits?shop=evil.myshopify.com&logged_in_customer_id=1&signature=x&timestamp=1",
    );
    const query = asked[0]?.url.searchParams as URLSearchParams;
    expect(query.getAll("shop")).toEqual([domain]);
    expect(query.getAll("logged_in_customer_id")).toEqual([""]);
    await expect(shopify.utils.validateHmac(query, { signator: "appProxy" })).resolves.toBe(true);
  });

  it("draws Liquid inside the theme, with the app's own metafields", async () => {
    writeBalance(shop, shop.mara, { available: 900 });
    answer = (_req, res) =>
      res
        .writeHead(200, { "content-type": "application/liquid; charset=utf-8", "set-cookie": "app=1" })
        .end(
          '<h1>{{ customer.first_name }}: {{ customer.metafields["$app:credits"].balance.value.available }}</h1>',
        );
    await browser.post("/account/login", { customer_id: shop.mara.id });
    const page = await browser.get("/apps/credits");
    expect(page.html).toContain("<h1>Mara: 900</h1>");
    expect(page.html).toContain("Simulated storefront");
    expect(asked.at(-1)?.cookie).toBeUndefined();
    expect((await browser.get("/account")).html).toContain("Mara Ellison");
  });

  it("passes other answers and posted forms through", async () => {
    const page = await browser.post("/apps/credits/hold", { amount: "5" });
    expect(asked[0]?.method).toBe("POST");
    expect(page.html).toBe('{"ok":true}');
  });

  it("says so when the app does not answer", async () => {
    answer = (req) => req.socket.destroy();
    const page = await browser.get("/apps/credits");
    expect(page.status).toBe(502);
    expect(page.html).toContain("did not answer");
  });
});
