import type { Refusal } from "#core/ledger";
import { returnCommand } from "#core/people";
import type { UndoneBy } from "#core/people";

import { passOnMerged } from "./pass-on-merged.ts";
import type { PassOnMergedPorts } from "./pass-on-merged.ts";
import type { MemberMerge, MemberMerges, UndoRefusal } from "./ports/member-merges.ts";

export interface UndoMergePorts extends PassOnMergedPorts {
  readonly memberMerges: Pick<MemberMerges, "beginUndo" | "endUndo" | "listTransfers" | "findMergedAccounts">;
}

export interface UndoMergeInput extends UndoneBy {
  readonly programId: number;
  readonly mergeId: number;
}

export type UndoMergeResult =
  { readonly ok: true } | { readonly ok: false; readonly refusal: { readonly code: UndoRefusal } | Refusal };

/**
 * Undoes a merge of two members: every movement it made is given back, newest first, to the same lots with the same
 * dates, and each member has its customers again. Refusals: `merge_unknown`, `merge_not_merged`, `kept_was_merged` (undo
 * the later merge first), and the ledger's, above all `not_enough_credits`: unless the program lets accounts owe, what
 * was spent since cannot be given back. Then the merge stands as before. Cut off in between, it is taken up by the next
 * try.
 */
export async function undoMerge(ports: UndoMergePorts, input: UndoMergeInput): Promise<UndoMergeResult> {
  const { programId, mergeId, staff } = input;
  const begun = await ports.memberMerges.beginUndo(programId, mergeId);
  if (!begun.ok) return begun;
  const refusal = await giveBack(ports, programId, begun.merge, input);
  await ports.memberMerges.endUndo(programId, mergeId, { undone: refusal === null, staff });
  if (refusal === null) return { ok: true };
  await passOnMerged(ports, programId, [begun.merge.from.accountId]);
  return { ok: false, refusal };
}

async function giveBack(
  ports: UndoMergePorts,
  programId: number,
  merge: MemberMerge,
  by: UndoneBy,
): Promise<Refusal | null> {
  const accounts = { accountId: merge.from.accountId, intoAccountId: merge.into.accountId };
  const keys = await ports.memberMerges.listTransfers(programId, merge);
  if (keys.length === 0) return null;
  const commands = keys.map((key) => returnCommand(accounts, key, by));
  for (const result of await ports.ledger.post(programId, commands)) if (!result.ok) return result.refusal;
  return null;
}
