import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunningSimulator } from "../../../simulators/shopify/server.ts";
import type { TestApp } from "./running-simulator.ts";
import { control, isSigned, requestToken, shop, startApp, startDemo } from "./running-simulator.ts";

let app: TestApp;
let simulator: RunningSimulator;
let variantId: number;

beforeEach(async () => {
  app = await startApp();
  const demo = await startDemo(app, { webhookTimeoutMs: 1000 });
  simulator = demo.simulator;
  variantId = demo.variantId;
});
afterEach(async () => {
  await simulator.close();
  await app.close();
});

const buy = (quantity = 1) =>
  simulator.operations.placeOrder({ shop, customerId: null, lines: [{ variantId, quantity }], pay: true });
const topics = () => app.received.map((delivery) => delivery.headers["x-shopify-topic"]);
const install = () => requestToken(simulator);

describe("deliveries", () => {
  it("sends nothing to a shop without the app", async () => {
    buy();
    await simulator.webhooks.settled();
    expect(app.received).toEqual([]);
  });

  it("signs the raw bytes and names topic, shop, version and ids", async () => {
    await install();
    const order = buy();
    await simulator.webhooks.settled();
    expect(topics()).toEqual(expect.arrayContaining(["orders/create", "orders/paid", "orders/updated"]));
    for (const delivery of app.received) expect(isSigned(delivery)).toBe(true);
    const created = app.received.find((delivery) => delivery.headers["x-shopify-topic"] === "orders/create");
    expect(created?.path).toBe("/webhooks");
    expect(created?.headers).toMatchObject({
      "x-shopify-shop-domain": shop,
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": expect.any(String),
      "x-shopify-event-id": expect.any(String),
      "x-shopify-triggered-at": expect.any(String),
    });
    expect(JSON.parse(String(created?.body))).toMatchObject({
      id: order.id,
      subtotal_price: "10.00",
      total_price: "11.00",
    });
  });

  it("tries again after a failure with the same ids and the same body, nine times at most", async () => {
    await install();
    await control(simulator, "sendWebhook", { shop, topic: "app/scopes_update", payload: { n: 1 } });
    await simulator.webhooks.settled();
    app.received.length = 0;
    app.answers.push(...Array.from({ length: 12 }, () => 500));
    await control(simulator, "sendWebhook", { shop, topic: "app/scopes_update", payload: { n: 2 } });
    await simulator.webhooks.settled();
    expect(app.received).toHaveLength(9);
    expect(new Set(app.received.map((delivery) => delivery.headers["x-shopify-webhook-id"])).size).toBe(1);
    expect(simulator.store.state.deliveries.at(-1)?.status).toBe("failed");
  });

  it("counts a redirect as a failure", async () => {
    await install();
    app.answers.push(302);
    await control(simulator, "sendWebhook", { shop, topic: "app/scopes_update" });
    await simulator.webhooks.settled();
    expect(app.received).toHaveLength(2);
  });
});

describe("misbehaviour on request", () => {
  beforeEach(async () => {
    await install();
    await simulator.webhooks.settled();
    app.received.length = 0;
  });

  it("sends each one twice with the same ids", async () => {
    await control(simulator, "webhookModes", { twice: true });
    simulator.operations.createCustomer({ shop, email: "twice@example.com" });
    await simulator.webhooks.settled();
    const ids = app.received.map((delivery) => delivery.headers["x-shopify-webhook-id"]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it("sends late", async () => {
    await control(simulator, "webhookModes", { lateMs: 50 });
    simulator.operations.createCustomer({ shop, email: "late@example.com" });
    expect(app.received).toHaveLength(0);
    await simulator.webhooks.settled();
    expect(app.received).toHaveLength(1);
  });

  it("holds deliveries and releases them in another order", async () => {
    await control(simulator, "webhookModes", { hold: true });
    for (const number of [1, 2, 3])
      simulator.operations.createCustomer({ shop, email: `held${number}@example.com` });
    expect(app.received).toHaveLength(0);
    expect((await control(simulator, "releaseWebhooks")).body).toEqual({ released: 3 });
    const emails = app.received.map(
      (delivery) => (JSON.parse(String(delivery.body)) as { email: string }).email,
    );
    expect([...emails].sort()).toEqual(["held1@example.com", "held2@example.com", "held3@example.com"]);
    expect(emails).not.toEqual([...emails].sort());
  });

  it("drops the next one or all", async () => {
    await control(simulator, "webhookModes", { drop: 1 });
    simulator.operations.createCustomer({ shop, email: "gone@example.com" });
    simulator.operations.createCustomer({ shop, email: "here@example.com" });
    await simulator.webhooks.settled();
    expect(app.received).toHaveLength(1);
    await control(simulator, "webhookModes", { drop: "all" });
    simulator.operations.createCustomer({ shop, email: "gone2@example.com" });
    await simulator.webhooks.settled();
    expect(app.received).toHaveLength(1);
  });

  it("replays a delivery with its id, and can tamper with the body so that the signature is wrong", async () => {
    simulator.operations.createCustomer({ shop, email: "again@example.com" });
    await simulator.webhooks.settled();
    const { id } = simulator.store.state.deliveries.at(-1) ?? { id: "" };
    await control(simulator, "replayWebhook", { id });
    await control(simulator, "replayWebhook", { id, tamper: true });
    const [original, replayed, tampered] = app.received;
    expect(replayed?.headers["x-shopify-webhook-id"]).toBe(original?.headers["x-shopify-webhook-id"]);
    expect(replayed && isSigned(replayed)).toBe(true);
    expect(tampered && isSigned(tampered)).toBe(false);
  });
});
