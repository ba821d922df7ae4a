import type { StorefrontBalance } from "./storefront.ts";

export interface Balances {
  /**
   * The account's balance with its newest movements, and the customers of the shop that are to have it; those who were
   * forgotten are to have none. Customers that are gone in Shopify are in neither list. null: no such account.
   */
  readForStorefront(
    programId: number,
    accountId: number,
    shopId: number,
  ): Promise<{ balance: StorefrontBalance; customerIds: string[]; forgottenIds: string[] } | null>;
}
