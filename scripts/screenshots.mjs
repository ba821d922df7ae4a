import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { chromium } from "playwright-core";

import { browserFlags, browserName, provideBrowser } from "./bootstrap/browser.mjs";

// Usage: npm run screenshots. Takes the pictures of the README from a running demo, at desktop and phone width.

const home = path.join(process.env.LOCAL_FOLDER ?? ".local", "demo");
const folder = path.resolve("docs/screenshots");
const sizes = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };
const [adminUrl, shopUrl, , exigoUrl] = JSON.parse(
  readFileSync(path.join(home, "addresses.json"), "utf8"),
).map(([, address]) => address);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: await provideBrowser(process.env),
  args: browserFlags,
});
try {
  for (const [size, viewport] of Object.entries(sizes)) {
    const page = await (await browser.newContext({ viewport, userAgent: browserName })).newPage();
    await takeAdmin(page, size);
    await takeStorefront(page, size);
    await take(page, `exigo-${size}`, exigoUrl);
  }
} finally {
  await browser.close();
}

async function takeAdmin(page, size) {
  const app = page.frameLocator("#app-frame");
  await take(page, `admin-home-${size}`, adminUrl, () =>
    app.getByText("What members hold").first().waitFor(),
  );
  await take(page, `admin-members-${size}`, `${adminUrl}/app/members`, () =>
    app.getByText("Ada").first().waitFor(),
  );
  await app.getByText("Ada Okafor").first().click();
  await app.getByRole("heading", { name: "Ada Okafor" }).waitFor();
  await take(page, `admin-account-${size}`);
  await take(page, `admin-liability-${size}`, `${adminUrl}/app/liability`, () =>
    app.getByText("Roll-forward").first().waitFor(),
  );
  await take(page, `admin-earn-rule-${size}`, `${adminUrl}/app/earn-rule`, () =>
    app.locator("form, input").first().waitFor(),
  );
  for (const name of ["Sync", "Items", "Agreement"]) {
    const path = name.toLowerCase();
    await take(page, `admin-${path}-${size}`, `${adminUrl}/app/${path}`, () =>
      app.getByRole("heading", { name, exact: true }).first().waitFor(),
    );
  }
  await take(page, `admin-settings-${size}`, `${adminUrl}/app/settings`, () =>
    app.locator("input").first().waitFor(),
  );
}

async function takeStorefront(page, size) {
  await page.goto(new URL("account", shopUrl).href);
  await page.getByRole("button", { name: /Ada/ }).first().click();
  await take(page, `storefront-account-${size}`, new URL("account", shopUrl).href);
  await take(page, `storefront-home-${size}`, shopUrl);
}

async function take(page, name, address, ready = async () => {}) {
  if (address) await page.goto(address);
  await ready();
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  console.log(`  ${name}.png`);
}
