import type { ExigoFacts, KeptAddress, ShopSide } from "#core/sync";

import type { ShopifyRead } from "./shop-reader.ts";
import type { ShopifyAnswer } from "./storefront.ts";

/** A customer as Shopify has it; personal data: never stored, never logged. */
export interface ShopCustomer extends ShopSide {
  /** Of the default address; null: there is none. */
  readonly addressId: string | null;
}

/** Customers of shops, as far as both sides are kept alike. Nothing is thrown for what Shopify does. */
export interface ShopCustomers {
  /** null: the shop has no such customer. */
  read(shopDomain: string, customerId: string): Promise<ShopifyRead<ShopCustomer | null>>;
  /** Changes the default address, or gives the customer one. */
  writeAddress(
    shopDomain: string,
    customer: Pick<ShopCustomer, "customerId" | "addressId">,
    address: KeptAddress,
  ): Promise<ShopifyAnswer>;
  /** Writes each fact to its metafield, `namespace.key`; a fact without one is left out, one of null is taken away. */
  writeFacts(
    shopDomain: string,
    customerId: string,
    facts: ExigoFacts,
    metafields: { readonly [K in keyof ExigoFacts]: string | null },
  ): Promise<ShopifyAnswer>;
}
