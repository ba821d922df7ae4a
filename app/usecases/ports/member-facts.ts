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
}
