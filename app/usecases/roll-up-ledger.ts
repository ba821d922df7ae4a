import type { Rollup } from "./ports/ledger-reading.ts";

/** Entries taken in by one transaction: what a person would not notice, were it to be done again. */
const ENTRIES_AT_ONCE = 5_000;

export interface RollUpLedgerInput {
  readonly programId: number;
  /** Aborted: no further stretch is begun. */
  readonly signal: AbortSignal;
}

/**
 * Takes what was posted since the last time into the roll-up and the snapshots of balances. May run anywhere, at any
 * time and several times at once. Returns the number of entries taken in. Throws the port's faults; what was done
 * before stays done.
 */
export async function rollUpLedger(
  ports: { readonly rollup: Pick<Rollup, "catchUp"> },
  { programId, signal }: RollUpLedgerInput,
): Promise<number> {
  let total = 0;
  while (!signal.aborted) {
    const { entries, isComplete } = await ports.rollup.catchUp(programId, ENTRIES_AT_ONCE);
    total += entries;
    if (isComplete) break;
  }
  return total;
}

/** Builds a program's roll-up and snapshots from nothing; reports are behind until it ends, and say so. */
export async function rebuildRollup(
  ports: { readonly rollup: Pick<Rollup, "catchUp" | "forget"> },
  input: RollUpLedgerInput,
): Promise<number> {
  await ports.rollup.forget(input.programId);
  return rollUpLedger(ports, input);
}
