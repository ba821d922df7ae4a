/** What is known of a member that rules and segments may ask. */
export interface KnownMemberFacts {
  /** Tags of the member's customers in all shops, as they were written, in alphabetical order. */
  readonly customerTags: readonly string[];
  /** As Exigo says it; null: not known. */
  readonly exigoCustomerType: string | null;
  readonly exigoRank: string | null;
}

export interface MemberFacts {
  /** A member that the program does not have has no tags, type or rank. */
  find(programId: number, memberId: number): Promise<KnownMemberFacts>;
  /** Members in Exigo whose type and rank were last told more than a day ago, or never; oldest first. */
  findStale(programId: number, limit: number): Promise<{ memberId: number; exigoCustomerId: number }[]>;
  /** Keeps what Exigo says now, unless the member has another customer there meanwhile. */
  saveExigo(
    programId: number,
    told: { memberId: number; exigoCustomerId: number; customerType: string | null; rank: string | null },
  ): Promise<void>;
}
