import { describe, expect, it } from "vitest";

import { shopifyWebhookPayloads } from "#adapters/shopify/webhook-payloads";

import { customerBody, lineBody, orderBody, refundBody } from "./bodies.ts";

const { readCustomer, readOrder, readRefund } = shopifyWebhookPayloads;

function readFacts(changes: Record<string, unknown>) {
  const told = readOrder(JSON.stringify(orderBody(changes)));
  if (!told.ok || !told.value.news.facts) throw new Error(`refused: ${JSON.stringify(told)}`);
  return told.value.news.facts;
}

const pair = (shopMinor: number, presentmentMinor: number) => ({ shopMinor, presentmentMinor });

function pricesOf(line: Record<string, unknown>, order: Record<string, unknown> = {}) {
  const [read] = readFacts({ ...order, line_items: [lineBody(line)] }).lines;
  if (!read) throw new Error("no line");
  const { grossMinor, discountMinor, taxMinor } = read;
  return { grossMinor, discountMinor, taxMinor };
}

function netOf(line: Record<string, unknown>, order: Record<string, unknown> = {}): number {
  const { grossMinor, discountMinor } = pricesOf(line, order);
  return grossMinor - discountMinor;
}

describe("an order's body", () => {
  it("becomes facts, refunds and a customer", () => {
    const order = orderBody({ refunds: [refundBody()], current_total_price: "29.40" });
    expect(readOrder(JSON.stringify(order))).toEqual({
      ok: true,
      value: {
        orderId: "5820982911946",
        customer: {
          customerId: "7",
          email: "ada@example.com",
          emailVerified: true,
          firstName: "Ada",
          lastName: "Lovelace",
          updatedAt: "2026-11-09T10:00:00.000Z",
          customerSince: null,
        },
        news: {
          facts: {
            orderId: "5820982911946",
            name: "#1001",
            customerId: "7",
            currency: "USD",
            currencyScale: 2,
            financialStatus: "paid",
            placedAt: "2026-11-10T10:00:00.000Z",
            updatedAt: "2026-11-10T10:00:05.000Z",
            cancelledAt: null,
            fulfilledAt: null,
            channel: "web",
            tags: ["vip", "gift"],
            test: false,
            taxesIncluded: false,
            presentmentCurrency: "EUR",
            shippingMinor: 400,
            shippingTaxMinor: 40,
            total: { shopMinor: 5440, presentmentMinor: 5000 },
            paidMinor: 5440,
            lines: [
              {
                lineId: "11",
                title: "Mug",
                quantity: 2,
                currentQuantity: 2,
                grossMinor: 5000,
                discountMinor: 0,
                taxMinor: 0,
                productId: "71",
                variantId: "81",
                sku: "MUG",
                vendor: "Acme",
                giftCard: false,
                tip: false,
                subscription: false,
              },
            ],
          },
          refunds: [
            {
              refundId: "509",
              createdAt: "2026-11-12T10:00:00.000Z",
              lines: [{ lineId: "11", quantity: 1 }],
              money: {
                lines: pair(2500, 2298),
                lineTax: pair(0, 0),
                shipping: pair(0, 0),
                shippingTax: pair(0, 0),
                taxAlone: pair(0, 0),
                transactions: [
                  {
                    transactionId: "901",
                    kind: "refund",
                    status: "success",
                    gateway: "bogus",
                    currency: "EUR",
                    amountMinor: 2298,
                  },
                ],
              },
            },
          ],
        },
      },
    });
  });

  it("may have no customer", () => {
    const told = readOrder(JSON.stringify(orderBody({ customer: null })));
    expect(told).toMatchObject({
      ok: true,
      value: { customer: null, news: { facts: { customerId: null } } },
    });
  });

  it("may lack every field that Shopify may leave out", () => {
    const order = {
      id: "1001",
      currency: "EUR",
      created_at: "2026-11-10T10:00:00Z",
      updated_at: "2026-11-10T10:00:05Z",
      line_items: [{ id: 11, quantity: 3, price: "1.00" }],
    };
    expect(readOrder(JSON.stringify(order))).toMatchObject({
      ok: true,
      value: {
        orderId: "1001",
        customer: null,
        news: {
          facts: {
            name: "#1001",
            financialStatus: "pending",
            placedAt: "2026-11-10T10:00:00.000Z",
            lines: [{ title: "Custom item", currentQuantity: 3, grossMinor: 300, discountMinor: 0 }],
          },
          refunds: [],
        },
      },
    });
  });

  it("may name a customer of whom nothing else is told; older than any other facts", () => {
    const told = readOrder(JSON.stringify(orderBody({ customer: { id: 7 } })));
    expect(told).toMatchObject({
      ok: true,
      value: { customer: { customerId: "7", email: null, updatedAt: "1970-01-01T00:00:00.000Z" } },
    });
  });

  it("counts the day an imported order was placed, not the day it was imported", () => {
    const imported = { processed_at: "2019-05-01T00:00:00Z" };
    expect(readFacts(imported).placedAt).toBe("2019-05-01T00:00:00.000Z");
  });
});

describe("the net of a line", () => {
  it("is after every discount that falls on it", () => {
    const discounted = {
      total_discount: "99.00",
      discount_allocations: [{ amount: "10.00" }, { amount: "0.05" }],
    };
    expect(netOf(discounted)).toBe(3995);
  });

  it("takes the line's own discount where no allocations are told", () => {
    expect(netOf({ total_discount: "10.00", discount_allocations: null })).toBe(4000);
  });

  it("is without tax where prices contain it, and as it stands where they do not", () => {
    const taxed = { tax_lines: [{ price: "7.98" }, { price: "0.02" }] };
    expect(netOf(taxed, { taxes_included: true })).toBe(4200);
    expect(netOf(taxed, { taxes_included: false })).toBe(5000);
  });

  it("never falls below zero", () => {
    expect(netOf({ discount_allocations: [{ amount: "60.00" }] })).toBe(0);
  });

  it.each([
    ["JPY", "1000", 2000, 0],
    ["JPY", "1000.00", 2000, 0],
    ["KWD", "1.250", 2500, 3],
  ])("is in the minor units of %s", (currency, price, expected, scale) => {
    expect(netOf({ price }, { currency, shipping_lines: [] })).toBe(expected);
    expect(readFacts({ currency, shipping_lines: [] }).currencyScale).toBe(scale);
  });
});

describe("a malformed order is refused under the name of its field", () => {
  it.each([
    ["id", { id: null }, "is no id"],
    ["id", { id: 0 }, "is no id"],
    ["id", { id: 1.5 }, "is no id"],
    ["id", { id: 2 ** 53 }, "is no id"],
    ["id", { id: "gid://shopify/Order/1" }, "is no id"],
    ["currency", { currency: "dollars" }, "is no currency"],
    ["updated_at", { updated_at: "2026-11-10" }, "is no time with an offset"],
    ["updated_at", { updated_at: "2026-11-10T10:00:00" }, "is no time with an offset"],
    ["created_at", { created_at: undefined }, "is no time with an offset"],
    ["line_items", { line_items: null }, "is no array"],
    ["line_items[0].price", { line_items: [lineBody({ price: 25 })] }, "is no decimal string"],
    ["line_items[0].price", { line_items: [lineBody({ price: "25.001" })] }, "is no amount of USD"],
    ["line_items[0].price", { line_items: [lineBody({ price: "1e3" })] }, "is no amount of USD"],
    ["line_items[0].price", { line_items: [lineBody({ price: "-1.00" })] }, "is no amount of USD"],
    [
      "line_items[0].price",
      { line_items: [lineBody({ price: "90071992547409.91" })] },
      "is no amount of USD",
    ],
    [
      "line_items[1].discount_allocations[0].amount",
      { line_items: [lineBody(), lineBody({ discount_allocations: [{ amount: "x" }] })] },
      "is no amount of USD",
    ],
    ["line_items[0].quantity", { line_items: [lineBody({ quantity: -1 })] }, "is below zero"],
    ["line_items[0].quantity", { line_items: [lineBody({ quantity: 0.5 })] }, "is no whole number of units"],
    ["refunds[0].id", { refunds: [{ ...refundBody(), id: undefined }] }, "is no id"],
    ["customer.id", { customer: { email: "ada@example.com" } }, "is no id"],
  ])("%s of %j", (field, changes, problem) => {
    expect(readOrder(JSON.stringify(orderBody(changes)))).toEqual({
      ok: false,
      refusal: { code: "payload_malformed", field, problem },
    });
  });

  it.each(["", "{", "null", "[]", '"text"'])("%s is no order at all", (body) => {
    expect(readOrder(body)).toMatchObject({ ok: false, refusal: { code: "payload_malformed", field: "" } });
  });
});

describe("a refund's body", () => {
  it("adds up the units of a line that went back to two places", () => {
    const lines = [
      { line_item_id: 11, quantity: 1 },
      { line_item_id: 11, quantity: 2 },
    ];
    expect(readRefund(JSON.stringify(refundBody({ refund_line_items: lines })))).toEqual({
      ok: true,
      value: {
        orderId: "1001",
        refund: {
          refundId: "509",
          createdAt: "2026-11-12T10:00:00.000Z",
          lines: [{ lineId: "11", quantity: 3 }],
          money: null,
        },
      },
    });
  });

  it("may give back money without units", () => {
    const told = readRefund(JSON.stringify(refundBody({ refund_line_items: [] })));
    expect(told).toMatchObject({ ok: true, value: { refund: { lines: [] } } });
  });

  it("must name its order", () => {
    expect(readRefund(JSON.stringify(refundBody({ order_id: null })))).toEqual({
      ok: false,
      refusal: { code: "payload_malformed", field: "order_id", problem: "is no id" },
    });
  });
});

describe("a customer's body", () => {
  it("treats empty text as nothing known", () => {
    const told = readCustomer(JSON.stringify(customerBody({ first_name: "", email: null })));
    expect(told).toMatchObject({ ok: true, value: { firstName: null, email: null, lastName: "Lovelace" } });
  });

  it("counts an address as unverified unless Shopify says otherwise", () => {
    const told = readCustomer(JSON.stringify(customerBody({ verified_email: undefined })));
    expect(told).toMatchObject({ ok: true, value: { emailVerified: false } });
  });

  it("never repeats what was sent when it is refused", () => {
    const told = readCustomer(JSON.stringify(customerBody({ email: { secret: "ada@example.com" } })));
    expect(told).toEqual({
      ok: false,
      refusal: { code: "payload_malformed", field: "email", problem: "is no string" },
    });
  });
});
