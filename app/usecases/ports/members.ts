import type { Instant } from "#core/units";

/** A shop's customer as Shopify describes them; personal data. */
export interface CustomerFacts {
  readonly customerId: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly updatedAt: Instant;
  /** Since when Shopify knows the customer; null or left out: not told, and what is known stays. */
  readonly customerSince?: Instant | null;
  /** A calendar day such as `1990-02-28`; null: the customer has none; left out: not told, and what is known stays. */
  readonly birthDate?: string | null;
}

export interface MemberAccount {
  readonly memberId: number;
  readonly accountId: number;
}

export interface MemberIdentity extends MemberAccount {
  readonly exigoCustomerId: number | null;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly customers: readonly { readonly shopId: number; readonly customerId: string }[];
}

export interface Members {
  /**
   * The member of a shop's customer, made with an empty account if there is none yet; newer facts replace
   * older ones. Safe to run twice at once: one member per (program, shop, customer).
   */
  ensureMember(programId: number, shopId: number, customer: CustomerFacts): Promise<MemberAccount>;
  /** The member's account; null: the program has no such member. */
  findAccount(programId: number, memberId: number): Promise<MemberAccount | null>;
  /** Who the account belongs to. */
  findByAccount(programId: number, accountId: number): Promise<MemberIdentity | null>;
  /**
   * Takes the search for the member's Exigo customer on, until a lease runs out. False: somebody else has it, or the
   * member is linked.
   */
  claimExigoLink(programId: number, memberId: number): Promise<boolean>;
  /** Gives the search back before its time. */
  releaseExigoLink(programId: number, memberId: number): Promise<void>;
  /**
   * Stores the link once, unless the program's connection leads to another mirror than the one in which the customer
   * was found. False: it does, the member has another link already, or the Exigo customer is another member's.
   */
  linkExigoCustomer(
    programId: number,
    memberId: number,
    found: {
      exigoCustomerId: number;
      mirror: number;
      /** Kept with the link; left out: not known. */
      customerType?: string | null;
      rank?: string | null;
    },
  ): Promise<boolean>;
}
