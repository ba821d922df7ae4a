import { LedgerFault } from "#core/ledger";
import type { PostResult } from "#core/ledger";
import type { Instant } from "#core/units";

import type { Ledger } from "./ports/ledger.ts";
import type { Members } from "./ports/members.ts";

export interface ReverseEntryInput {
  readonly programId: number;
  readonly memberId: number;
  /** Business key of the entry to take back. */
  readonly entryKey: string;
  /** Internal; empty: none. */
  readonly note: string;
  /** Shopify's id of the member of staff. */
  readonly staff: string;
  /** Made when the form is shown: the same form sent twice is one entry. */
  readonly formKey: string;
  /** When the form was opened; fixed with the key. */
  readonly asOf: Instant;
}

export type ReverseEntryResult =
  PostResult | { readonly ok: false; readonly refusal: { readonly code: "member_unknown" } };

/**
 * Takes a whole entry of the member back, once, with an entry of its own. Refusals: `member_unknown`,
 * `entry_unknown`, `entry_of_other_account`, `entry_has_subject` (an order's credits change with the order only),
 * `already_reversed`. What has been spent since is taken back by the program's debt policy: `shortfallMinor` says
 * what could not be.
 */
export async function reverseEntry(
  ports: { readonly ledger: Ledger; readonly members: Pick<Members, "findAccount"> },
  input: ReverseEntryInput,
): Promise<ReverseEntryResult> {
  const member = await ports.members.findAccount(input.programId, input.memberId);
  if (!member) return { ok: false, refusal: { code: "member_unknown" } };
  const [result] = await ports.ledger.post(input.programId, [
    {
      kind: "reverse",
      key: `reverse/${input.formKey}`,
      reversesKey: input.entryKey,
      amountMinor: null,
      accountId: member.accountId,
      effectiveAt: input.asOf,
      cause: { kind: "staff", ref: input.staff },
      reasonCode: "undone",
      ...(input.note === "" ? {} : { note: input.note }),
    },
  ]);
  if (!result) throw new LedgerFault("the ledger answered no result for one command");
  return result;
}
