import type { Instant } from "#core/units";

/** The value of the balance metafield, as `extensions/storefront` reads it. */
export interface StorefrontBalance {
  readonly v: 1;
  readonly unit: string;
  readonly scale: number;
  readonly available: number;
  readonly pending: number;
  readonly held: number;
  readonly updatedAt: Instant;
  readonly entrySeq: number;
  readonly recent: readonly {
    readonly at: Instant;
    readonly delta: number;
    readonly kind: string;
    readonly label: string;
  }[];
}

/** How a write to Shopify ended; `retryInMs` set: Shopify asked to wait. */
export type ShopifyAnswer =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly failure: "refused" | "retryable" | "unauthorized";
      readonly message: string;
      readonly retryInMs?: number;
    };

export interface Storefront {
  /** Writes the customers' balance metafields of one shop; the newest write wins. */
  writeBalance(
    shopDomain: string,
    customerIds: readonly string[],
    balance: StorefrontBalance,
  ): Promise<ShopifyAnswer>;
  /** Removes the balance metafields of customers; those who have none, or are gone, are fine. */
  removeBalance(shopDomain: string, customerIds: readonly string[]): Promise<ShopifyAnswer>;
}
