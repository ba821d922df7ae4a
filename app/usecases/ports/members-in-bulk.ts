import type { CustomerFacts } from "./members.ts";

export interface BulkMember {
  readonly accountId: number;
  /** True when this call made the member. */
  readonly isNew: boolean;
}

/** Members of many customers at a time. */
export interface MembersInBulk {
  /**
   * The members of a shop's customers by customer id, made with empty accounts where there are none yet. What is known
   * of a customer stays as it is. Safe to run twice at once: one member per (program, shop, customer).
   */
  ensure(
    programId: number,
    shopId: number,
    customers: readonly CustomerFacts[],
  ): Promise<ReadonlyMap<string, BulkMember>>;
  /** Those of the shop's customers that are members, by customer id. */
  findByCustomers(
    programId: number,
    shopId: number,
    customerIds: readonly string[],
  ): Promise<ReadonlyMap<string, BulkMember>>;
  /**
   * Accounts of the program's members by verified email, each in lower case; an email nobody has is missing. Letters
   * are equal only to themselves, whatever the database's collation says.
   */
  findByEmails(programId: number, emails: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>>;
}
