import type { ExigoShipTo } from "./exigo-orders.ts";
import type { ShopifyRead } from "./shop-reader.ts";

/** Where an order goes and how, read from Shopify at the moment it is needed: personal data that is not stored. */
export interface OrderAddress {
  readonly shipTo: ExigoShipTo;
  /** The first shipping line's title and code; null: nothing is shipped. */
  readonly shipping: { readonly title: string; readonly code: string | null } | null;
}

export interface OrderAddresses {
  /** null: Shopify has no such order any more. */
  read(shopDomain: string, orderId: string): Promise<ShopifyRead<OrderAddress | null>>;
}
