import type {
  AccountPage,
  AgreementReport,
  AttentionRow,
  CreditsPage,
  HomeFigures,
  MemberPeople,
  MemberRow,
  ProofReport,
  RefusedOpeningRow,
  SyncReport,
  WaitingOpeningRow,
} from "#core/reading";

/** Everything a screen reads; never used to decide. */
export interface Reports {
  home(programId: number): Promise<HomeFigures>;
  proof(programId: number): Promise<ProofReport>;
  /** The last `days` days that were measured. */
  agreement(programId: number, query: { days: number }): Promise<AgreementReport>;
  /**
   * By newest movement; pages count from 1. `search` matches the start of a name or an email, or a whole Exigo
   * customer id; of a search that matches very many, the first thousand of each are looked at. `tag`: members of whom
   * some customer has it; left out: all. Members that were merged into others are left out.
   */
  members(
    programId: number,
    query: { search: string; tag?: string; page: number; pageSize: number },
  ): Promise<{ rows: MemberRow[]; hasMore: boolean }>;
  /** null: the program has no such member. */
  account(
    programId: number,
    memberId: number,
    query: { beforeSeq: number | null; limit: number },
  ): Promise<AccountPage | null>;
  /** Who the member is, as shops and Exigo know them; null: the program has no such member. */
  people(programId: number, memberId: number): Promise<MemberPeople | null>;
  /** What a shop's customer sees of their own credits; null: the customer is no member yet. */
  credits(
    programId: number,
    customer: { shopId: number; customerId: string },
    query: { beforeSeq: number | null; limit: number },
  ): Promise<CreditsPage | null>;
  /** Newest first, before the row `beforeId` (null: from the newest). */
  waitingOpenings(
    programId: number,
    query: { beforeId: number | null; limit: number },
  ): Promise<{ rows: WaitingOpeningRow[]; nextBeforeId: number | null }>;
  /** The same of those that were refused and can be tried again. */
  refusedOpenings(
    programId: number,
    query: { beforeId: number | null; limit: number },
  ): Promise<{ rows: RefusedOpeningRow[]; nextBeforeId: number | null }>;
  /** Steps of documents; of those that do not go on and of refusals at most `limit` each. */
  sync(programId: number, limit: number): Promise<SyncReport>;
  /** Newest first. */
  attention(programId: number, limit: number): Promise<AttentionRow[]>;
}
