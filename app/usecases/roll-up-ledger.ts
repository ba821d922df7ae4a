import type { LedgerHistory } from "./ports/ledger-proof.ts";
import type { Rollup, RollupWalk } from "./ports/ledger-reading.ts";

type CatchUp = Awaited<ReturnType<Rollup["catchUp"]>>;

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
  let walk: RollupWalk | null = null;
  while (!signal.aborted) {
    const taken: CatchUp = await ports.rollup.catchUp(programId, ENTRIES_AT_ONCE, walk);
    total += taken.entries;
    walk = taken.walk;
    if (!walk) break;
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

/**
 * Brings the roll-ups of all programs up to date, a stretch of each in turn, so that a large program does not keep a
 * small one waiting. A program that fails is left for the next run. Returns the number of entries taken in; throws what
 * the first failing program threw, after all had their turn.
 */
export async function rollUpPrograms(
  ports: {
    readonly history: Pick<LedgerHistory, "listPrograms">;
    readonly rollup: Pick<Rollup, "catchUp">;
  },
  { signal }: Pick<RollUpLedgerInput, "signal">,
): Promise<number> {
  let total = 0;
  let failed: { readonly failure: unknown } | null = null;
  const programIds = await ports.history.listPrograms();
  const behind = new Map<number, RollupWalk | null>(programIds.map((programId) => [programId, null]));
  while (behind.size > 0 && !signal.aborted) {
    for (const [programId, walk] of behind) {
      if (signal.aborted) break;
      try {
        const taken = await ports.rollup.catchUp(programId, ENTRIES_AT_ONCE, walk);
        total += taken.entries;
        if (taken.walk) behind.set(programId, taken.walk);
        else behind.delete(programId);
      } catch (failure) {
        failed ??= { failure };
        behind.delete(programId);
      }
    }
  }
  if (failed) throw failed.failure;
  return total;
}
