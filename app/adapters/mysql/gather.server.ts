import { DatabaseFault } from "./database.server.ts";
import { PoolBusyFault } from "./fifo-pool.server.ts";
import { isConnectionLost } from "./transaction.server.ts";

interface GatherLimits<Item> {
  /** Batches under way at the same time. */
  readonly batches: number;
  /** Items in one batch. */
  readonly items: number;
  /** Together in one batch; a larger item makes a batch of its own. Left out: items are small. */
  readonly bytes?: { readonly atMost: number; readonly of: (item: Item) => number };
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
export function gather<Item, Answer>(
  limits: GatherLimits<Item>,
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

/** How many of those who have waited longest fit into one batch: one at least. */
function batchLength<Item>(
  waiting: readonly { readonly item: Item }[],
  { items, bytes }: GatherLimits<Item>,
): number {
  let sum = 0;
  const end = waiting.findIndex(({ item }, index) => {
    sum += bytes?.of(item) ?? 0;
    return index > 0 && (index === items || (bytes !== undefined && sum > bytes.atMost));
  });
  return end === -1 ? waiting.length : end;
}

function isOutOfReach(fault: unknown): boolean {
  return fault instanceof DatabaseFault || fault instanceof PoolBusyFault || isConnectionLost(fault);
}
