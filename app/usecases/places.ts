/** Room for a number of pieces of work at once. */
export interface Places {
  readonly hasRoom: () => boolean;
  /** Runs the work once there is room; who asked first goes first. Answers and throws what the work does. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  /** Resolves once nothing runs or waits. */
  readonly idle: () => Promise<void>;
}

/** Makes room for `most` pieces of work at once. */
export function createPlaces(most: number): Places {
  const waiting: (() => void)[] = [];
  const under = new Set<Promise<unknown>>();
  let taken = 0;

  async function enter(): Promise<void> {
    if (taken < most) taken += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    // Who waits longest gets the place itself, so that nobody takes it in between.
    if (next) next();
    else taken -= 1;
  }

  return {
    hasRoom: () => taken < most,
    run(work) {
      const run = enter().then(work).finally(leave);
      const ended = run.catch(() => undefined).finally(() => under.delete(ended));
      under.add(ended);
      return run;
    },
    async idle() {
      while (under.size > 0) await Promise.all(under);
    },
  };
}
