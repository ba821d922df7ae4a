import type { ExigoShipTo } from "./exigo-orders.ts";
import type { ShopifyRead } from "./shop-reader.ts";

/** Where an order goes, read from Shopify at the moment it is needed: personal data that is not stored. */
export interface OrderAddresses {
  /** null: Shopify has no such order any more. */
  read(shopDomain: string, orderId: string): Promise<ShopifyRead<ExigoShipTo | null>>;
}
