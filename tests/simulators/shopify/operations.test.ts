import { describe, expect, it } from "vitest";
import type { ShopEvent } from "../../../simulators/shopify/operations/index.ts";
import { OperationRefused, createOperations } from "../../../simulators/shopify/operations/index.ts";
import { currentTotals } from "../../../simulators/shopify/state/order-figures.ts";
import { appIdentity, createStore } from "../../../simulators/shopify/state/store.ts";

const shop = "demo.myshopify.com";

function openShop(change: { taxesIncluded?: boolean; currency?: string } = {}) {
  const store = createStore({ app: appIdentity({ apiKey: "k", handle: "h", title: "T" }) });
  const events: ShopEvent[] = [];
  const operations = createOperations({ store, emit: (event) => events.push(event) });
  operations.createShop({ domain: shop, taxRateBps: 825, timeZone: "America/New_York", ...change });
  const product = operations.createProduct({
    shop,
    title: "Tea",
    variants: [{ price: "19.99" }, { price: "5.00" }],
  });
  const [first, second] = product.variants.map((variant) => variant.id) as [number, number];
  const topics = (): string[] => events.map((event) => event.topic);
  return { store, operations, events, topics, first, second };
}

type OrderBody = {
  updated_at: string;
  financial_status: string;
  current_subtotal_price: string;
  total_price: string;
};

describe("orders", () => {
  it("refunds unit by unit to exactly what was paid", () => {
    const { operations, first, second } = openShop();
    const order = operations.placeOrder({
      shop,
      customerId: null,
      lines: [
        { variantId: first, quantity: 3 },
        { variantId: second, quantity: 2 },
      ],
      discount: { code: "TEN", percent: 10 },
      shippingAmount: "4.95",
      pay: true,
    });
    const paid = order.transactions[0]?.amount.shopMinor ?? 0;
    let given = 0;
    for (const line of order.lines)
      for (let unit = 0; unit < line.quantity; unit += 1) {
        const refund = operations.refundOrder({
          shop,
          orderId: order.id,
          lines: [{ lineId: line.id, quantity: 1 }],
        });
        given += refund.transactions[0]?.amount.shopMinor ?? 0;
      }
    const last = operations.refundOrder({ shop, orderId: order.id, shipping: true });
    given += last.transactions[0]?.amount.shopMinor ?? 0;
    expect(given).toBe(paid);
    expect(order.financialStatus).toBe("refunded");
    expect(currentTotals(order).total.shopMinor).toBe(0);
  });

  it("moves updated_at forward with each change and writes it in the shop's zone", () => {
    const { operations, events, first } = openShop();
    const order = operations.placeOrder({
      shop,
      customerId: null,
      lines: [{ variantId: first, quantity: 1 }],
      pay: false,
    });
    operations.payOrder({ shop, orderId: order.id });
    operations.updateOrder({ shop, orderId: order.id, note: "x" });
    const times = events
      .filter((event) => event.topic === "orders/updated")
      .map((event) => (event.payload as OrderBody).updated_at);
    expect(new Set(times).size).toBe(times.length);
    expect([...times].sort()).toEqual(times);
    expect(times[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[45]:00$/);
  });

  it("tells subscribers what happened, in order", () => {
    const { operations, topics, events, first } = openShop();
    const order = operations.placeOrder({
      shop,
      customerId: null,
      lines: [{ variantId: first, quantity: 2 }],
      pay: true,
    });
    expect(topics()).toEqual(
      expect.arrayContaining(["orders/create", "orders/paid", "fulfillment_orders/order_routing_complete"]),
    );
    const lineId = order.lines[0]?.id ?? 0;
    events.length = 0;
    operations.fulfilOrder({ shop, orderId: order.id, lines: [{ lineId, quantity: 1 }] });
    operations.fulfilOrder({ shop, orderId: order.id });
    operations.refundOrder({ shop, orderId: order.id, all: true, restock: false });
    operations.deleteOrder({ shop, orderId: order.id });
    expect(topics().filter((topic) => topic !== "orders/updated" && topic !== "fulfillments/create")).toEqual(
      ["orders/partially_fulfilled", "orders/fulfilled", "refunds/create", "orders/delete"],
    );
  });

  it("keeps the payment status when an edit takes units off, until money moves", () => {
    const { operations, events, first } = openShop();
    const order = operations.placeOrder({
      shop,
      customerId: null,
      lines: [{ variantId: first, quantity: 3 }],
      pay: true,
    });
    const lineId = order.lines[0]?.id ?? 0;
    operations.editOrder({ shop, orderId: order.id, remove: [{ lineId, quantity: 1 }] });
    const edited = events.find((event) => event.topic === "orders/edited")?.payload;
    expect(edited).toMatchObject({
      order_edit: { order_id: order.id, line_items: { removals: [{ id: lineId, delta: 1 }] } },
    });
    const refund = events.find((event) => event.topic === "refunds/create")?.payload;
    expect(refund).toMatchObject({ transactions: [], order_adjustments: [{ kind: "refund_discrepancy" }] });
    expect(order.financialStatus).toBe("paid");
    operations.refundOrder({ shop, orderId: order.id, amount: "21.64" });
    expect(order.financialStatus).toBe("partially_refunded");
    expect(currentTotals(order).subtotal.shopMinor).toBe(3998);
  });

  it("carries both currencies", () => {
    const { operations, events, first } = openShop({ taxesIncluded: true });
    operations.placeOrder({
      shop,
      customerId: null,
      lines: [{ variantId: first, quantity: 1 }],
      pay: true,
      presentment: { currency: "JPY", rate: "151.5" },
    });
    expect(events.find((event) => event.topic === "orders/create")?.payload).toMatchObject({
      subtotal_price_set: {
        shop_money: { amount: "19.99", currency_code: "USD" },
        presentment_money: { amount: "3028", currency_code: "JPY" },
      },
    });
  });

  it("refuses what Shopify refuses", () => {
    const { operations, first } = openShop();
    const order = operations.placeOrder({
      shop,
      customerId: null,
      lines: [{ variantId: first, quantity: 1 }],
      pay: true,
    });
    operations.fulfilOrder({ shop, orderId: order.id });
    const lineId = order.lines[0]?.id ?? 0;
    expect(() => operations.cancelOrder({ shop, orderId: order.id })).toThrow(OperationRefused);
    expect(() =>
      operations.editOrder({ shop, orderId: order.id, remove: [{ lineId, quantity: 1 }] }),
    ).toThrow(OperationRefused);
    expect(() =>
      operations.refundOrder({ shop, orderId: order.id, lines: [{ lineId, quantity: 2 }] }),
    ).toThrow(OperationRefused);
    expect(() =>
      operations.placeOrder({ shop, customerId: null, lines: [{ variantId: 1, quantity: 1 }], pay: true }),
    ).toThrow(OperationRefused);
  });
});
