/**
 * Every topic the app subscribes to. "state": the body is the object as it was at one moment, its
 * `updated_at` included, so the same body twice is the same event. "event": the body only names what it is
 * about, so an honest second event (a second uninstall, a second request for data) has the same body.
 */
const topics = {
  "app/uninstalled": "event",
  "app/scopes_update": "state",
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

/**
 * Topics whose bodies look alike and say different things. Each body is honest under one of them only: a change of tags
 * carries its moment, and Shopify gives out an id once and deletes it once.
 */
const twins: Readonly<Partial<Record<WebhookTopic, "change_of_tags" | "deletion">>> = {
  "customer.tags_added": "change_of_tags",
  "customer.tags_removed": "change_of_tags",
  "customers/delete": "deletion",
  "orders/delete": "deletion",
  "products/delete": "deletion",
};

/** What the topic's twins have in common: the same body under two of them is a replay. Null: it has no twin. */
export function twinsOf(topic: string): string | null {
  return isWebhookTopic(topic) ? (twins[topic] ?? null) : null;
}

/** Topics of one effect: each tells the whole of one thing as it is, so that honest bodies may be equal. */
const sameEffect: readonly (readonly WebhookTopic[])[] = [
  [
    "orders/create",
    "orders/paid",
    "orders/updated",
    "orders/cancelled",
    "orders/fulfilled",
    "orders/partially_fulfilled",
  ],
  ["customers/create", "customers/update"],
  ["products/create", "products/update"],
  ["disputes/create", "disputes/update"],
];

/** The topics of the same effect, this one included; none: no other topic has its effect. */
export function topicsOfSameEffect(topic: string): readonly WebhookTopic[] {
  return sameEffect.find((topics) => topics.some((each) => each === topic)) ?? [];
}

/** True when honest events of the topic may have equal bodies: a repeated body proves no replay. */
export function mayRepeatItself(topic: string): boolean {
  return isWebhookTopic(topic) && topics[topic] === "event";
}
