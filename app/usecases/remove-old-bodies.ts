import type { Inbox } from "./ports/inbox.ts";

export interface RemoveOldBodiesInput {
  /** Bodies removed by one statement. */
  readonly limit: number;
  /** Aborted: no further statement is begun. */
  readonly signal: AbortSignal;
}

/** Removes every webhook body that was kept for as long as it may be; returns how many. Harmless when it runs twice. */
export async function removeOldBodies(
  { inbox }: { readonly inbox: Pick<Inbox, "removeOldBodies"> },
  { limit, signal }: RemoveOldBodiesInput,
): Promise<number> {
  let total = 0;
  while (!signal.aborted) {
    const removed = await inbox.removeOldBodies(limit);
    total += removed;
    if (removed < limit) break;
  }
  return total;
}
