import type { StorefrontBalance } from "./storefront.ts";

export interface Balances {
  /** The account's balance with its newest movements, and the customers of the shop it belongs to; null: no such account. */
  readForStorefront(
    programId: number,
    accountId: number,
    shopId: number,
  ): Promise<{ balance: StorefrontBalance; customerIds: string[] } | null>;
}
