import { openCommand, sourcePrefix } from "#core/importing";
import type { PostResult } from "#core/ledger";

import type { Ledger } from "./ports/ledger.ts";
import type { MembersInBulk } from "./ports/members-in-bulk.ts";
import type { DueOpening, OpeningOutcome, Openings } from "./ports/openings.ts";

export interface OpenWaitingPorts {
  readonly membersInBulk: Pick<MembersInBulk, "findByEmails">;
  readonly openings: Pick<Openings, "findOpenedKeys" | "finish">;
  readonly ledger: Ledger;
}

/**
 * Opens a balance that waited for its customer, once exactly one member has its email as a verified one; else it waits
 * on. Its key is the imported row's, so running it twice opens it once. Returns null when another process ended it or
 * something new was told meanwhile.
 */
export async function openWaiting(
  ports: OpenWaitingPorts,
  opening: DueOpening,
): Promise<OpeningOutcome | null> {
  const outcome = await decide(ports, opening);
  return (await ports.openings.finish(opening, outcome)) ? outcome : null;
}

async function decide(ports: OpenWaitingPorts, opening: DueOpening): Promise<OpeningOutcome> {
  const { programId, email, source, mode, key } = opening;
  const accountIds = (await ports.membersInBulk.findByEmails(programId, [email])).get(email) ?? [];
  const [accountId] = accountIds;
  if (accountId === undefined) return { state: "waiting", reason: "customer_unknown" };
  if (accountIds.length > 1) return { state: "waiting", reason: "email_ambiguous" };
  if (mode === "skip") {
    const opened = (await ports.openings.findOpenedKeys(programId, [accountId])).get(accountId) ?? [];
    // The file's own rows were compared when it was imported; here only other sources can stand in the way.
    const elsewhere = opened.some((each) => !each.startsWith(sourcePrefix(source)));
    if (elsewhere) return { state: "refused", reason: "already_opened" };
  }
  const [result] = await ports.ledger.post(programId, [openCommand(accountId, { ...opening, key })]);
  return outcomeOf(result, accountId);
}

function outcomeOf(result: PostResult | undefined, accountId: number): OpeningOutcome {
  if (result?.ok) return { state: "opened", accountId };
  const reason = result?.refusal.code ?? "refused_by_ledger";
  // Under the row's key stands the row itself: a later import of the file opened it.
  return reason === "key_used_with_other_content"
    ? { state: "opened", accountId }
    : { state: "refused", reason };
}
