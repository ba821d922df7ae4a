import { passOnCommand } from "#core/people";
import type { Command } from "#core/ledger";

import type { Ledger } from "./ports/ledger.ts";
import type { MemberMerges } from "./ports/member-merges.ts";

export interface PassOnMergedPorts {
  readonly ledger: Ledger;
  readonly memberMerges: Pick<MemberMerges, "findMergedAccounts">;
}

/** Merges that follow one another; nobody is merged more often. */
const MOST_STEPS = 10;

/**
 * Moves what the accounts have to the accounts that their members were merged into, through a chain of merges if there
 * is one. Accounts of members that stand for themselves are left alone, and so is one with credits in a cart: the end of
 * its hold comes through here again. Safe to repeat at any time; the key is the merge and how far the account has come.
 */
export async function passOnMerged(
  ports: PassOnMergedPorts,
  programId: number,
  accountIds: readonly number[],
): Promise<void> {
  let reached = accountIds;
  for (let step = 0; step < MOST_STEPS && reached.length > 0; step += 1) {
    const merged = await ports.memberMerges.findMergedAccounts(programId, reached);
    const commands = merged.filter(({ canPassOn }) => canPassOn).map(passOnCommand);
    if (commands.length > 0) await ports.ledger.post(programId, commands);
    reached = merged.map(({ intoAccountId }) => intoAccountId);
  }
}

/**
 * The ledger for everybody who posts: what an entry leaves in an account that was merged goes on to the account it was
 * merged into, so that an order, a hold or a movement in Exigo that still names the old account ends where the credits
 * are. The look comes after the entry: a merge that is recorded meanwhile either moves it or is seen here.
 */
export function createPassingLedger(ports: PassOnMergedPorts): Ledger {
  return {
    async post(programId, commands) {
      // Whoever merges accounts follows what is left in them by itself.
      if (commands.every(({ kind }) => kind === "mergeAccounts"))
        return ports.ledger.post(programId, commands);
      const accountIds = [...new Set(commands.flatMap(accountsOf))];
      const merged = await ports.memberMerges.findMergedAccounts(programId, accountIds);
      const results = await ports.ledger.post(programId, commands.map(allowingDebtIn(merged)));
      await passOnMerged(ports, programId, accountIds);
      return results;
    },
  };
}

function accountsOf(command: Command): number[] {
  return "toAccountId" in command ? [command.accountId, command.toAccountId] : [command.accountId];
}

function allowingDebtIn(merged: readonly { readonly accountId: number }[]): (command: Command) => Command {
  const ids = new Set(merged.map(({ accountId }) => accountId));
  return (command) =>
    command.kind === "earn" && ids.has(command.accountId) ? { ...command, mayOwe: true } : command;
}
