import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunningSimulator } from "../../../simulators/shopify/server.ts";
import type { TestApp } from "./running-simulator.ts";
import { control, query, requestToken, shop, startApp, startDemo } from "./running-simulator.ts";

let app: TestApp;
let simulator: RunningSimulator;
let token: string;
let variantId: number;
let itemId: string;
let first: string;

type Errors = { code?: string; message: string }[];

beforeEach(async () => {
  app = await startApp();
  const demo = await startDemo(app);
  simulator = demo.simulator;
  variantId = demo.variantId;
  token = String((await requestToken(simulator)).body.access_token);
  itemId = `gid://shopify/InventoryItem/${demo.product.variants[0]?.inventoryItemId}`;
  first = `gid://shopify/Location/${simulator.store.shop(shop)?.id}`;
});
afterEach(async () => {
  await simulator.close();
  await app.close();
});

async function ask<T>(document: string, variables: object = {}): Promise<T> {
  const { body } = await query(simulator, token, document, variables);
  expect(body.errors).toBeUndefined();
  return body.data as T;
}

const setStock = async (
  key: string,
  quantity: number,
  changeFromQuantity?: number | null,
  location = first,
) => {
  const quantities = [{ inventoryItemId: itemId, locationId: location, quantity, changeFromQuantity }];
  const data = await ask<{ inventorySetQuantities: { userErrors: Errors } }>(
    `mutation Set($key: String!, $input: InventorySetQuantitiesInput!) {
      inventorySetQuantities(input: $input) @idempotent(key: $key) {
        inventoryAdjustmentGroup { id changes { delta quantityAfterChange } }
        userErrors { code message }
      }
    }`,
    { key, input: { name: "available", reason: "correction", quantities } },
  );
  return data.inventorySetQuantities;
};
const stock = () =>
  simulator.store.productsOf(shop).flatMap(({ variants }) => variants)[0]?.inventoryQuantity;
const topics = async (): Promise<string[]> => {
  await simulator.webhooks.settled();
  return app.received.map(({ headers }) => String(headers["x-shopify-topic"]));
};

describe("stock", () => {
  it("is set only from the quantity that was read, and says so to subscribers", async () => {
    await control(simulator, "webhookModes", { normal: true });
    expect((await setStock("a", 42, 99)).userErrors).toMatchObject([{ code: "CHANGE_FROM_QUANTITY_STALE" }]);
    expect(stock()).toBe(100);
    expect(await setStock("b", 42, 100)).toMatchObject({
      userErrors: [],
      inventoryAdjustmentGroup: { changes: [{ delta: -58, quantityAfterChange: 42 }] },
    });
    expect(stock()).toBe(42);
    expect((await topics()).filter((topic) => topic === "inventory_levels/update")).toHaveLength(1);
  });

  it("needs a quantity to compare with, or an express null", async () => {
    expect((await setStock("a", 1)).userErrors).toMatchObject([{ code: "COMPARE_QUANTITY_REQUIRED" }]);
    expect((await setStock("b", 1, null)).userErrors).toEqual([]);
    expect(stock()).toBe(1);
  });

  it("answers a key as before, refuses it for something else, and spends it with a failure", async () => {
    const once = await setStock("key", 90, 100);
    await control(simulator, "setInventory", { shop, variantId, quantity: 100 });
    expect(await setStock("key", 90, 100)).toEqual(once);
    expect(stock()).toBe(100);
    expect((await setStock("key", 80, 100)).userErrors).toMatchObject([
      { code: "IDEMPOTENCY_KEY_PARAMETER_MISMATCH" },
    ]);
    await setStock("stale", 70, 3);
    expect((await setStock("stale", 70, 3)).userErrors).toMatchObject([
      { code: "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED" },
    ]);
  });

  it("refuses an inventory mutation without a key", async () => {
    const { body } = await query(
      simulator,
      token,
      `mutation Set($input: InventorySetQuantitiesInput!) {
        inventorySetQuantities(input: $input) { userErrors { code } }
      }`,
      { input: { name: "available", reason: "correction", quantities: [] } },
    );
    expect(body.errors).toMatchObject([{ extensions: { code: "BAD_REQUEST" } }]);
  });

  it("lies at several locations, each with its own level", async () => {
    const { body } = await control(simulator, "createLocation", { shop, name: "North" });
    const north = `gid://shopify/Location/${String(body.id)}`;
    expect((await setStock("a", 5, null, north)).userErrors).toMatchObject([{ code: "INVALID_LOCATION" }]);
    const activate = `mutation Activate($item: ID!, $location: ID!) {
      inventoryActivate(inventoryItemId: $item, locationId: $location, available: 7) @idempotent(key: "n") {
        userErrors { message }
      }
    }`;
    await ask(activate, { item: itemId, location: north });
    expect((await setStock("b", 5, 7, north)).userErrors).toEqual([]);
    const levels = await ask(
      `query Levels($id: ID!) { inventoryItem(id: $id) { inventoryLevels(first: 5) {
        nodes { location { name } quantities(names: ["available"]) { quantity } } } } }`,
      { id: itemId },
    );
    expect(levels).toMatchObject({
      inventoryItem: {
        inventoryLevels: {
          nodes: [
            { quantities: [{ quantity: 100 }] },
            { location: { name: "North" }, quantities: [{ quantity: 5 }] },
          ],
        },
      },
    });
    expect(stock()).toBe(105);
  });
});

describe("products", () => {
  const set = `mutation Set($handle: String!, $input: ProductSetInput!) {
    productSet(identifier: { handle: $handle }, input: $input) {
      product { id status descriptionHtml variants(first: 5) { nodes { id price sku inventoryItem { tracked } } } }
      userErrors { code }
    }
  }`;
  const input = {
    title: "Cup",
    handle: "item-cup",
    status: "DRAFT",
    productOptions: [{ name: "Title", values: [{ name: "Default Title" }] }],
    variants: [
      {
        price: "4.50",
        optionValues: [{ optionName: "Title", name: "Default Title" }],
        inventoryItem: { sku: "CUP", tracked: true },
      },
    ],
  };

  it("are made by handle once and changed by it afterwards; what is left out stays", async () => {
    const made = await ask(set, { handle: "item-cup", input });
    expect(made).toMatchObject({
      productSet: {
        userErrors: [],
        product: { status: "DRAFT", variants: { nodes: [{ price: "4.50", sku: "CUP" }] } },
      },
    });
    await ask(set, { handle: "item-cup", input: { title: "Mug" } });
    const cups = simulator.store.productsOf(shop).filter(({ handle }) => handle === "item-cup");
    expect(cups).toMatchObject([{ title: "Mug", variants: [{ sku: "CUP", tracked: true }] }]);
    const told = await topics();
    expect(told.filter((topic) => topic === "products/create")).toHaveLength(1);
    expect(told.filter((topic) => topic === "products/update")).toHaveLength(1);
  });

  it("change prices of all named variants or of none", async () => {
    const productId = `gid://shopify/Product/${simulator.store.productsOf(shop)[0]?.id}`;
    const update = `mutation Update($id: ID!, $variants: [ProductVariantsBulkInput!]!) {
      productVariantsBulkUpdate(productId: $id, variants: $variants) { userErrors { code } }
    }`;
    const id = `gid://shopify/ProductVariant/${variantId}`;
    const stranger = { id: "gid://shopify/ProductVariant/1", price: "9.00" };
    expect(await ask(update, { id: productId, variants: [{ id, price: "9.00" }, stranger] })).toMatchObject({
      productVariantsBulkUpdate: { userErrors: [{ code: "PRODUCT_VARIANT_DOES_NOT_EXIST" }] },
    });
    expect(simulator.store.productsOf(shop)[0]?.variants[0]?.price).toBe("10.00");
    await ask(update, { id: productId, variants: [{ id, price: 9.5 }] });
    expect(simulator.store.productsOf(shop)[0]?.variants[0]?.price).toBe("9.50");
  });

  it("are not written with a token that may only read", async () => {
    await control(simulator, "changeScopes", { shop, scopes: ["read_products", "read_inventory"] });
    const { body } = await query(simulator, token, set, { handle: "item-cup", input });
    expect(body.errors).toMatchObject([{ extensions: { code: "ACCESS_DENIED" } }]);
  });
});

describe("fulfilment", () => {
  const create = `mutation Create($fulfillment: FulfillmentInput!) {
    fulfillmentCreate(fulfillment: $fulfillment) {
      fulfillment { id trackingInfo { company number } }
      userErrors { message }
    }
  }`;
  type Node = {
    id: string;
    status: string;
    lineItems: { nodes: { id: string; remainingQuantity: number }[] };
  };
  const fulfilmentOrders = async (orderId: number): Promise<Node[]> => {
    const data = await ask<{ order: { fulfillmentOrders: { nodes: Node[] } } }>(
      `query Orders($id: ID!) { order(id: $id) { fulfillmentOrders(first: 5) {
        nodes { id status lineItems(first: 5) { nodes { id remainingQuantity } } } } } }`,
      { id: `gid://shopify/Order/${orderId}` },
    );
    return data.order.fulfillmentOrders.nodes;
  };
  const send = (orders: { order: Node; quantity: number }[], number = "1Z9") =>
    ask<{ fulfillmentCreate: { userErrors: Errors } }>(create, {
      fulfillment: {
        notifyCustomer: true,
        trackingInfo: { company: "UPS", number },
        lineItemsByFulfillmentOrder: orders.map(({ order, quantity }) => ({
          fulfillmentOrderId: order.id,
          fulfillmentOrderLineItems: [{ id: order.lineItems.nodes[0]?.id, quantity }],
        })),
      },
    });
  const place = () =>
    simulator.operations.placeOrder({
      shop,
      customerId: null,
      email: "ann@example.com",
      lines: [
        { variantId, quantity: 3 },
        { title: "Gift wrap", price: "1.00", quantity: 1 },
      ],
      pay: true,
    });

  it("goes out in parts, tells the shopper, and never more than was ordered", async () => {
    const order = place();
    const [before] = await fulfilmentOrders(order.id);
    expect(before).toMatchObject({ status: "OPEN", lineItems: { nodes: [{ remainingQuantity: 3 }, {}] } });
    if (!before) return;
    await send([{ order: before, quantity: 2 }]);
    expect(order.fulfilments).toMatchObject([
      { customerNotified: true, trackingCompany: "UPS", trackingNumbers: ["1Z9"] },
    ]);
    expect(await fulfilmentOrders(order.id)).toMatchObject([
      { status: "IN_PROGRESS", lineItems: { nodes: [{ remainingQuantity: 1 }, { remainingQuantity: 1 }] } },
    ]);
    const again = await send([{ order: before, quantity: 2 }]);
    expect(again.fulfillmentCreate.userErrors).toHaveLength(1);
    expect(order.fulfilments).toHaveLength(1);
  });

  it("takes one location at a time", async () => {
    const order = place();
    const location = simulator.operations.createLocation({ shop, name: "North" });
    const lineIds = order.lines.slice(1).map(({ id }) => id);
    simulator.operations.moveLines({ shop, orderId: order.id, lineIds, locationId: location.id });
    const [here, north] = await fulfilmentOrders(order.id);
    if (!here || !north) throw new Error("The order has two fulfilment orders");
    const both = await send([
      { order: here, quantity: 1 },
      { order: north, quantity: 1 },
    ]);
    expect(both.fulfillmentCreate.userErrors).toMatchObject([
      { message: "All fulfillment orders must be assigned to the same location." },
    ]);
    await send([{ order: north, quantity: 1 }]);
    expect(order.fulfilments).toMatchObject([{ locationId: location.id }]);
    expect((await fulfilmentOrders(order.id)).map(({ status }) => status)).toEqual(["OPEN", "CLOSED"]);
    expect(await topics()).toContain("fulfillment_orders/moved");
  });

  it("can take effect without an answer", async () => {
    const order = place();
    const [row] = await fulfilmentOrders(order.id);
    if (!row) throw new Error("The order has a fulfilment order");
    await control(simulator, "loseMutationAnswers", { shop, count: 1, field: "fulfillmentCreate" });
    await expect(send([{ order: row, quantity: 1 }])).rejects.toThrow();
    expect(order.fulfilments).toHaveLength(1);
    expect((await send([{ order: row, quantity: 1 }])).fulfillmentCreate.userErrors).toEqual([]);
  });
});
