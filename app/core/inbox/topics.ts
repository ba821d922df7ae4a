/**
 * Every topic the app subscribes to. "state": the body is the object as it was at one moment, its
 * `updated_at` included, so the same body twice is the same event. "event": the body only names what it is
 * about, so an honest second event (a second uninstall, a second request for data) has the same body.
 */
const topics = {
  "app/uninstalled": "event",
  "app/scopes_update": "event",
  "customers/create": "state",
  "customers/update": "state",
  "customers/delete": "event",
  "customers/merge": "event",
  "customer.tags_added": "state",
  "customer.tags_removed": "state",
  "customers/data_request": "event",
  "customers/redact": "event",
  "shop/redact": "event",
  "orders/create": "state",
  "orders/paid": "state",
  "orders/updated": "state",
  "orders/edited": "state",
  "orders/cancelled": "state",
  "orders/fulfilled": "state",
  "orders/partially_fulfilled": "state",
  "orders/delete": "event",
  "refunds/create": "state",
  "disputes/create": "state",
  "disputes/update": "state",
  "fulfillment_orders/order_routing_complete": "event",
  "fulfillment_orders/fulfillment_request_submitted": "event",
  "fulfillment_orders/fulfillment_request_accepted": "event",
  "fulfillment_orders/moved": "event",
  "fulfillment_orders/split": "event",
  "fulfillment_orders/merged": "event",
  "fulfillment_orders/placed_on_hold": "event",
  "fulfillment_orders/hold_released": "event",
  "fulfillment_orders/cancelled": "event",
  "products/create": "state",
  "products/update": "state",
  "products/delete": "event",
  "inventory_levels/update": "event",
} as const satisfies Readonly<Record<string, "state" | "event">>;

export type WebhookTopic = keyof typeof topics;

export const webhookTopics = Object.keys(topics) as readonly WebhookTopic[];

export function isWebhookTopic(topic: string): topic is WebhookTopic {
  return Object.hasOwn(topics, topic);
}

/** True when honest events of the topic may have equal bodies: a repeated body proves no replay. */
export function mayRepeatItself(topic: string): boolean {
  return isWebhookTopic(topic) && topics[topic] === "event";
}
