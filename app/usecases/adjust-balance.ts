import { LedgerFault } from "#core/ledger";
import type { PostResult } from "#core/ledger";
import type { Instant } from "#core/units";

import type { Ledger } from "./ports/ledger.ts";
import type { Members } from "./ports/members.ts";

/** Why a member of staff changes a balance. */
export type AdjustReason = "goodwill" | "correction" | "promotion" | "lost_order" | "other";

export interface AdjustBalanceInput {
  readonly programId: number;
  readonly memberId: number;
  /** Minor units; positive adds, negative takes. */
  readonly amountMinor: number;
  readonly reasonCode: AdjustReason;
  /** Internal; empty: none. */
  readonly note: string;
  /** Shopify's id of the member of staff. */
  readonly staff: string;
  /** Made when the form is shown: the same form sent twice is one entry. */
  readonly formKey: string;
  /** When the form was opened; fixed with the key, so that a second submit has the same content. */
  readonly asOf: Instant;
}

export type AdjustBalanceResult =
  PostResult | { readonly ok: false; readonly refusal: { readonly code: "member_unknown" } };

/**
 * Adds credits to a member's account or takes them, as one entry under the form's key. Refusals: `member_unknown`,
 * `not_enough_credits` (never more is taken than is available), `amount_is_zero`, `amount_out_of_range`,
 * `key_used_with_other_content` (the form was changed and sent again).
 */
export async function adjustBalance(
  ports: { readonly ledger: Ledger; readonly members: Pick<Members, "findAccount"> },
  input: AdjustBalanceInput,
): Promise<AdjustBalanceResult> {
  const member = await ports.members.findAccount(input.programId, input.memberId);
  if (!member) return { ok: false, refusal: { code: "member_unknown" } };
  const [result] = await ports.ledger.post(input.programId, [
    {
      kind: "adjust",
      key: `adjust/${input.formKey}`,
      accountId: member.accountId,
      amountMinor: input.amountMinor,
      expiresAt: null,
      effectiveAt: input.asOf,
      cause: { kind: "staff", ref: input.staff },
      reasonCode: input.reasonCode,
      ...(input.note === "" ? {} : { note: input.note }),
    },
  ]);
  if (!result) throw new LedgerFault("the ledger answered no result for one command");
  return result;
}
