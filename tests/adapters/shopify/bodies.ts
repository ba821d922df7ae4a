/** An order as Shopify's REST payloads carry it, with the fields that its readers look at. */
export function orderBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 5_820_982_911_946,
    name: "#1001",
    currency: "USD",
    financial_status: "paid",
    taxes_included: false,
    created_at: "2026-11-10T05:00:00-05:00",
    processed_at: "2026-11-10T05:00:00-05:00",
    updated_at: "2026-11-10T05:00:05-05:00",
    cancelled_at: null,
    customer: customerBody(),
    presentment_currency: "EUR",
    test: false,
    source_name: "web",
    tags: "vip, gift",
    fulfillment_status: null,
    fulfillments: [],
    total_price_set: moneySet("54.40", "50.00"),
    current_total_price: "54.40",
    total_outstanding: "0.00",
    line_items: [lineBody()],
    shipping_lines: [
      { price: "5.00", discount_allocations: [{ amount: "1.00" }], tax_lines: [{ price: "0.40" }] },
    ],
    refunds: [],
    ...changes,
  };
}

export function lineBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 11,
    title: "Mug",
    quantity: 2,
    current_quantity: 2,
    product_id: 71,
    variant_id: 81,
    sku: "MUG",
    vendor: "Acme",
    gift_card: false,
    price: "25.00",
    total_discount: "0.00",
    discount_allocations: [],
    tax_lines: [],
    ...changes,
  };
}

export function customerBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 7,
    email: "ada@example.com",
    verified_email: true,
    first_name: "Ada",
    last_name: "Lovelace",
    updated_at: "2026-11-09T05:00:00-05:00",
    ...changes,
  };
}

export function refundBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 509,
    order_id: 1001,
    created_at: "2026-11-12T05:00:00-05:00",
    refund_line_items: [
      {
        id: 1,
        line_item_id: 11,
        quantity: 1,
        subtotal: 24.99,
        subtotal_set: moneySet("25.00", "22.98"),
        total_tax: 0,
        total_tax_set: moneySet("0.00", "0.00"),
      },
    ],
    refund_shipping_lines: [],
    order_adjustments: [],
    transactions: [transactionBody()],
    ...changes,
  };
}

/** What went back in one transaction, in the currency that the shopper paid. */
export function transactionBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 901,
    kind: "refund",
    status: "success",
    gateway: "bogus",
    amount: "22.98",
    currency: "EUR",
    ...changes,
  };
}

/** An amount in US dollars and in the euros that the shopper saw. */
export function moneySet(shop: string, presentment: string, currency = "EUR"): Record<string, unknown> {
  return {
    shop_money: { amount: shop, currency_code: "USD" },
    presentment_money: { amount: presentment, currency_code: currency },
  };
}
