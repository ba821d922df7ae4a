import { gather as gatherItems } from "#core/gathering";

import { DatabaseFault } from "./database.server.ts";
import { PoolBusyFault } from "./fifo-pool.server.ts";
import { isConnectionLost, LocksLostFault, untilLocksHold } from "./transaction.server.ts";

type Limits<Item> = Omit<Parameters<typeof gatherItems<Item, unknown>>[0], "atEndOfMoment" | "isEverybodys">;

/**
 * Lets what comes while batches are under way share the next one, as {@link gatherItems} says. A database out of reach
 * is so for all of a batch. A batch that loses a lock falls apart into single ones, each tried until its locks hold.
 */
export function gather<Item, Answer>(
  limits: Limits<Item>,
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  const workWithLocks: typeof work = (items) =>
    items.length === 1 ? untilLocksHold(() => work(items)) : work(items);
  return gatherItems({ ...limits, atEndOfMoment: setImmediate, isEverybodys: isOutOfReach }, workWithLocks);
}

/** One read on its way for those who asked before it left, and one for who asked since: nobody gets an older answer. */
const READS = { batches: 2, items: 200 };

/**
 * Lets reads of single rows that are asked for at the same time share one statement. Equal keys are asked for once.
 * `read` answers by key; what it leaves out is `undefined`.
 */
export function gatherReads<Key extends string | number, Value>(
  read: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
): (key: Key) => Promise<Value | undefined> {
  return gather(READS, async (keys: readonly Key[]) => {
    const found = await read([...new Set(keys)]);
    return keys.map((key) => found.get(key));
  });
}

function isOutOfReach(fault: unknown): boolean {
  if (fault instanceof LocksLostFault) return false;
  return fault instanceof DatabaseFault || fault instanceof PoolBusyFault || isConnectionLost(fault);
}
