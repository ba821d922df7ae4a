interface GatherLimits<Item> {
  /** Batches under way at the same time. */
  readonly batches: number;
  /** Items in one batch. */
  readonly items: number;
  /** Of one batch together; a larger item makes a batch of its own. Left out: only the number of items counts. */
  readonly size?: { readonly atMost: number; readonly of: (item: Item) => number };
  /** Calls back after what arrives at this moment has arrived. */
  readonly atEndOfMoment: (callBack: () => void) => unknown;
  /** True for a fault that would be that of every item, tried by itself. */
  readonly isEverybodys: (fault: unknown) => boolean;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (fault: unknown) => void;
}

/**
 * Lets what comes while batches are under way share the next one, in the order it came; at a quiet moment an item is a
 * batch by itself and waits for nothing. `work` answers one answer per item. When it throws, each item is tried by
 * itself, so that one item's fault is not its neighbours'.
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
      if (batch.length === 1 || limits.isEverybodys(fault)) for (const { reject } of batch) reject(fault);
      else await Promise.all(batch.map((each) => run([each])));
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      limits.atEndOfMoment(pump);
    });
}

/** How many of those who have waited longest fit into one batch: one at least. */
function batchLength<Item>(
  waiting: readonly { readonly item: Item }[],
  { items, size }: GatherLimits<Item>,
): number {
  let sum = 0;
  const end = waiting.findIndex(({ item }, index) => {
    sum += size?.of(item) ?? 0;
    return index > 0 && (index === items || (size !== undefined && sum > size.atMost));
  });
  return end === -1 ? waiting.length : end;
}
