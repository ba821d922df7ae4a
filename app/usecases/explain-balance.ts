import { unexplained } from "#core/reading";
import type { Balance, BalanceExplanation } from "#core/reading";

import type { Explanations } from "./ports/explanations.ts";

export interface ExplainBalanceInput {
  readonly programId: number;
  readonly memberId: number;
  /** Entries before this one; null: from the newest. */
  readonly beforeSeq: number | null;
  /** Steps of the page, above zero. */
  readonly limit: number;
}

/** An explanation with what it leaves open: zero in each bucket, unless the journal does not lead to the balance. */
export type ExplainedBalance = BalanceExplanation & { readonly unexplained: Balance };

/**
 * Explains a member's balance by the steps that led to it, a page at a time. The steps are the entries' postings and the
 * balances at both ends are stored apart from them, so that their agreement says something. null: there is no such
 * member. Throws the port's faults.
 */
export async function explainBalance(
  { explanations }: { readonly explanations: Pick<Explanations, "balance"> },
  { programId, memberId, ...page }: ExplainBalanceInput,
): Promise<ExplainedBalance | null> {
  const explained = await explanations.balance(programId, memberId, page);
  return explained && { ...explained, unexplained: unexplained(explained) };
}
