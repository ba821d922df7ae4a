import type { ShopSide } from "#core/sync";
import type { OrderDispute, OrderNews, OrderRefund } from "#core/earning";
import type { Instant } from "#core/units";

import type { ToldProduct } from "./item-links.ts";
import type { CustomerFacts } from "./members.ts";

/** What orders/create, updated, paid, cancelled, fulfilled and partially_fulfilled say. */
export interface ToldOrder {
  readonly orderId: string;
  readonly news: OrderNews;
  /** null: nobody was logged in and no customer was made. */
  readonly customer: CustomerFacts | null;
}

/** What refunds/create says. */
export interface ToldRefund {
  readonly orderId: string;
  readonly refund: OrderRefund;
}

/** What customers/merge says; false: Shopify has not finished, or could not. */
export interface ToldCustomerMerge {
  readonly isCompleted: boolean;
  readonly keptCustomerId: string;
  readonly deletedCustomerId: string;
}

/** What customer.tags_added and customer.tags_removed say. */
export interface ToldCustomerTags {
  readonly customerId: string;
  readonly tags: readonly string[];
  readonly occurredAt: Instant;
}

/** What customers/data_request and customers/redact say; personal data. */
export interface ToldPrivacyRequest {
  readonly customerId: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly orderIds: readonly string[];
  /** Shopify's number of a data request; null: the topic has none. */
  readonly requestId: string | null;
}

/** What app/scopes_update says. */
export interface ToldScopes {
  readonly granted: readonly string[];
  readonly updatedAt: Instant;
}

/** What disputes/create and disputes/update say. */
export interface ToldDispute {
  /** null: the payment belongs to no order. */
  readonly orderId: string | null;
  readonly dispute: OrderDispute;
}

/** A body that is not what its topic promises. Names the field, never its value: it may be personal data. */
export interface PayloadRefusal {
  readonly code: "payload_malformed";
  /** Such as `line_items[0].price`; empty when the body is no JSON object at all. */
  readonly field: string;
  readonly problem: string;
}

export type Told<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: PayloadRefusal };

/** Reads webhook bodies. Unknown fields are left alone; nothing is thrown. */
export interface WebhookPayloads {
  readOrder(body: string): Told<ToldOrder>;
  readRefund(body: string): Told<ToldRefund>;
  readDispute(body: string): Told<ToldDispute>;
  /** orders/delete, which tells the order's id and nothing else. */
  readDeletedOrder(body: string): Told<{ readonly orderId: string }>;
  readProduct(body: string): Told<ToldProduct>;
  /** The product that products/delete names. */
  readDeletedProduct(body: string): Told<{ readonly productId: string }>;
  readCustomer(body: string): Told<CustomerFacts>;
  /** The same body with all that both sides keep alike. */
  readKeptCustomer(body: string): Told<ShopSide>;
  /** The customer that customers/delete names. */
  readDeletedCustomer(body: string): Told<{ readonly customerId: string }>;
  readCustomerMerge(body: string): Told<ToldCustomerMerge>;
  readCustomerTags(body: string): Told<ToldCustomerTags>;
  readPrivacyRequest(body: string): Told<ToldPrivacyRequest>;
  readScopes(body: string): Told<ToldScopes>;
}
