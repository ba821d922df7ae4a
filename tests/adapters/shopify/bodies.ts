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
    line_items: [lineBody()],
    refunds: [],
    ...changes,
  };
}

export function lineBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 11,
    title: "Mug",
    product_id: 21,
    quantity: 2,
    current_quantity: 2,
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
    refund_line_items: [{ id: 1, line_item_id: 11, quantity: 1, subtotal: 24.99, total_tax: 0 }],
    ...changes,
  };
}
