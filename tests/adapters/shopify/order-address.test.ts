import { afterEach, beforeEach, expect, test } from "vitest";

import { createAdminClient } from "#adapters/shopify/admin-client";
import { createShopifyOrderAddresses } from "#adapters/shopify/order-address";
import type { OrderAddresses } from "#usecases/ports/order-addresses";

import type { RunningSimulator } from "../../../simulators/shopify/server.ts";
import {
  query,
  requestToken,
  shop,
  startApp,
  startDemo,
} from "../../simulators/shopify/running-simulator.ts";
import type { TestApp } from "../../simulators/shopify/running-simulator.ts";

let app: TestApp;
let simulator: RunningSimulator;
let customerId: number;
let addresses: OrderAddresses;

beforeEach(async () => {
  app = await startApp();
  const demo = await startDemo(app);
  simulator = demo.simulator;
  customerId = demo.customer.id;
  const token = String((await requestToken(simulator)).body.access_token);
  const admin = createAdminClient({
    withLock: (_name, work) => work(),
    open: () =>
      Promise.resolve({
        async graphql(document, { variables }) {
          const { status, body } = await query(simulator, token, document, variables);
          if (status !== 200) throw new Response(null, { status });
          return { json: () => Promise.resolve(body) };
        },
      }),
  });
  addresses = createShopifyOrderAddresses(admin);
});
afterEach(async () => {
  await simulator.close();
  await app.close();
});

const order = (changes: object) =>
  simulator.operations.placeOrder({
    shop,
    customerId,
    lines: [{ title: "Mug", price: "10.00", quantity: 1 }],
    pay: true,
    ...changes,
  });

test("an order that is shipped goes to its own address, in the way that was chosen", async () => {
  const shippingAddress = {
    ...{ firstName: "Grace", lastName: "Hopper", company: "Navy", phone: "+1 555" },
    ...{ address1: "2 Harbour Road", address2: "Dock 3", city: "Boston", provinceCode: "MA", zip: "02110" },
    countryCode: "US",
  };
  const { id } = order({ shippingAmount: "4.00", shippingAddress, email: "grace@shop.example" });
  expect(await addresses.read(shop, String(id))).toEqual({
    ok: true,
    value: {
      shipTo: {
        ...{ firstName: "Grace", lastName: "Hopper", company: "Navy", phone: "+1 555" },
        ...{ address1: "2 Harbour Road", address2: "Dock 3", city: "Boston", state: "MA", zip: "02110" },
        country: "US",
        email: "grace@shop.example",
      },
      shipping: { title: "Standard", code: "Standard" },
    },
  });
});

test("an order that is shipped nowhere was handed over at the shop, and names its customer", async () => {
  const { id } = order({});
  const customer = simulator.store.customer(shop, customerId);
  const read = await addresses.read(shop, String(id));
  expect(read).toMatchObject({
    value: {
      shipTo: { firstName: customer?.firstName, address1: "9 Market Square", country: "US" },
      shipping: null,
    },
  });
});

test("an order that Shopify has no more is nothing", async () => {
  expect(await addresses.read(shop, "999999")).toEqual({ ok: true, value: null });
});
