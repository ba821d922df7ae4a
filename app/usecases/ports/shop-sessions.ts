/** The Shopify sessions of a shop, which hold its sealed tokens. */
export interface ShopSessions {
  /** Deletes every session of the shop, online and offline; none is fine. */
  deleteOfShop(shopDomain: string): Promise<void>;
}
