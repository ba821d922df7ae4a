import type {
  ChangeRange,
  OrderHappenings,
  OrderOutline,
  Resource,
  ShownProduct,
  ToldCustomer,
} from "#core/rereading";
import type { Instant } from "#core/units";

import type { CustomerFacts } from "./members.ts";
import type { ShopifyAnswer } from "./storefront.ts";
import type { Told, ToldOrder } from "./webhook-payloads.ts";

/** What came of a read, or why nothing did; `retryInMs` set: Shopify asked to wait, which is no failure. */
export type ShopifyRead<T> =
  { readonly ok: true; readonly value: T } | Exclude<ShopifyAnswer, { readonly ok: true }>;

export interface ReadPage<Row> {
  readonly rows: readonly Row[];
  /** Cursor of the next page; null: this is the last. */
  readonly next: string | null;
}

/** An order as it was read, by its id even when it cannot be understood. */
export interface ReadOrder {
  readonly orderId: string;
  readonly told: Told<ToldOrder>;
}

export interface ReadCustomer {
  readonly customerId: string;
  readonly updatedAt: Instant;
  /** All tags of the customer; webhooks tell none of them. */
  readonly tags: readonly string[];
  readonly told: Told<CustomerFacts>;
}

/** The newest changes of a shop, by resource, and what happened to them. */
export interface NewestChanges {
  readonly orders: readonly (OrderOutline & { readonly happenings: OrderHappenings })[];
  readonly customers: readonly ToldCustomer[];
  /** None when the shop does not let its products be read. */
  readonly products: readonly ShownProduct[];
}

/** Reads a shop through the Admin API, in words equal to those of its webhooks. Nothing is thrown for what Shopify does. */
export interface ShopReader {
  /** Orders that changed in the range, in the order of their change; a cursor that is not good any more is refused. */
  listOrders(
    shopDomain: string,
    range: ChangeRange,
    after: string | null,
  ): Promise<ShopifyRead<ReadPage<OrderOutline>>>;
  /** Whole orders with all lines and refunds; one that is gone or hidden is missing. Few at a time. */
  readOrders(shopDomain: string, orderIds: readonly string[]): Promise<ShopifyRead<readonly ReadOrder[]>>;
  /** Customers that changed in the range, in the order of their change. */
  listCustomers(
    shopDomain: string,
    range: ChangeRange,
    after: string | null,
  ): Promise<ShopifyRead<ReadPage<ReadCustomer>>>;
  /** What changed last in the range, a few of each. */
  newestChanges(shopDomain: string, range: ChangeRange): Promise<ShopifyRead<NewestChanges>>;
}

/** Where a bulk operation stands. */
export type BulkState =
  | { readonly state: "running" }
  /** `url` null: there is nothing in the range. The link is good for seven days. */
  | { readonly state: "completed"; readonly total: number; readonly url: string | null }
  /** It failed, was cancelled, or its result has gone; the reason is Shopify's code. */
  | { readonly state: "ended"; readonly reason: string };

/** Some rows of a bulk operation's result, and the byte at which the next ones begin. */
export interface BulkRows<Row> {
  readonly rows: readonly Row[];
  readonly nextByte: number;
}

/** Long reads that Shopify carries out and writes to a file. */
export interface BulkReader {
  /** Starts an operation and gives its id. Waits, with `retryInMs`, while the shop has as many as it may. */
  start(shopDomain: string, resource: Resource, range: ChangeRange): Promise<ShopifyRead<string>>;
  look(shopDomain: string, operationId: string): Promise<ShopifyRead<BulkState>>;
  /** Cancels an operation. One that has ended or is not there is no failure: nothing is left to cancel. */
  cancel(shopDomain: string, operationId: string): Promise<ShopifyRead<null>>;
  /**
   * The result from a byte onwards, row by row and never as a whole. Ends after the first failure; a link that has
   * expired is `refused`.
   */
  readOrders(
    shopDomain: string,
    url: string,
    fromByte: number,
  ): AsyncIterable<ShopifyRead<BulkRows<ReadOrder>>>;
  readCustomers(url: string, fromByte: number): AsyncIterable<ShopifyRead<BulkRows<ReadCustomer>>>;
}
