import type { IncomingMessage } from "node:http";

import type { Instant } from "#core/units";

/** What the headers of a webhook say, checked: they are text from outside until then. */
export interface WebhookHeaders {
  readonly shopDomain: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly topic: string;
  readonly apiVersion: string;
  readonly triggeredAt: Instant | null;
}

const SHOP = /^[a-z0-9][a-z0-9-]{0,59}\.myshopify\.com$/;
const ID = /^[A-Za-z0-9-]{1,64}$/;
/** Some topics are written with a dot, such as `customer.tags_added`. */
const TOPIC = /^[a-z_]{1,31}[/.][a-z_]{1,32}$/;
const API_VERSION = /^(?:\d{4}-\d{2}|unstable)$/;
const TRIGGERED_AT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * The one value of a header of Shopify's, under its present name or the newer one without `X-`.
 * Null: it is missing, or it came more than once, which nothing honest does.
 */
export function readShopifyHeader(request: IncomingMessage, name: string): string | null {
  const values = [`x-shopify-${name}`, `shopify-${name}`].flatMap(
    (key) => request.headersDistinct[key] ?? [],
  );
  return values.length === 1 ? (values[0] ?? null) : null;
}

/** All headers of a webhook; null when one that is needed is missing, repeated or malformed. */
export function readWebhookHeaders(request: IncomingMessage): WebhookHeaders | null {
  const read = (name: string, shape: RegExp): string | null => {
    const value = readShopifyHeader(request, name);
    return value !== null && shape.test(value) ? value : null;
  };
  const shopDomain = read("shop-domain", SHOP);
  const webhookId = read("webhook-id", ID);
  const topic = read("topic", TOPIC);
  const apiVersion = read("api-version", API_VERSION);
  if (shopDomain === null || webhookId === null || topic === null || apiVersion === null) return null;
  // Older deliveries carry no event id; the delivery's own then stands for the event.
  const eventId = readShopifyHeader(request, "event-id") === null ? webhookId : read("event-id", ID);
  if (eventId === null) return null;
  return { shopDomain, webhookId, eventId, topic, apiVersion, triggeredAt: readTriggeredAt(read) };
}

/** Informative only: a time that cannot be read is left out. */
function readTriggeredAt(read: (name: string, shape: RegExp) => string | null): Instant | null {
  const text = read("triggered-at", TRIGGERED_AT);
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
