import { createHmac, randomUUID } from "node:crypto";

import type { ReceivedWebhook } from "#usecases/ports/inbox";

export const TEST_SHOP = "test.myshopify.com";

export const TEST_SECRET = "shpss_0123456789abcdef";

/** A webhook as the ingress hands it on; ids are fresh unless given. */
export function receivedWebhook(changes: Partial<ReceivedWebhook> & { text?: string } = {}): ReceivedWebhook {
  const { text = JSON.stringify({ id: 1, note: randomUUID() }), ...rest } = changes;
  const body = Buffer.from(text);
  return {
    shopDomain: TEST_SHOP,
    webhookId: randomUUID(),
    eventId: randomUUID(),
    topic: "orders/create",
    apiVersion: "2026-10",
    triggeredAt: "2026-11-20T12:00:00.123Z",
    body,
    ...rest,
  };
}

/** The signature that Shopify would put on a body. */
export function signatureOf(body: string | Buffer, secret = TEST_SECRET): string {
  return createHmac("sha256", secret).update(body).digest("base64");
}

/** The headers of a delivery; ids are fresh unless given, and a value of null leaves the header out. */
export function webhookHeaders(
  body: string | Buffer,
  changes: Readonly<Record<string, string | null>> = {},
): Record<string, string> {
  const headers: Record<string, string | null> = {
    "content-type": "application/json",
    "x-shopify-topic": "orders/create",
    "x-shopify-shop-domain": TEST_SHOP,
    "x-shopify-api-version": "2026-10",
    "x-shopify-webhook-id": randomUUID(),
    "x-shopify-event-id": randomUUID(),
    "x-shopify-triggered-at": "2026-11-20T12:00:00.123456789Z",
    "x-shopify-hmac-sha256": signatureOf(body),
    ...changes,
  };
  const kept = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(kept);
}
