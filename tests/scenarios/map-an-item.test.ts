import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { browserName } from "../../scripts/bootstrap/browser.mjs";
import { exigoSettings } from "../../scripts/demo-data/simulators.mjs";
import { startBrowser } from "../support/browser.ts";
import { eventually, SHOP, startStack } from "../support/stack.ts";
import type { Stack } from "../support/stack.ts";

// An order with a product that is no item of Exigo yet, seen by a member of staff: it waits, is mapped by hand, and goes
// through by itself. Each part goes on where the one before ended.

let stack: Stack;
let browser: Browser;
let staff: Page;
const complaints: string[] = [];

beforeAll(async () => {
  stack = await startStack();
  stack.startWorker();
  await stack.install();
  const place = { shopifyCurrency: "USD", currencyCode: "usd", warehouseId: "1", priceType: "1" };
  const setup = { "orders.from": "2020-01-01", "orders.currencies": [{ ...place, shipMethodId: "6" }] };
  const saved = await stack.admin.submit(
    "settings",
    exigoSettings(stack.exigo.url, { setup: JSON.stringify(setup) }),
  );
  expect(saved).toMatchObject({ saved: "Connection saved", setupErrors: {} });
  const made = await fetch(`${stack.exigo.url}/control/items`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      ...{ itemCode: "MUG-1", description: "Stoneware mug" },
      prices: [{ currencyCode: "usd", priceType: 1, price: "30" }],
    }),
  });
  expect(made.ok).toBe(true);
  browser = await startBrowser();
  const context = await browser.newContext({
    ...{ userAgent: browserName, viewport: { width: 1280, height: 900 } },
  });
  staff = await context.newPage();
  staff.setDefaultTimeout(20_000);
  staff.on("pageerror", (error) => complaints.push(error.message));
}, 120_000);

afterAll(async () => {
  await browser.close();
  await stack.close();
});

const app = (): FrameLocator => staff.frameLocator("#app-frame");
const openApp = (path: string) =>
  staff.goto(`${stack.shopify.url}/store/${SHOP.replace(".myshopify.com", "")}/apps/hybrid-credits${path}`);
const exigoOrders = () => stack.exigo.simulator.company("demo")?.orders ?? [];

describe("an order with a product that is no item of Exigo yet", () => {
  it("waits where staff see it, by the names that they know", async () => {
    const { operations } = stack.shopify;
    const { id: customerId } = operations.createCustomer({
      ...{ shop: SHOP, firstName: "Ada", lastName: "Okafor", email: "ada@scenario.example" },
      emailVerified: true,
    });
    const product = operations.createProduct({
      ...{ shop: SHOP, title: "Stoneware Mug", variants: [{ price: "32.00", sku: "HAND-MADE" }] },
    });
    const variantId = product.variants[0]?.id ?? 0;
    operations.placeOrder({ shop: SHOP, customerId, lines: [{ variantId, quantity: 2 }], pay: true });
    await eventually("the order to wait on the page", async () => {
      await openApp("/app/sync");
      return app()
        .getByText("A product of the order is no item of Exigo yet.")
        .first()
        .waitFor({ timeout: 2_000 })
        .then(
          () => true,
          () => false,
        );
    });
    await app().getByRole("heading", { name: "Order to Exigo · #1001" }).waitFor();
    expect(await app().getByRole("link", { name: "#1001" }).getAttribute("href")).toMatch(
      /^shopify:\/\/admin\/orders\/\d+$/,
    );
    expect(exigoOrders()).toEqual([]);
  });

  it("is mapped by hand: a wrong code is refused at its field, a right one is taken", async () => {
    await app()
      .getByRole("link", { name: /^Map Stoneware Mug/ })
      .click();
    const code = app().getByLabel("Item code in Exigo for Stoneware Mug");
    await code.fill("MUG-9");
    await app().getByRole("button", { name: "Map", exact: true }).click();
    await app()
      .getByText(/^Exigo has no item MUG-9,/)
      .waitFor();
    const description = (await code.getAttribute("aria-describedby")) ?? "";
    expect(await app().locator(`[id="${description}"]`).innerText()).toMatch(/^Exigo has no item MUG-9,/);
    expect(await code.inputValue()).toBe("MUG-9");
    await code.fill("MUG-1");
    await app().getByRole("button", { name: "Map", exact: true }).click();
    await app().getByText("No variant found").or(app().getByText("Every variant has its item")).waitFor();
  });

  it("goes through by itself, and shows as delivered with Exigo's number", async () => {
    const order = await eventually("Exigo to have the paid order", () =>
      exigoOrders().find(({ orderStatus }) => orderStatus === 7),
    );
    await openApp("/app/sync");
    const row = app().getByRole("row", { name: /#1001/ });
    await eventually("the page to show it as delivered", async () =>
      (await row.first().innerText()).includes("Delivered"),
    );
    expect(await row.first().innerText()).toContain(`Order ${order.orderID}`);
    expect(exigoOrders()).toHaveLength(1);
    expect(order.details).toMatchObject([{ itemCode: "MUG-1", quantityUnits: 20_000 }]);
  });

  it("shows no script error on any of the pages", () => {
    expect(complaints).toEqual([]);
  });
});
