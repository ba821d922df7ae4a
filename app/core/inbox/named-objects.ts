import type { AnyObject } from "./read-object.ts";
import type { WebhookTopic } from "./topics.ts";

/** A thing of Shopify's that a body names by its id. Shopify gives out its ids once, over all shops. */
export interface NamedObject {
  readonly kind: "customer" | "order" | "product";
  readonly id: string;
}

/**
 * What a body is about: its customers, its order or its product, by the fields that the topic's handler goes by. Empty
 * where none is told, for topics without an effect, and for those whose bodies name their shop.
 */
export function namedObjects(body: AnyObject, topic: WebhookTopic): NamedObject[] {
  if (topic === "customers/merge") {
    return [
      ...named("customer", body["admin_graphql_api_customer_kept_id"]),
      ...named("customer", body["admin_graphql_api_customer_deleted_id"]),
    ];
  }
  if (topic === "refunds/create" || topic.startsWith("disputes/")) return named("order", body["order_id"]);
  if (topic.startsWith("customer.tags_")) return named("customer", body["customerId"]);
  if (topic === "customers/create" || topic === "customers/update" || topic === "customers/delete") {
    return named("customer", body["id"]);
  }
  if (topic.startsWith("products/")) return named("product", body["id"]);
  if (topic === "orders/edited" || !topic.startsWith("orders/")) return [];
  return [
    ...named("order", body["id"]),
    ...named("customer", (body["customer"] as AnyObject | null)?.["id"]),
  ];
}

const ID = /^(?:gid:\/\/shopify\/[A-Za-z]+\/)?([1-9]\d{0,18})$/;

/** An id as a number, a text of digits or a global id; none when it is something else. */
function named(kind: NamedObject["kind"], value: unknown): NamedObject[] {
  const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  const id = typeof text === "string" ? ID.exec(text)?.[1] : undefined;
  return id === undefined ? [] : [{ kind, id }];
}
