import { beforeEach, describe, expect, it } from "vitest";

import { shopifyWebhookPayloads } from "#adapters/shopify/webhook-payloads";

import { createOperations } from "../../../simulators/shopify/operations/index.ts";
import type { Operations, ShopEvent } from "../../../simulators/shopify/operations/index.ts";
import { appIdentity, createStore } from "../../../simulators/shopify/state/store.ts";
import { evaluateBy, mergeAll, rule } from "../../core/earning/orders.ts";

const SHOP = "demo.myshopify.com";
const { readCustomer, readDispute, readOrder, readRefund } = shopifyWebhookPayloads;
const orderTopics = ["orders/create", "orders/paid", "orders/updated", "orders/cancelled"];

let shopify: Operations;
let events: ShopEvent[];

beforeEach(() => {
  events = [];
  const app = appIdentity({ apiKey: "key", handle: "app", title: "App" });
  shopify = createOperations({ store: createStore({ app }), emit: (event) => events.push(event) });
});

/** Everything that the simulated shop told of its one order. */
function toldNews() {
  return events.flatMap(({ topic, payload }) => {
    const body = JSON.stringify(payload);
    if (orderTopics.includes(topic)) {
      const told = readOrder(body);
      expect(told, topic).toMatchObject({ ok: true });
      return told.ok ? [told.value.news] : [];
    }
    if (topic.startsWith("disputes/")) {
      const told = readDispute(body);
      expect(told, topic).toMatchObject({ ok: true });
      return told.ok ? [{ facts: null, refunds: [], disputes: [told.value.dispute] }] : [];
    }
    if (topic !== "refunds/create") return [];
    const told = readRefund(body);
    expect(told, topic).toMatchObject({ ok: true });
    return told.ok ? [{ facts: null, refunds: [told.value.refund] }] : [];
  });
}

const evaluate = (currency = "USD") =>
  evaluateBy(mergeAll(toldNews()), [rule(1, "2026-01-01T00:00:00.000Z", { currency })], { scale: 0 });

function shopWith(options: { currency?: string; taxesIncluded?: boolean; taxRateBps?: number } = {}): number {
  shopify.createShop({ domain: SHOP, ...options });
  return shopify.createCustomer({ shop: SHOP, email: "ada@example.com", firstName: "Ada" }).id;
}

describe("the bodies that the simulated shop sends", () => {
  it("tell customers", () => {
    shopWith();
    const told = events.filter(({ topic }) => topic === "customers/create");
    expect(told).toHaveLength(1);
    expect(readCustomer(JSON.stringify(told[0]?.payload))).toMatchObject({
      ok: true,
      value: { email: "ada@example.com", firstName: "Ada" },
    });
  });

  it("tell an order from its placing to its last refund", () => {
    const customerId = shopWith({ taxRateBps: 825 });
    const lines = [
      { title: "Mug", price: "10.00", quantity: 3 },
      { title: "Tea", price: "19.95", quantity: 1 },
    ];
    const order = shopify.placeOrder({ shop: SHOP, customerId, lines, pay: false, shippingAmount: "4.00" });
    expect(evaluate()).toMatchObject({ reason: "not_paid", baseMinor: 4995 });
    shopify.payOrder({ shop: SHOP, orderId: order.id });
    expect(evaluate()).toMatchObject({ reason: "earned", targetMinor: 49 });
    const [mug] = order.lines;
    shopify.refundOrder({ shop: SHOP, orderId: order.id, lines: [{ lineId: mug?.id ?? 0, quantity: 1 }] });
    expect(evaluate()).toMatchObject({ reason: "earned", baseMinor: 3995, targetMinor: 39 });
    shopify.refundOrder({ shop: SHOP, orderId: order.id, all: true });
    expect(evaluate()).toMatchObject({ reason: "nothing_left", targetMinor: 0 });
  });

  it("tell the discount of the whole order line by line, and prices that contain tax", () => {
    const customerId = shopWith({ currency: "GBP", taxesIncluded: true, taxRateBps: 2000 });
    const lines = [{ title: "Coat", price: "60.00", quantity: 2 }];
    const discount = { code: "TEN", percent: 10 };
    shopify.placeOrder({ shop: SHOP, customerId, lines, discount, pay: true });
    expect(evaluate("GBP")).toMatchObject({ reason: "earned", baseMinor: 9000, targetMinor: 90 });
  });

  it("tell edits, which change nothing until money moves", () => {
    const customerId = shopWith();
    const lines = [{ title: "Mug", price: "20.00", quantity: 5 }];
    const order = shopify.placeOrder({ shop: SHOP, customerId, lines, pay: true });
    shopify.editOrder({
      shop: SHOP,
      orderId: order.id,
      remove: [{ lineId: order.lines[0]?.id ?? 0, quantity: 1 }],
    });
    expect(evaluate()).toMatchObject({ reason: "earned", targetMinor: 100, expectedMinor: 80 });
    shopify.refundOrder({ shop: SHOP, orderId: order.id, amount: "20.00" });
    expect(evaluate()).toMatchObject({ reason: "earned", targetMinor: 80, expectedMinor: null });
  });

  it("tell chargebacks, from the first letter to the verdict", () => {
    const customerId = shopWith();
    const lines = [{ title: "Mug", price: "20.00", quantity: 1 }];
    const { id: orderId } = shopify.placeOrder({ shop: SHOP, customerId, lines, pay: true });
    const { disputeId } = shopify.disputeOrder({ shop: SHOP, orderId, status: "needs_response" });
    expect(evaluate()).toMatchObject({ reason: "charged_back", targetMinor: 0 });
    shopify.disputeOrder({ shop: SHOP, orderId, disputeId, status: "won" });
    expect(evaluate()).toMatchObject({ reason: "earned", targetMinor: 20 });
  });

  it("tell exchanges, money given alone and shipping given back", () => {
    const customerId = shopWith({ taxRateBps: 1000 });
    const lines = [
      { title: "Mug", price: "30.00", quantity: 1 },
      { title: "Tea", price: "20.00", quantity: 1 },
    ];
    const order = shopify.placeOrder({ shop: SHOP, customerId, lines, pay: true, shippingAmount: "5.00" });
    const ref = { shop: SHOP, orderId: order.id };
    const remove = [{ lineId: order.lines[1]?.id ?? 0, quantity: 1 }];
    shopify.editOrder({ ...ref, remove, add: [{ title: "Pot", price: "40.00", quantity: 1 }] });
    expect(evaluate()).toMatchObject({ targetMinor: 50, expectedMinor: 70 });
    shopify.payOrder(ref);
    expect(evaluate()).toMatchObject({ targetMinor: 70, expectedMinor: null });
    shopify.refundOrder({ ...ref, shipping: true });
    expect(evaluate()).toMatchObject({ targetMinor: 70 });
    shopify.refundOrder({ ...ref, amount: "7.70" });
    expect(evaluate()).toMatchObject({ targetMinor: 63, missingMinor: 770 });
  });

  it("tell an order whose customer is set later", () => {
    const customerId = shopWith();
    const lines = [{ title: "Mug", price: "20.00", quantity: 1 }];
    const { id: orderId } = shopify.placeOrder({ shop: SHOP, customerId: null, lines, pay: true });
    expect(evaluate()).toMatchObject({ reason: "no_customer" });
    shopify.updateOrder({ shop: SHOP, orderId, customerId });
    expect(evaluate()).toMatchObject({ reason: "earned", targetMinor: 20 });
  });

  it("tell guests and cancellations", () => {
    shopWith();
    const lines = [{ title: "Mug", price: "20.00", quantity: 1 }];
    const order = shopify.placeOrder({ shop: SHOP, customerId: null, lines, pay: true });
    expect(evaluate()).toMatchObject({ reason: "no_customer" });
    shopify.cancelOrder({ shop: SHOP, orderId: order.id });
    expect(evaluate()).toMatchObject({ reason: "cancelled" });
  });

  it("tell amounts in the shop's currency when the shopper paid in another", () => {
    const customerId = shopWith();
    const lines = [{ title: "Mug", price: "20.00", quantity: 1 }];
    const presentment = { currency: "JPY", rate: "150.25" };
    shopify.placeOrder({ shop: SHOP, customerId, lines, pay: true, presentment });
    expect(evaluate()).toMatchObject({ reason: "earned", currency: "USD", targetMinor: 20 });
  });
});
