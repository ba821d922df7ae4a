import { afterEach, beforeEach, expect, it } from "vitest";
import type { Furnished } from "./open-shop.ts";
import { domain, furnishShop, openBrowser, openShop, writeBalance } from "./open-shop.ts";

let shop: Furnished;
let served: Awaited<ReturnType<typeof openShop>>;
let browser: ReturnType<typeof openBrowser>;

beforeEach(async () => {
  shop = furnishShop();
  served = await openShop(shop);
  browser = openBrowser(served.origin);
});
afterEach(() => served.close());

it("says on every page that it is a simulation", async () => {
  for (const path of ["/", "/products/morning-mug", "/cart", "/account/login", "/nowhere"])
    expect((await browser.get(path)).html).toContain("Simulated storefront");
  expect((await browser.get("/account/login")).html).toContain("stand-in");
});

it("answers 404 for a product, a collection, an order and a page that do not exist", async () => {
  for (const path of ["/products/none", "/collections/none", "/orders/abc123", "/nowhere"]) {
    const page = await browser.get(path);
    expect(page.status).toBe(404);
    expect(page.html).toContain("Page not found");
  }
});

it("answers 404 for a shop that does not exist, and leaves other paths to others", async () => {
  expect((await fetch(`${served.origin}/storefront/other.myshopify.com/`)).status).toBe(404);
  expect((await fetch(`${served.origin}/admin`)).status).toBe(418);
});

it("asks to log in before the account and comes back to it", async () => {
  const login = await browser.get("/account");
  expect(login.path).toBe("/account/login?return_to=%2Faccount");
  const account = await browser.post("/account/login", { customer_id: shop.mara.id, return_to: "/account" });
  expect(account.path).toBe("/account");
  expect(account.html).toContain("Mara Ellison");
});

it("never leaves the shop after a log-in", async () => {
  for (const target of ["//evil.example", "https://evil.example", "/\\evil.example"])
    expect(
      (await browser.post("/account/login", { customer_id: shop.mara.id, return_to: target })).path,
    ).toBe("/account");
});

it("shows each customer their own balance, in header and account, out of shared caches", async () => {
  writeBalance(shop, shop.mara, { available: 12345 });
  writeBalance(shop, shop.jun, { available: 700 });
  const other = openBrowser(served.origin);
  await browser.post("/account/login", { customer_id: shop.mara.id });
  await other.post("/account/login", { customer_id: shop.jun.id });
  const mara = (await browser.get("/account")).html;
  expect(mara.match(/123\.45 credits/g)).toHaveLength(2);
  expect((await other.get("/account")).html).toContain("7.00 credits");
  const answer = await fetch(`${served.base}/`);
  expect(answer.headers.get("cache-control")).toBe("private, no-store");
});

it("loses the balance at log-out and shows another language on request", async () => {
  writeBalance(shop, shop.mara, { available: 12345 });
  await browser.post("/account/login", { customer_id: shop.mara.id });
  expect((await browser.post("/localization", { locale_code: "de" })).html).toContain("123,45 Credits");
  expect((await browser.post("/account/logout", {})).html).not.toContain("123,45");
});

it("has no app block while the app is not installed", async () => {
  delete shop.store.state.installations[domain];
  const { html } = await browser.get("/");
  expect(html).not.toContain("shopify-app-block");
  expect(html).toContain("Morning mug");
});

it("escapes what people wrote", async () => {
  shop.operations.createProduct({
    shop: domain,
    title: "<b>Bold</b> tea",
    handle: "tea",
    variants: [{ price: "5.00" }],
  });
  const { html } = await browser.get("/products/tea");
  expect(html).not.toContain("<b>Bold</b>");
  expect(html).toContain("&lt;b&gt;Bold");
});
