import type { OrderDispute, OrderNews, OrderRefund } from "#core/earning";

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
  readCustomer(body: string): Told<CustomerFacts>;
}
