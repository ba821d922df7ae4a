export interface WorkThroughInput {
  /** Rows worked on at once. */
  readonly concurrency: number;
  /** Aborted: no further row is begun. */
  readonly signal: AbortSignal;
}

/**
 * Works on rows in their order, some at a time; returns how many this process ended. `work` returns null when another
 * process has the row. Throws what `work` throws, once all that was begun has ended: handlers keep their failures in
 * the row, so one that throws has lost the database, and nothing more is begun.
 */
export async function workThrough<Row>(
  rows: readonly Row[],
  { concurrency, signal }: WorkThroughInput,
  work: (row: Row) => Promise<unknown>,
): Promise<number> {
  const queue = rows.values();
  let ended = 0;
  let failure: { readonly cause: unknown } | undefined;
  const lane = async (): Promise<void> => {
    for (const row of queue) {
      if (signal.aborted || failure) return;
      try {
        if ((await work(row)) !== null) ended += 1;
      } catch (cause) {
        failure = { cause };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, rows.length) }, lane));
  if (failure) throw failure.cause;
  return ended;
}
