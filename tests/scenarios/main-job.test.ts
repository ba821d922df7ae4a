import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserName } from "../../scripts/bootstrap/browser.mjs";
import { startBrowser } from "../support/browser.ts";
import { eventually, SHOP, startStack } from "../support/stack.ts";
import type { Stack } from "../support/stack.ts";

// One customer's story through the whole house: the real library, real MySQL and Redis, the web process, the worker
// and both simulators. Each part of it goes on where the one before ended.

let stack: Stack;
let browser: Browser;
let shopper: Page;
let staff: Page;
let exigo: Page;
const complaints: string[] = [];

beforeAll(async () => {
  stack = await startStack();
  stack.startWorker();
  stack.shopify.operations.createCustomer({
    shop: SHOP,
    firstName: "Ada",
    lastName: "Okafor",
    email: "ada@scenario.example",
    emailVerified: true,
  });
  stack.shopify.operations.createProduct({
    shop: SHOP,
    title: "Stoneware Mug",
    variants: [{ price: "32.00" }],
  });
  browser = await startBrowser();
  const context = await browser.newContext({
    userAgent: browserName,
    viewport: { width: 1280, height: 900 },
  });
  [shopper, staff, exigo] = [await context.newPage(), await context.newPage(), await context.newPage()];
  for (const page of [shopper, staff, exigo]) {
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => complaints.push(error.message));
  }
});

afterAll(async () => {
  await browser.close();
  await stack.close();
});

const app = (): FrameLocator => staff.frameLocator("#app-frame");
const openApp = (path = "") =>
  staff.goto(`${stack.shopify.url}/store/${SHOP.replace(".myshopify.com", "")}/apps/hybrid-credits${path}`);
const shopAddress = (path = "") => `${stack.shopify.url}/storefront/${SHOP}/${path}`;

/** The balance that the theme block shows on a fresh load of the account page. */
async function shownBalance(): Promise<string> {
  await shopper.goto(shopAddress("account"));
  return shopper.locator("main .hc-credits").first().innerText();
}

async function seesBalance(text: string): Promise<void> {
  await eventually(`the storefront to show ${text}`, async () => (await shownBalance()).includes(text));
}

/** Opens the member's page in the admin app. */
async function openMember(): Promise<void> {
  await openApp("/app/members");
  await app().getByText("Ada Okafor").first().click();
  await app().getByRole("heading", { name: "Ada Okafor" }).waitFor();
}

describe("the main job", () => {
  it("installs the app with the first visit and connects Exigo on the settings page", async () => {
    await openApp("/app/settings");
    const fill = (label: string | RegExp, value: string) => app().getByLabel(label).first().fill(value);
    await fill(/address/i, `${stack.exigo.url}/3.0`);
    await fill(/company/i, "demo");
    await fill(/login/i, "api");
    await fill("Read each balance every", "1");
    await fill(/password/i, "wrong");
    await fill(/point account/i, "1");
    await app().getByRole("button", { name: "Test connection" }).click();
    await app()
      .getByText(/password|login/i)
      .filter({ hasText: /refused|wrong|not accept/i })
      .first()
      .waitFor();
    await fill(/password/i, "demo-password");
    await app().getByRole("button", { name: "Test connection" }).click();
    await app()
      .getByText(/Exigo answered in/)
      .waitFor();
    await staff.getByRole("button", { name: "Save" }).click();
    await app().getByText("Connected", { exact: true }).waitFor();
  });

  it("turns a purchase into credits that the shopper sees", async () => {
    await shopper.goto(shopAddress("account"));
    await shopper.getByRole("button", { name: /Ada/ }).first().click();
    await shopper.goto(shopAddress());
    await shopper.getByText("Stoneware Mug").first().click();
    await shopper.getByRole("button", { name: "Add to cart" }).click();
    await shopper.goto(shopAddress("cart"));
    await shopper.getByRole("link", { name: "Check out" }).click();
    await shopper.getByRole("button", { name: /^Pay/ }).click();
    await seesBalance("32 credits");
  });

  it("shows the member, the entry and why it is what it is", async () => {
    await openMember();
    await app().getByText("Earned with #1001").waitFor();
    await app().getByText("In Exigo").first().waitFor();
    await app().getByText("Why").first().click();
    await app().getByText("$32.00 × 1 per USD (rule version 1) = 32").first().waitFor();
    await app().getByText("Program: issued").first().waitFor();
  });

  it("brings the credits to Exigo, where the console shows them", async () => {
    await exigo.goto(stack.exigo.url);
    await exigo.getByText("Okafor").first().click();
    await exigo
      .getByText(/HC-\d+/)
      .first()
      .waitFor();
    expect(await exigo.locator("main").innerText()).toContain("32");
  });

  it("books a movement that Exigo makes by itself as an entry", async () => {
    await exigo
      .getByLabel(/amount/i)
      .first()
      .fill("8");
    await exigo
      .getByLabel(/reason/i)
      .first()
      .fill("Thank you");
    await exigo.getByRole("button", { name: /move/i }).first().click();
    await seesBalance("40 credits");
    await openMember();
    await app().getByText(/Exigo/).first().waitFor();
    await app().getByText("+8").first().waitFor();
  });

  it("takes the credits back the same way when the order is refunded", async () => {
    const order = Object.values(stack.shopify.store.state.orders)[0];
    if (!order) throw new Error("There is no order.");
    stack.shopify.operations.refundOrder({ shop: SHOP, orderId: order.id, all: true });
    await seesBalance("8 credits");
    await openMember();
    await app()
      .getByText(/#1001 was refunded/)
      .waitFor();
    await app().getByText("−32").first().waitFor();
    await eventually("Exigo to hold 8", () => exigoBalance() === 80_000);
  });

  it("shows no script error on any of the pages", () => {
    expect(complaints).toEqual([]);
  });
});

/** The one customer's balance in Exigo's ten-thousandths. */
function exigoBalance(): number {
  return Object.values(stack.exigo.simulator.saved.companies[0]?.balanceUnits ?? {})[0] ?? 0;
}
