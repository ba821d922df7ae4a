import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createAdminClient } from "#adapters/shopify/admin-client";
import { createShopifyOrderContexts } from "#adapters/shopify/order-context";
import type { OrderContexts } from "#usecases/ports/order-contexts";

import { collectionId } from "../../../simulators/shopify/admin-api/product-view.ts";
import type { RunningSimulator } from "../../../simulators/shopify/server.ts";
import {
  query,
  requestToken,
  shop,
  startApp,
  startDemo,
} from "../../simulators/shopify/running-simulator.ts";
import type { TestApp } from "../../simulators/shopify/running-simulator.ts";

const ALL = { products: true, orderIndex: true, giftCards: true, member: false };

let app: TestApp;
let simulator: RunningSimulator;
let customerId: number;
let orderContexts: OrderContexts;
let documentsSent: number;

beforeEach(async () => {
  app = await startApp();
  const demo = await startDemo(app);
  simulator = demo.simulator;
  customerId = demo.customer.id;
  documentsSent = 0;
  const token = String((await requestToken(simulator)).body.access_token);
  const admin = createAdminClient({
    withLock: (_name, work) => work(),
    open: () =>
      Promise.resolve({
        async graphql(document, { variables }) {
          documentsSent += 1;
          const { status, body } = await query(simulator, token, document, variables);
          if (status !== 200) throw new Response(null, { status });
          return { json: () => Promise.resolve(body) };
        },
      }),
  });
  orderContexts = createShopifyOrderContexts(admin);
});
afterEach(async () => {
  await simulator.close();
  await app.close();
});

function productWith(title: string, price: string, compareAtPrice: string | null) {
  return simulator.operations.createProduct({
    shop,
    title,
    productType: "Mugs",
    tags: ["blue", "new"],
    collections: ["kitchen", "sale"],
    variants: [{ price, compareAtPrice }],
  });
}

function placeOrder(lines: { variantId: number; quantity: number }[], more: object = {}) {
  return simulator.operations.placeOrder({ shop, customerId, lines, pay: true, ...more });
}

describe("what Shopify says of an order", () => {
  it("are its products as they are now, which order it is, and what gift cards paid", async () => {
    const reduced = productWith("Mug", "8.00", "10.00");
    const full = productWith("Pot", "10.00", null);
    const ids = [reduced, full].map(({ variants }) => variants[0]?.id ?? 0);
    const lines = ids.map((variantId) => ({ variantId, quantity: 1 }));
    placeOrder(lines, { test: true });
    const first = placeOrder(lines);
    const second = placeOrder(lines, { giftCardAmount: "5.00" });
    const kitchen = {
      productType: "Mugs",
      tags: ["blue", "new"],
      collectionIds: [String(collectionId("kitchen")), String(collectionId("sale"))],
    };
    expect(await orderContexts.read(shop, String(second.id), ALL)).toEqual({
      products: [
        { productId: String(reduced.id), ...kitchen, saleVariantIds: [String(ids[0])] },
        { productId: String(full.id), ...kitchen, saleVariantIds: [] },
      ],
      orderIndex: 2,
      giftCardPaidMinor: 500,
    });
    expect(await orderContexts.read(shop, String(first.id), ALL)).toMatchObject({
      orderIndex: 1,
      giftCardPaidMinor: 0,
    });
  });

  it("leaves products out where nobody asks about them", async () => {
    const { variants } = productWith("Mug", "8.00", null);
    const order = placeOrder([{ variantId: variants[0]?.id ?? 0, quantity: 1 }]);
    const read = await orderContexts.read(shop, String(order.id), { ...ALL, products: false });
    expect(read.products).toEqual([]);
    expect(documentsSent).toBe(1);
  });

  it("is read in pages of lines and of collections, and nothing is left out", async () => {
    const products = Array.from({ length: 14 }, (_, index) => productWith(`Mug ${index}`, "1.00", null));
    const order = placeOrder(
      products.map(({ variants }) => ({ variantId: variants[0]?.id ?? 0, quantity: 1 })),
    );
    const read = await orderContexts.read(shop, String(order.id), ALL);
    expect(read.products.map(({ productId }) => productId)).toEqual(products.map(({ id }) => String(id)));
    const collections = Array.from({ length: 60 }, (_, index) => `shelf-${index}`);
    simulator.operations.updateProduct({ shop, productId: products[0]?.id ?? 0, collections });
    const [first] = (await orderContexts.read(shop, String(order.id), ALL)).products;
    expect(first?.collectionIds).toEqual(collections.map((handle) => String(collectionId(handle))));
    expect(documentsSent).toBe(2 + 3);
  });

  it("is nothing that could be guessed: an order that is not there is a fault", async () => {
    await expect(orderContexts.read(shop, "999999", ALL)).rejects.toMatchObject({
      code: "order_context_out_of_reach",
    });
  });

  it("waits for a shop that is out of reach", async () => {
    const order = placeOrder([
      { variantId: productWith("Mug", "1.00", null).variants[0]?.id ?? 0, quantity: 1 },
    ]);
    await simulator.close();
    await expect(orderContexts.read(shop, String(order.id), ALL)).rejects.toMatchObject({
      code: "order_context_out_of_reach",
    });
  });
});
