/** Lets work of many shops through, some at a time and each shop in its turn. */
export interface ShopGate {
  /** The result of `work`; null: so much work of the shop waits already that this was not begun. */
  run<T>(shopDomain: string, work: () => Promise<T>): Promise<T | null>;
}

export interface ShopGateOptions {
  /** Work under way at once, of all shops together. */
  readonly places: number;
  /** Work of one shop that may wait. */
  readonly waitingPerShop: number;
}

/**
 * A place that comes free goes to the shop that had none for longest, so a burst of one shop waits for itself: the
 * work of any other shop waits for one place to come free.
 */
export function createShopGate({ places, waitingPerShop }: ShopGateOptions): ShopGate {
  // The map keeps its order: the shop in front is next, and goes to the back with what it still has.
  const waiting = new Map<string, (() => void)[]>();
  let free = places;

  const leave = (): void => {
    const [next] = waiting;
    if (next === undefined) {
      free += 1;
      return;
    }
    const [shopDomain, queue] = next;
    const proceed = queue.shift();
    waiting.delete(shopDomain);
    if (queue.length > 0) waiting.set(shopDomain, queue);
    proceed?.();
  };

  /** False: too much waits already. */
  const enter = async (shopDomain: string): Promise<boolean> => {
    if (free > 0) {
      free -= 1;
      return true;
    }
    const queue = waiting.get(shopDomain) ?? [];
    if (queue.length >= waitingPerShop) return false;
    waiting.set(shopDomain, queue);
    await new Promise<void>((resolve) => queue.push(resolve));
    return true;
  };

  return {
    async run(shopDomain, work) {
      if (!(await enter(shopDomain))) return null;
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
