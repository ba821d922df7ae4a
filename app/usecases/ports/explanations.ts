import type { BalanceExplanation, OrderExplanation } from "#core/reading";

/** What explains balances and orders; each answer is of one moment of the database. Nothing is locked. */
export interface Explanations {
  /** A page of a member's steps, before the entry `beforeSeq` (null: from the newest); null: there is no such member. */
  balance(
    programId: number,
    memberId: number,
    page: { readonly beforeSeq: number | null; readonly limit: number },
  ): Promise<BalanceExplanation | null>;
  /** null: nothing was told of the order. */
  order(programId: number, shopId: number, orderId: string): Promise<OrderExplanation | null>;
}
