import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";

import { customers, items, products, shop } from "./catalogue.mjs";
import { boughtAt, plannedOrders } from "./past-orders.mjs";
import { adminApp, DemoDataFailure, exigoControl, exigoSettings, shopifyControl } from "./simulators.mjs";

// Fills the demo store the way a merchant and shoppers would: through the app's own pages and through webhooks.
// Each step looks at what is there first, so a run that was broken off is finished by the next one.

const SETTLED_WITHIN_MS = 90_000;

async function main() {
  const home = process.env.DEMO_HOME;
  const simulatorUrl = process.env.SHOPIFY_SIMULATOR_URL;
  const exigoUrl = process.env.EXIGO_SIMULATOR_URL;
  writeAddresses(home, simulatorUrl, exigoUrl);
  const finished = path.join(home, "demo-store-filled");
  if (existsSync(finished)) return;

  const shopify = shopifyControl(simulatorUrl);
  const exigo = exigoControl(exigoUrl);
  await openShop(shopify);
  const app = adminApp({ simulatorUrl, appUrl: process.env.SHOPIFY_APP_URL, shopDomain: shop.domain });
  await app.open();
  await connectExigo(app, exigo, exigoUrl);
  const people = await createAll(shopify, "customers", "createCustomer", customers, "email");
  const goods = await createAll(shopify, "products", "createProduct", products, "handle");
  await placePastOrders(shopify, people, goods);
  await waitUntilSettled(shopify, exigo, people);
  writeFileSync(finished, `${new Date().toISOString()}\n`);
}

function writeAddresses(home, simulatorUrl, exigoUrl) {
  const store = shop.domain.replace(".myshopify.com", "");
  const addresses = [
    ["Admin app, in a stand-in of Shopify Admin", `${simulatorUrl}/store/${store}/apps/hybrid-credits`],
    ["Storefront with the theme blocks", `${simulatorUrl}/storefront/${shop.domain}/`],
    ["Shopify's controls: orders, refunds, webhooks", `${simulatorUrl}/control`],
    ["Exigo's console: customers, points, faults", `${exigoUrl}/`],
  ];
  writeFileSync(path.join(home, "addresses.json"), JSON.stringify(addresses, null, 2));
}

async function openShop(shopify) {
  const shops = await shopify.read("shops");
  if (!shops.some((each) => each.domain === shop.domain)) await shopify.run("createShop", shop);
}

async function connectExigo(app, exigo, exigoUrl) {
  const { customers: known = [] } = companyOf(await exigo.state());
  for (const { firstName, lastName, email, inExigo } of customers) {
    if (inExigo && !known.some((each) => each.email === email)) {
      await exigo.createCustomer({ firstName, lastName, email, customerType: 1 });
    }
  }
  const { items: inExigo = [] } = companyOf(await exigo.state());
  for (const item of items) {
    if (!inExigo.some(({ itemCode }) => itemCode === item.itemCode)) await exigo.createItem(item);
  }
  const form = exigoSettings(exigoUrl, { setup: documentSettings() });
  const { errors, setupErrors } = await app.submit("settings", form);
  const [trouble] = Object.values({ ...errors, ...setupErrors });
  if (trouble) throw new DemoDataFailure(`The settings page refused the connection: ${trouble}`);
}

/** Orders from now on go to Exigo, past ones do not; and where they are sold there. */
function documentSettings() {
  const place = { shopifyCurrency: "USD", currencyCode: "usd", warehouseId: "1", priceType: "1" };
  return JSON.stringify({
    "orders.from": new Date().toISOString(),
    "orders.currencies": [{ ...place, shipMethodId: "6" }],
    "items.codes": items.map(({ itemCode }) => itemCode).join("\n"),
  });
}

/** The company that the simulator starts with. */
function companyOf(state) {
  return state.companies.find((company) => company.companyKey === "demo") ?? {};
}

async function createAll(shopify, name, command, wanted, by) {
  const existing = await shopify.read(name, { shop: shop.domain });
  const made = [];
  for (const { inExigo: _, ...fields } of wanted) {
    const found = existing.find((each) => each[by] === fields[by]);
    made.push(found ?? (await shopify.run(command, { shop: shop.domain, ...fields })));
  }
  return made;
}

async function placePastOrders(shopify, people, goods) {
  const nowMs = Date.now();
  const placed = (await shopify.read("orders", { shop: shop.domain })).length;
  const planned = plannedOrders({ products: goods.length, customers: people.length });
  for (const order of planned.slice(placed)) {
    const made = await shopify.run("placeOrder", {
      shop: shop.domain,
      customerId: order.customer === null ? null : people[order.customer].id,
      lines: order.lines.map(({ product, quantity }) => ({
        variantId: goods[product].variants[0].id,
        quantity,
      })),
      shippingAmount: "5.00",
      processedAt: boughtAt(order, nowMs),
      pay: order.fate !== "unpaid",
    });
    await meetFate(shopify, made, order.fate);
  }
}

async function meetFate(shopify, order, fate) {
  const ref = { shop: shop.domain, orderId: order.id };
  if (fate === "cancelled") await shopify.run("cancelOrder", { ...ref, reason: "customer" });
  if (fate === "refunded") await shopify.run("refundOrder", { ...ref, all: true });
  if (fate === "partly refunded") {
    await shopify.run("refundOrder", { ...ref, lines: [{ lineId: order.lines[0].id, quantity: 1 }] });
  }
}

/** Waits until what was bought has arrived in Exigo and in the storefront; says what is missing if it does not. */
async function waitUntilSettled(shopify, exigo, people) {
  await shopify.run("settleWebhooks");
  const end = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const late = await unsettled(shopify, exigo, people);
    if (late.length === 0) return;
    if (Date.now() > end)
      throw new DemoDataFailure(`Not in Exigo and the storefront yet: ${late.join(", ")}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function unsettled(shopify, exigo, people) {
  const { customers: known = [] } = companyOf(await exigo.state());
  const metafields = await shopify.read("metafields", { shop: shop.domain });
  return people
    .filter((person) => {
      const own = metafields.find(
        (each) => each.ownerId.endsWith(`/Customer/${person.id}`) && each.key === "balance",
      );
      const there = known.find((each) => each.email === person.email);
      return !own || !there || Number(there.balances[0].balance) !== JSON.parse(own.value).available;
    })
    .map((person) => person.email);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof DemoDataFailure ? error.message : error);
  process.exitCode = 1;
}
