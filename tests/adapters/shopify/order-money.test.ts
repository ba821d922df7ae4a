import { describe, expect, it } from "vitest";

import { shopifyWebhookPayloads } from "#adapters/shopify/webhook-payloads";

import { lineBody, moneySet, orderBody, refundBody, transactionBody } from "./bodies.ts";

const { readDeletedOrder, readDispute, readOrder, readRefund } = shopifyWebhookPayloads;

function readFacts(changes: Record<string, unknown>) {
  const told = readOrder(JSON.stringify(orderBody(changes)));
  if (!told.ok || !told.value.news.facts) throw new Error(`refused: ${JSON.stringify(told)}`);
  return told.value.news.facts;
}

function readLine(line: Record<string, unknown>, order: Record<string, unknown> = {}) {
  return readFacts({ ...order, line_items: [lineBody(line)] }).lines[0];
}

function readMoney(changes: Record<string, unknown>) {
  const told = readRefund(JSON.stringify(refundBody(changes)));
  if (!told.ok) throw new Error(`refused: ${JSON.stringify(told)}`);
  return told.value.refund.money;
}

describe("a line's prices", () => {
  it("stand before and after discounts, with tax apart", () => {
    const line = { discount_allocations: [{ amount: "10.00" }], tax_lines: [{ price: "4.00" }] };
    expect(readLine(line)).toMatchObject({ grossMinor: 5000, discountMinor: 1000, taxMinor: 400 });
  });

  it("hold no tax where the order's prices contain it, also before the discount", () => {
    // 120.00 with a fifth of tax on top of 100.00, less a tenth: paid 108.00, of which 18.00 is tax.
    const line = {
      price: "60.00",
      discount_allocations: [{ amount: "12.00" }],
      tax_lines: [{ price: "18.00" }],
    };
    expect(readLine(line, { taxes_included: true })).toMatchObject({
      grossMinor: 10_000,
      discountMinor: 1000,
      taxMinor: 1800,
    });
  });

  it("of a free line are its price and a discount of the same size", () => {
    const line = { discount_allocations: [{ amount: "50.00" }] };
    expect(readLine(line, { taxes_included: true })).toMatchObject({ grossMinor: 5000, discountMinor: 5000 });
  });
});

describe("what a line is", () => {
  it.each([
    ["a gift card", { gift_card: true }, { giftCard: true, tip: false }],
    ["a tip", { tip: { payment_gateway: "shopify_payments" }, product_id: null }, { tip: true }],
    ["a tip as earlier payloads have it", { tip_payment_gateway: "bogus" }, { tip: true }],
    [
      "a subscription",
      { selling_plan_allocation: { selling_plan: { name: "Monthly" } } },
      { subscription: true },
    ],
    [
      "a custom item, whose title may name a person",
      { product_id: null, variant_id: null, sku: "", vendor: null, title: "Portrait of Ada" },
      { productId: null, variantId: null, sku: null, vendor: null, title: "Custom item" },
    ],
  ])("shows for %s", (_, line, expected) => {
    expect(readLine(line)).toMatchObject(expected);
  });
});

describe("an order's facts", () => {
  it("name channel, tags and tests", () => {
    const told = { source_name: "pos", tags: "", test: true };
    expect(readFacts(told)).toMatchObject({ channel: "pos", tags: [], test: true });
  });

  it("say when the last of it was sent", () => {
    const sent = [
      { status: "success", created_at: "2026-11-11T10:00:00Z" },
      { status: "success", created_at: "2026-11-12T10:00:00Z" },
      { status: "cancelled", created_at: "2026-11-13T10:00:00Z" },
    ];
    expect(readFacts({ fulfillment_status: "partial", fulfillments: sent }).fulfilledAt).toBeNull();
    expect(readFacts({ fulfillment_status: "fulfilled", fulfillments: sent }).fulfilledAt).toBe(
      "2026-11-12T10:00:00.000Z",
    );
    expect(readFacts({ fulfillment_status: "fulfilled" }).fulfilledAt).toBe("2026-11-10T10:00:05.000Z");
  });

  it("count shipping after discounts without tax, and no shipping that was removed", () => {
    const shipping = [
      { price: "12.00", discount_allocations: [], tax_lines: [{ price: "2.00" }] },
      { price: "9.00", is_removed: true },
      { price: "5.00", discounted_price: "4.00" },
    ];
    expect(readFacts({ shipping_lines: shipping })).toMatchObject({
      shippingMinor: 1600,
      shippingTaxMinor: 200,
    });
    expect(readFacts({ shipping_lines: shipping, taxes_included: true }).shippingMinor).toBe(1400);
  });

  it.each([
    ["paid in full", { current_total_price: "54.40", total_outstanding: "0.00" }, 5440],
    ["not paid", { current_total_price: "54.40", total_outstanding: "54.40" }, 0],
    ["paid, then a part taken off", { current_total_price: "29.40", total_outstanding: "-25.00" }, 5440],
    ["not told", { total_outstanding: undefined }, null],
  ])("say what was received of an order that is %s", (_, changes, paidMinor) => {
    expect(readFacts(changes).paidMinor).toBe(paidMinor);
  });
});

describe("a refund's money", () => {
  it("is what its lines were worth and what was given, in both currencies", () => {
    expect(readMoney({})).toMatchObject({
      lines: { shopMinor: 2500, presentmentMinor: 2298 },
      transactions: [{ status: "success", currency: "EUR", amountMinor: 2298, gateway: "bogus" }],
    });
  });

  it("tells shipping by lines of its own, or by an adjustment", () => {
    const amounts = { shopMinor: 500, presentmentMinor: 460 };
    const lines = [
      { subtotal_amount_set: moneySet("5.00", "4.60"), tax_amount_set: moneySet("0.40", "0.37") },
    ];
    const adjustment = {
      kind: "shipping_refund",
      amount_set: moneySet("-5.00", "-4.60"),
      tax_amount_set: moneySet("-0.40", "-0.37"),
    };
    expect(readMoney({ refund_shipping_lines: lines, order_adjustments: [adjustment] })?.shipping).toEqual(
      amounts,
    );
    expect(readMoney({ order_adjustments: [adjustment] })).toMatchObject({
      shipping: amounts,
      shippingTax: { shopMinor: 40, presentmentMinor: 37 },
    });
  });

  it("tells tax given back alone, and no tax of money given without units", () => {
    const alone = { kind: "refund_discrepancy", amount_set: moneySet("0.00", "0.00") };
    const tax = { tax_amount_set: moneySet("-3.00", "-2.76") };
    const goodwill = { kind: "refund_discrepancy", amount_set: moneySet("-9.00", "-8.00") };
    expect(readMoney({ order_adjustments: [{ ...alone, ...tax }] })?.taxAlone.shopMinor).toBe(300);
    expect(readMoney({ order_adjustments: [{ ...goodwill, ...tax }] })?.taxAlone.shopMinor).toBe(0);
  });

  it("is not known where lines tell no exact worth", () => {
    const lines = [{ line_item_id: 11, quantity: 1, subtotal: 24.99 }];
    expect(readMoney({ refund_line_items: lines })).toBeNull();
  });

  it("is refused when an amount is none of its currency", () => {
    const transactions = [transactionBody({ amount: "1.005" })];
    expect(readRefund(JSON.stringify(refundBody({ transactions })))).toEqual({
      ok: false,
      refusal: { code: "payload_malformed", field: "transactions[0].amount", problem: "is no amount of EUR" },
    });
  });
});

describe("a dispute's body", () => {
  const dispute = {
    id: "285332461850802050",
    order_id: 1001,
    type: "chargeback",
    amount: "11.50",
    currency: "CAD",
    reason: "fraudulent",
    status: "under_review",
    evidence_due_by: "2026-12-30T19:00:00-05:00",
    finalized_on: null,
    initiated_at: "2026-11-15T19:00:00-05:00",
  };
  const body = (changes: object) => JSON.stringify({ ...dispute, ...changes });

  it("names its order, its money and how far it has come", () => {
    expect(readDispute(body({ finalized_on: "2026-12-01" }))).toEqual({
      ok: true,
      value: {
        orderId: "1001",
        dispute: {
          disputeId: "285332461850802050",
          type: "chargeback",
          status: "under_review",
          currency: "CAD",
          amountMinor: 1150,
          initiatedAt: "2026-11-16T00:00:00.000Z",
          finalizedAt: "2026-12-01T00:00:00.000Z",
        },
      },
    });
  });

  it("may belong to no order", () => {
    expect(readDispute(body({ order_id: null }))).toMatchObject({ ok: true, value: { orderId: null } });
  });

  it("is refused under the field that is wrong", () => {
    expect(readDispute(body({ amount: "x" }))).toMatchObject({ refusal: { field: "amount" } });
  });
});

it("tells of a deleted order only which one it was", () => {
  expect(readDeletedOrder(JSON.stringify({ id: 1001 }))).toEqual({ ok: true, value: { orderId: "1001" } });
});
