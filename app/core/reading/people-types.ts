import type { CustomerState, MergeState } from "../people/index.ts";
import type { Instant } from "../units/index.ts";

/** One customer of a shop whom a member is. */
export interface CustomerRow {
  readonly shopDomain: string;
  readonly customerId: string;
  /** null: Shopify has no name for the customer, or it was redacted. */
  readonly name: string | null;
  readonly email: string | null;
  readonly state: CustomerState;
}

/** The member at the other end of a merge. */
export interface MergeEnd {
  readonly memberId: number;
  readonly name: string | null;
  readonly exigoCustomerId: number | null;
}

/** A merge that the member took part in. */
export interface MergeRow {
  readonly mergeId: number;
  readonly state: MergeState;
  readonly from: MergeEnd;
  readonly into: MergeEnd;
  readonly keptCustomerId: string;
  readonly deletedCustomerId: string;
  readonly toldAt: Instant;
  readonly decidedAt: Instant | null;
  /** Shopify's id of the member of staff; null: nobody decided. */
  readonly decidedBy: string | null;
}

/** Who a member is, as shops and Exigo know them. */
export interface MemberPeople {
  readonly customers: readonly CustomerRow[];
  readonly tags: readonly string[];
  readonly exigoCustomerType: string | null;
  readonly exigoRank: string | null;
  /** When Exigo said so; null: it has not been asked. */
  readonly exigoFactsAt: Instant | null;
  /** Newest first. */
  readonly merges: readonly MergeRow[];
  /** The member that this one was merged into; null: it stands for itself. */
  readonly mergedIntoMemberId: number | null;
}
