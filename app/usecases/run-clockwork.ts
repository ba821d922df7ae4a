import { LedgerFault } from "#core/ledger";
import type { Command, PostResult } from "#core/ledger";
import { AmountFault } from "#core/units";

import type { DueKind } from "./ports/due-credits.ts";
import type { Ledger } from "./ports/ledger.ts";

export interface RunClockworkInput {
  /** Lots or holds that one batch concerns. */
  readonly limit: number;
  /** Aborted: no further batch is begun. */
  readonly signal: AbortSignal;
}

export interface ClockworkPorts {
  readonly ledger: Ledger;
  /** Told of an account whose state breaks a rule; the others go on without it. */
  readonly onBrokenAccount: (account: { programId: number; accountId: number }, failure: unknown) => void;
}

/** Accounts of one program that a run leaves behind before it gives the program up until the next run. */
const MAX_LEFT_OUT = 1_000;

/**
 * Works through all that is due of one kind: finds a batch in each program in turn, so that a large program does not
 * keep a small one waiting, and lets the ledger decide it. Whatever the batch saw, the ledger decides anew under its
 * locks, so running it twice, or twice at once, does nothing twice. An account with which nothing could be done is
 * left out until the next run. Returns how many entries this run and those beside it made of what it found. Throws
 * the ports' faults.
 */
export async function runClockwork<Due extends { readonly accountId: number }>(
  ports: ClockworkPorts,
  due: DueKind<Due>,
  toCommand: (due: Due) => Command,
  { limit, signal }: RunClockworkInput,
): Promise<number> {
  const leftOut = new Map((await due.findPrograms()).map((programId) => [programId, new Set<number>()]));
  let total = 0;
  while (leftOut.size > 0) {
    for (const [programId, accountIds] of leftOut) {
      if (signal.aborted) return total;
      const found = await due.find({ programId, limit, exceptAccountIds: [...accountIds] });
      const done = await postAll(ports, programId, found, toCommand);
      found.forEach(({ accountId }, index) => {
        if (done[index]) total += 1;
        else accountIds.add(accountId);
      });
      if (found.length === 0 || accountIds.size > MAX_LEFT_OUT) leftOut.delete(programId);
    }
  }
  return total;
}

/** Posts a batch; says of each whether an entry was made. A broken account fails alone, not with its batch. */
async function postAll<Due extends { readonly accountId: number }>(
  ports: ClockworkPorts,
  programId: number,
  found: readonly Due[],
  toCommand: (due: Due) => Command,
): Promise<boolean[]> {
  const [first] = found;
  if (!first) return [];
  try {
    return (await ports.ledger.post(programId, found.map(toCommand))).map(isPosted);
  } catch (failure) {
    if (!(failure instanceof LedgerFault || failure instanceof AmountFault)) throw failure;
    if (found.length === 1) {
      ports.onBrokenAccount({ programId, accountId: first.accountId }, failure);
      return [false];
    }
    const half = Math.ceil(found.length / 2);
    return [
      ...(await postAll(ports, programId, found.slice(0, half), toCommand)),
      ...(await postAll(ports, programId, found.slice(half), toCommand)),
    ];
  }
}

function isPosted(result: PostResult): boolean {
  return result.ok && result.outcome === "posted";
}
