import type { Instant } from "#core/units";

/** Tags that were put on a customer or taken off, and when by Shopify's clock. */
export interface TagChange {
  readonly customerId: string;
  readonly tags: readonly string[];
  /** False: they were taken off. */
  readonly areSet: boolean;
  readonly at: Instant;
}

/** What is known of a shop's customers beside their names. A customer nobody has named yet becomes a member first. */
export interface Customers {
  /** The customer is gone in Shopify; its member and the credits stay. Harmless when it comes twice. */
  markDeleted(programId: number, shopId: number, customerId: string): Promise<void>;
  /** The newest telling of each tag wins, whatever came first. Does nothing for a customer that was redacted. */
  changeTags(programId: number, shopId: number, change: TagChange): Promise<void>;
  /** `tags` are all that the customer had at `at`: every other one that was told before is taken off. */
  replaceTags(
    programId: number,
    shopId: number,
    told: { customerId: string; tags: readonly string[]; at: Instant },
  ): Promise<void>;
}
