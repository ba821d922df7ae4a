import { createHash, createHmac, randomUUID } from "node:crypto";

/** What a delivery is about. */
export interface DeliveryOf {
  readonly shopDomain: string;
  readonly customerId: number;
  /** Told of the order's number as the delivery is made. */
  readonly onOrder?: (orderId: number) => void;
}

/** Makes deliveries as Shopify sends them: a paid order of about 3.6 KB, each one of its own, ready to be written. */
export function createDeliveries(secret: string): (of: DeliveryOf) => Buffer {
  let orderId = 5_000_000_000_000 + Math.floor(performance.now() * 1_000_000);
  return ({ shopDomain, customerId, onOrder }) => {
    orderId += 1;
    onOrder?.(orderId);
    const body = bodyOf(shopDomain, orderId, customerId);
    return signedDelivery(secret, { shopDomain, topic: "orders/paid", body });
  };
}

function bodyOf(shopDomain: string, orderId: number, customerId: number): Buffer {
  const page = `https://${shopDomain}/${shopNumber(shopDomain)}/orders/${orderId}/authenticate`;
  return Buffer.from(JSON.stringify({ ...paidOrder(orderId, customerId), order_status_url: page }));
}

/** Shopify's number of a shop of a benchmark, by which its orders say that they are its own. */
export function shopNumber(shopDomain: string): number {
  return createHash("sha256").update(shopDomain).digest().readUInt32BE();
}

/** A request as Shopify sends it, ready to be written; its ids are its own. */
export function signedDelivery(
  secret: string,
  { shopDomain, topic, body }: { shopDomain: string; topic: string; body: Buffer },
): Buffer {
  const lines = [
    "POST /webhooks HTTP/1.1",
    "Host: bench",
    "Content-Type: application/json",
    `X-Shopify-Topic: ${topic}`,
    `X-Shopify-Shop-Domain: ${shopDomain}`,
    "X-Shopify-API-Version: 2026-10",
    `X-Shopify-Webhook-Id: ${randomUUID()}`,
    `X-Shopify-Event-Id: ${randomUUID()}`,
    "X-Shopify-Triggered-At: 2026-11-20T12:00:00.123456789Z",
    `X-Shopify-Hmac-Sha256: ${createHmac("sha256", secret).update(body).digest("base64")}`,
    `Content-Length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`), body]);
}

/** Bytes of the body of one delivery, as they are stored: sealed, which adds little. */
export function bodyBytes(): number {
  return bodyOf("bench-1.myshopify.com", 5_000_000_000_000, 1_000).length + 48;
}

const ADDRESS = {
  ...{ first_name: "Ada", last_name: "Lovelace", address1: "12 St James Square", phone: "+44 20 7946 0000" },
  ...{ city: "London", zip: "SW1Y 4JH", province: "England", country: "United Kingdom", country_code: "GB" },
};

/** A paid order of three lines, as Shopify's webhooks tell it. */
export function paidOrder(orderId: number, customerId: number): object {
  const line = (index: number): object => ({
    ...{
      id: orderId * 10 + index,
      title: `Stoneware mug no. ${index}`,
      sku: `MUG-${index}`,
      vendor: "Bench",
    },
    ...{ quantity: 1, current_quantity: 1, price: "25.00", total_discount: "0.00", discount_allocations: [] },
    ...{
      product_id: 7_000_000 + index,
      variant_id: 8_000_000 + index,
      requires_shipping: true,
      taxable: true,
    },
    price_set: money("25.00"),
    tax_lines: [{ title: "VAT", rate: 0.2, price: "5.00", price_set: money("5.00") }],
  });
  return {
    ...{ id: orderId, admin_graphql_api_id: `gid://shopify/Order/${orderId}`, name: `#${orderId % 100_000}` },
    ...{ currency: "USD", financial_status: "paid", taxes_included: false, test: false, source_name: "web" },
    created_at: "2026-11-20T07:00:00-05:00",
    processed_at: "2026-11-20T07:00:00-05:00",
    updated_at: "2026-11-20T07:00:05-05:00",
    cancelled_at: null,
    ...{ total_price: "75.00", subtotal_price: "75.00", total_tax: "15.00", total_price_set: money("75.00") },
    customer: {
      ...{ id: customerId, email: `customer-${customerId}@bench.example`, verified_email: true },
      ...{ first_name: "Ada", last_name: "Lovelace", updated_at: "2026-11-19T05:00:00-05:00" },
      default_address: ADDRESS,
    },
    billing_address: ADDRESS,
    shipping_address: ADDRESS,
    note_attributes: [{ name: "gift message", value: "Happy birthday! ".repeat(20) }],
    line_items: [line(1), line(2), line(3)],
    refunds: [],
  };
}

function money(amount: string): object {
  const each = { amount, currency_code: "USD" };
  return { shop_money: each, presentment_money: each };
}
