import { readFileSync, readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createThrottle } from "../../../simulators/shopify/admin-api/throttle.ts";
import type { RunningSimulator } from "../../../simulators/shopify/server.ts";
import type { TestApp } from "./running-simulator.ts";
import { control, query, requestToken, shop, startApp, startDemo } from "./running-simulator.ts";

let app: TestApp;
let simulator: RunningSimulator;
let token: string;
let customerId: number;
let variantId: number;
/** The simulator's clock where a test stops it; undefined: it goes by itself. */
let stoppedAt: Date | undefined;

beforeEach(async () => {
  stoppedAt = undefined;
  app = await startApp();
  const demo = await startDemo(app, { now: () => stoppedAt ?? new Date() });
  simulator = demo.simulator;
  customerId = demo.customer.id;
  variantId = demo.variantId;
  token = String((await requestToken(simulator)).body.access_token);
});
afterEach(async () => {
  await simulator.close();
  await app.close();
});

const setDocument = `mutation Set($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) {
    metafields { namespace key value compareDigest }
    userErrors { field message code }
  }
}`;
const balance = (value: string, more: object = {}) => ({
  ownerId: `gid://shopify/Customer/${customerId}`,
  namespace: "$app:credits",
  key: "balance",
  type: "number_integer",
  value,
  ...more,
});
const setMetafields = async (metafields: object[]) => {
  const { body } = await query(simulator, token, setDocument, { metafields });
  return (
    body.data as {
      metafieldsSet: {
        metafields: { compareDigest: string; namespace: string }[];
        userErrors: { code: string }[];
      };
    }
  ).metafieldsSet;
};

describe("what was agreed on in an order", () => {
  it("lists the order, its edits and refunds, newest first when asked, to who may read orders", async () => {
    const { operations } = simulator;
    const order = operations.placeOrder({ shop, customerId, lines: [{ variantId, quantity: 2 }], pay: true });
    operations.editOrder({ shop, orderId: order.id, add: [{ title: "Cup", price: "5.00", quantity: 1 }] });
    operations.refundOrder({ shop, orderId: order.id, amount: "1.00" });
    const document = `query Agreed($id: ID!) {
      order(id: $id) { edited agreements(first: 3, reverse: true) { nodes { __typename reason } } }
    }`;
    const variables = { id: `gid://shopify/Order/${order.id}` };
    const { body } = await query(simulator, token, document, variables);
    const kinds = [
      ["RefundAgreement", "REFUND"],
      ["OrderEditAgreement", "ORDER_EDIT"],
      ["OrderAgreement", "ORDER"],
    ].map(([__typename, reason]) => ({ __typename, reason }));
    expect(body.data).toEqual({ order: { edited: true, agreements: { nodes: kinds } } });
    const unlimited = document.replace("(first: 3, reverse: true)", "");
    expect((await query(simulator, token, unlimited, variables)).body.errors).toMatchObject([
      { message: "you must provide one of first or last" },
    ]);
    await control(simulator, "changeScopes", { shop, scopes: ["read_customers"] });
    const narrow = String((await requestToken(simulator)).body.access_token);
    expect((await query(simulator, narrow, document, variables)).body.errors).toMatchObject([
      { extensions: { code: "ACCESS_DENIED" } },
    ]);
  });
});

describe("documents", () => {
  it("refuses a field that Shopify does not have", async () => {
    const { status, body } = await query(simulator, token, "{ shop { colour } }");
    expect(status).toBe(200);
    expect(body.data).toBeUndefined();
    expect(body.errors).toMatchObject([
      { message: "Field 'colour' doesn't exist on type 'Shop'", extensions: { code: "undefinedField" } },
    ]);
  });

  it("refuses an input with a wrong type", async () => {
    const { body } = await query(simulator, token, setDocument, { metafields: [{ key: 1 }] });
    expect(body.errors).toContainEqual(expect.objectContaining({ extensions: { code: "INVALID_VARIABLE" } }));
  });

  it("answers every field of its own documents", async () => {
    const order = simulator.operations.placeOrder({
      shop,
      customerId,
      lines: [{ variantId, quantity: 2 }],
      discount: { code: "HI", amount: "3.00" },
      shippingAmount: "5.00",
      pay: true,
    });
    simulator.operations.refundOrder({
      shop,
      orderId: order.id,
      lines: [{ lineId: order.lines[0]?.id ?? 0, quantity: 1 }],
      shipping: true,
    });
    simulator.operations.fulfilOrder({ shop, orderId: order.id, trackingNumber: "1Z" });
    await setMetafields([balance("5")]);
    const folder = new URL("../../../simulators/shopify/schema/documents/", import.meta.url);
    for (const name of readdirSync(folder)) {
      const text = readFileSync(new URL(name, folder), "utf8").replace(/first: (50|100)/g, "first: 2");
      for (const [, operationName] of text.matchAll(/^query (\w+)/gm)) {
        const id =
          operationName === "OneOrder"
            ? `gid://shopify/Order/${order.id}`
            : `gid://shopify/Customer/${customerId}`;
        const variables = { id, ids: [id], first: 1, ownerType: "CUSTOMER" };
        const { body } = await queryNamed(text, operationName as string, variables);
        expect(body.errors, operationName).toBeUndefined();
      }
    }
  });
});

async function queryNamed(document: string, operationName: string, variables: object) {
  const answer = await fetch(`${simulator.url}/admin/api/2026-10/graphql.json`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-simulated-host": shop,
      "x-shopify-access-token": token,
    },
    body: JSON.stringify({ query: document, operationName, variables }),
  });
  return { body: (await answer.json()) as { errors?: unknown } };
}

describe("metafieldsSet", () => {
  it("stores the app's own namespace under its number", async () => {
    const { metafields } = await setMetafields([balance("120")]);
    expect(metafields[0]?.namespace).toMatch(/^app--\d+--credits$/);
  });

  it("refuses 26 at once and writes none", async () => {
    const { userErrors } = await setMetafields(
      Array.from({ length: 26 }, (_, index) => balance("1", { key: `k${index}` })),
    );
    expect(userErrors).toMatchObject([{ code: "LESS_THAN_OR_EQUAL_TO" }]);
    expect(Object.keys(simulator.store.state.metafields)).toHaveLength(0);
  });

  it("refuses a stale digest and a value that does not fit its type", async () => {
    const { metafields } = await setMetafields([balance("1", { compareDigest: null })]);
    const digest = metafields[0]?.compareDigest;
    await setMetafields([balance("2", { compareDigest: digest })]);
    expect((await setMetafields([balance("3", { compareDigest: digest })])).userErrors).toMatchObject([
      { code: "STALE_OBJECT" },
    ]);
    expect((await setMetafields([balance("many")])).userErrors).toMatchObject([{ code: "INVALID_VALUE" }]);
  });

  it("needs the scope to write the owner", async () => {
    await control(simulator, "changeScopes", { shop, scopes: ["read_customers"] });
    const { body } = await query(simulator, token, setDocument, { metafields: [balance("1")] });
    expect(body.errors).toMatchObject([{ extensions: { code: "ACCESS_DENIED" } }]);
  });
});

describe("lists", () => {
  it("pages through orders by the time of their last change", async () => {
    // A change moves an order to the next second: one that is placed in that second changed at the same time.
    stoppedAt = new Date();
    const orders = [1, 2, 3].map((quantity) =>
      simulator.operations.placeOrder({ shop, customerId, lines: [{ variantId, quantity }], pay: true }),
    );
    simulator.operations.updateOrder({ shop, orderId: orders[0]?.id ?? 0, note: "changed" });
    const document = `query ($after: String) { orders(first: 2, after: $after, sortKey: UPDATED_AT) {
      nodes { id } pageInfo { hasNextPage endCursor } } }`;
    type Page = {
      orders: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    const first = (await query(simulator, token, document)).body.data as Page;
    const second = (await query(simulator, token, document, { after: first.orders.pageInfo.endCursor })).body
      .data as Page;
    const ids = [...first.orders.nodes, ...second.orders.nodes].map((node) => node.id);
    expect(ids).toEqual([orders[1], orders[2], orders[0]].map((order) => `gid://shopify/Order/${order?.id}`));
    expect(second.orders.pageInfo.hasNextPage).toBe(false);
  });

  it("hides orders older than 60 days from a token without read_all_orders", async () => {
    const processedAt = new Date(Date.now() - 90 * 24 * 3600 * 1000).toISOString();
    simulator.operations.placeOrder({
      shop,
      customerId,
      lines: [{ variantId, quantity: 1 }],
      pay: true,
      processedAt,
    });
    const { body } = await query(simulator, token, "{ orders(first: 5) { nodes { id } } }");
    expect(body.data).toEqual({ orders: { nodes: [] } });
  });
});

describe("throttling", () => {
  it("states the cost and answers THROTTLED when the budget is used up", async () => {
    const first = await query(simulator, token, "{ shop { name } }");
    expect(first.body.extensions).toMatchObject({
      cost: { requestedQueryCost: 1, throttleStatus: { maximumAvailable: 2000, restoreRate: 100 } },
    });
    await control(simulator, "throttle", { shop, empty: true, pointsPerSecond: 1 });
    const { status, body } = await query(simulator, token, "{ customers(first: 100) { nodes { id } } }");
    expect(status).toBe(200);
    expect(body.errors).toMatchObject([{ message: "Throttled", extensions: { code: "THROTTLED" } }]);
  });

  it("lets points flow back with time", () => {
    let nowMs = 0;
    const throttle = createThrottle(() => nowMs);
    expect(throttle.take(shop, 100, 2000)).toBe(true);
    expect(throttle.take(shop, 100, 50)).toBe(false);
    nowMs = 500;
    expect(throttle.take(shop, 100, 50)).toBe(true);
  });
});
