import type { ClaimedShop, NamedObject } from "#core/inbox";

/** What is known, of all shops, about the things that a body names. */
export interface KnownObjects {
  /**
   * Those that are known as another shop's and not as this shop's. Shopify never gives an id out twice, so the body is
   * not this shop's, or the other shop was given a body that was not its own.
   */
  readonly ofOtherShops: readonly NamedObject[];
  /** One of them is a customer of this shop who was redacted, or an order of one. */
  readonly ofRedactedCustomer: boolean;
}

export interface NamedObjects {
  /**
   * Looks up things under the name of a shop, in all shops of all programs. A shop that changed its domain is known by
   * its number. No lock; what is not known anywhere says nothing.
   */
  find(shop: ClaimedShop, objects: readonly NamedObject[]): Promise<KnownObjects>;
}
