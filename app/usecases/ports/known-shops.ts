/** A shop that has the app, or had it once. */
export interface KnownShop {
  /** Shopify's own number of the shop; null: it has not told it yet. */
  readonly shopifyId: string | null;
}

/** Which shops the app knows. May lag behind a change by a minute. */
export interface KnownShops {
  /** The shop of that domain; null: the app was never installed there. */
  find(shopDomain: string): Promise<KnownShop | null>;
}
