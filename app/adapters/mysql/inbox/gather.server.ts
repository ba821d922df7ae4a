import { DatabaseFault } from "../database.server.ts";
import { PoolBusyFault } from "../fifo-pool.server.ts";
import { isConnectionLost } from "../transaction.server.ts";

interface GatherLimits {
  /** Batches under way at the same time. */
  readonly batches: number;
  /** Items in one batch. */
  readonly items: number;
  /** Together in one batch; a larger item makes a batch of its own. */
  readonly bytes: number;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (fault: unknown) => void;
}

/**
 * Lets what comes while batches are under way share the next one, in the order it came; at a quiet moment an item is a
 * batch by itself and waits for nothing. `work` answers one answer per item. When it throws, each item is tried by
 * itself, so that one item's fault is not its neighbours'; a database out of reach is so for all of them.
 */
export function gather<Item extends { readonly bytes: number }, Answer>(
  limits: GatherLimits,
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  let underWay = 0;

  function pump(): void {
    while (underWay < limits.batches && waiting.length > 0) {
      underWay += 1;
      void run(waiting.splice(0, batchLength(waiting, limits))).finally(() => {
        underWay -= 1;
        pump();
      });
    }
  }

  async function run(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await work(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
    } catch (fault) {
      if (batch.length === 1 || isOutOfReach(fault)) for (const { reject } of batch) reject(fault);
      else await Promise.all(batch.map((each) => run([each])));
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // After the current turn of the event loop, so that what arrived in it goes together.
      setImmediate(pump);
    });
}

/** How many of those who have waited longest fit into one batch: one at least. */
function batchLength(
  waiting: readonly { item: { bytes: number } }[],
  { items, bytes }: GatherLimits,
): number {
  let sum = 0;
  const end = waiting.findIndex(({ item }, index) => {
    sum += item.bytes;
    return index > 0 && (index === items || sum > bytes);
  });
  return end === -1 ? waiting.length : end;
}

function isOutOfReach(fault: unknown): boolean {
  return fault instanceof DatabaseFault || fault instanceof PoolBusyFault || isConnectionLost(fault);
}
