import { workThrough } from "./work-through.ts";
import type { WorkThroughInput } from "./work-through.ts";

export interface SweepDueInput extends WorkThroughInput {
  /** Rows looked up at a time, of each kind. */
  readonly limit: number;
}

/** A kind of row that may be due. */
export interface DueRows {
  readonly name: string;
  /** Works through what is due now; returns how many rows this process ended. */
  readonly drain: (input: SweepDueInput) => Promise<number>;
}

/**
 * Names a kind of row: how to find some that are due, fair between tenants, and how to work on one.
 * `work` returns null when another process has the row. `mostAtOnce` leaves room for what is woken for meanwhile.
 */
export function dueRows<Row>(
  name: string,
  findDue: (limit: number) => Promise<Row[]>,
  work: (row: Row) => Promise<unknown>,
  mostAtOnce = Number.POSITIVE_INFINITY,
): DueRows {
  const drainSome: DueRows["drain"] = ({ concurrency, ...input }) =>
    drain({ ...input, concurrency: Math.min(concurrency, mostAtOnce) }, findDue, work);
  return { name, drain: drainSome };
}

/**
 * Works through every due row, whether its wake-up was lost, its process died, or Redis is gone: nothing but
 * MySQL is needed. Returns how many rows of each kind this process ended. Claims keep several sweeps off one
 * another's rows. Throws what the first failing kind threw, after all kinds had their turn.
 */
export async function sweepDue(
  ports: { readonly kinds: readonly DueRows[] },
  input: SweepDueInput,
): Promise<Readonly<Record<string, number>>> {
  const results = await Promise.allSettled(ports.kinds.map((kind) => kind.drain(input)));
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  return Object.fromEntries(
    results.map((result, index) => [
      ports.kinds[index]?.name ?? "",
      result.status === "fulfilled" ? result.value : 0,
    ]),
  );
}

/** Repeats while whole pages come and this process still gets something done. */
async function drain<Row>(
  { limit, ...how }: SweepDueInput,
  findDue: (limit: number) => Promise<Row[]>,
  work: (row: Row) => Promise<unknown>,
): Promise<number> {
  let total = 0;
  while (!how.signal.aborted) {
    const rows = await findDue(limit);
    const ended = await workThrough(rows, how, work);
    total += ended;
    if (rows.length < limit || ended === 0) break;
  }
  return total;
}
