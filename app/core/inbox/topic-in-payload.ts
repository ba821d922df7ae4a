import type { AnyObject } from "./read-object.ts";
import type { WebhookTopic } from "./topics.ts";

/** What a body of the topic is like: the kind of its own id, fields that it always has, and fields that it never has. */
interface Shape {
  readonly kind?: "Customer" | "Order" | "Refund" | "Product";
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
}

/** Of one thing at one moment. */
const A_SHOP = ["myshopify_domain"];
const NOT_A_SHOP: Shape = { lacks: A_SHOP };

/** A deletion names the thing and says nothing of it any more: no time at which it was so, and no order it belonged to. */
const DELETED = ["created_at", "updated_at", "order_id", ...A_SHOP];

const AN_ORDER: Shape = { kind: "Order" };
/** A change of scopes has an id and a time, too. */
const A_CUSTOMER: Shape = { kind: "Customer", lacks: ["order_id", "current", ...A_SHOP] };
const A_PRODUCT: Shape = { kind: "Product" };

/** Topics that are not here are told by their fields when they are read, or have no effect. */
const shapes: Readonly<Partial<Record<WebhookTopic, Shape>>> = {
  "app/uninstalled": { has: A_SHOP },
  "app/scopes_update": { has: ["current"] },
  "customers/create": A_CUSTOMER,
  "customers/update": A_CUSTOMER,
  "customers/delete": { kind: "Customer", lacks: DELETED },
  "customers/data_request": { has: ["shop_domain", "customer"], lacks: ["orders_to_redact"] },
  "customers/redact": { has: ["shop_domain", "customer"], lacks: ["orders_requested", "data_request"] },
  "shop/redact": { has: ["shop_domain"], lacks: ["customer"] },
  "orders/create": AN_ORDER,
  "orders/paid": AN_ORDER,
  "orders/updated": AN_ORDER,
  "orders/cancelled": AN_ORDER,
  "orders/fulfilled": AN_ORDER,
  "orders/partially_fulfilled": AN_ORDER,
  "orders/delete": { kind: "Order", lacks: DELETED },
  "refunds/create": { kind: "Refund" },
  "disputes/create": NOT_A_SHOP,
  "disputes/update": NOT_A_SHOP,
  "products/create": A_PRODUCT,
  "products/update": A_PRODUCT,
  "products/delete": { kind: "Product", lacks: DELETED },
};

const GLOBAL_ID = /^gid:\/\/shopify\/([A-Za-z]+)\//;

/**
 * True when a body cannot be one of the topic. The signature does not cover the topic, so a captured body can come back
 * as another one: an order as the deletion of it, a request for data as the order to forget the person. Fields are
 * looked at by their names; whether they can be read is judged later.
 */
export function isOfOtherTopic(body: AnyObject, topic: WebhookTopic): boolean {
  const { kind, has = [], lacks = [] } = shapes[topic] ?? {};
  const ownId = body["admin_graphql_api_id"];
  const ownKind = typeof ownId === "string" ? (GLOBAL_ID.exec(ownId)?.[1] ?? null) : null;
  if (kind !== undefined && ownKind !== null && ownKind !== kind) return true;
  return has.some((field) => !Object.hasOwn(body, field)) || lacks.some((field) => isTold(body[field]));
}

/** null is how Shopify leaves a field empty that another topic would fill. */
function isTold(value: unknown): boolean {
  return value !== undefined && value !== null;
}
