import type { Instant } from "#core/units";

/** Digests of what both sides last agreed on, each of one part; null: nothing yet. */
export interface AgreedParts {
  readonly owned: string | null;
  readonly address: string | null;
  readonly facts: string | null;
}

/** A member whose customers are kept alike; of several customers in Shopify the one that was linked first leads. */
export interface KeptCustomer {
  readonly memberId: number;
  readonly accountId: number;
  readonly shopId: number;
  readonly shopDomain: string;
  readonly customerId: string;
  readonly exigoCustomerId: number | null;
  readonly agreed: AgreedParts;
}

/** A window of changes in Exigo that is being read; the next one begins where this one says. */
export interface CustomerWindow {
  readonly since: Instant;
  /** The last customer of the pages read so far; null: none is read. */
  readonly afterCustomerId: number | null;
  /** The newest change seen in this window; null: none. */
  readonly newestAt: Instant | null;
  /** When reading this window began, by the database's clock. */
  readonly beganAt: Instant;
}

/** What is kept of customers on both sides: digests and times, no personal data. `mirror` names the place in Exigo. */
export interface CustomerAgreements {
  /** null: the member has no customer in an installed shop. */
  find(programId: number, memberId: number, mirror: number): Promise<KeptCustomer | null>;
  /** The member whose leading customer this is; null: it leads none. */
  findByCustomer(
    programId: number,
    mirror: number,
    customer: { readonly shopId: number; readonly customerId: string },
  ): Promise<KeptCustomer | null>;
  /** Members linked with these customers of Exigo, in any order. */
  listByExigo(
    programId: number,
    mirror: number,
    exigoCustomerIds: readonly number[],
  ): Promise<readonly (KeptCustomer & { readonly exigoCustomerId: number })[]>;
  /** Notes what both sides have now; a part that is left out stays. */
  agree(
    programId: number,
    memberId: number,
    mirror: number,
    parts: { readonly [K in keyof AgreedParts]?: string },
  ): Promise<void>;
  /** Records for good that an address was lost to a newer one. */
  recordConflict(
    programId: number,
    conflict: {
      readonly memberId: number;
      readonly stands: "shopify" | "exigo";
      readonly shopChangedAt: Instant;
      readonly exigoChangedAt: Instant | null;
    },
  ): Promise<void>;
  /**
   * The window to read on with, when it is time; null: it is not, or another process has just taken it. The first one
   * begins `overlapSeconds` ago.
   */
  claimWindow(
    programId: number,
    mirror: number,
    times: { readonly everySeconds: number; readonly overlapSeconds: number },
  ): Promise<CustomerWindow | null>;
  saveWindow(programId: number, mirror: number, window: CustomerWindow): Promise<void>;
}
