import type { Inbox } from "./ports/inbox.ts";
import type { Intents } from "./ports/intents.ts";

export interface SweepDuePorts {
  readonly inbox: Pick<Inbox, "findDue">;
  readonly intents: Pick<Intents, "findDue">;
  /** Null: another process has the row. */
  readonly processInboxEvent: (event: { shopDomain: string; id: number }) => Promise<unknown>;
  readonly deliverIntent: (intent: { programId: number; id: number }) => Promise<unknown>;
}

export interface SweepDueInput {
  /** Rows looked up at a time, of each kind. */
  readonly limit: number;
  /** Rows worked on at once. */
  readonly concurrency: number;
  /** Aborted: no further row is begun. */
  readonly signal: AbortSignal;
}

/**
 * Works through every due row, whether its wake-up was lost, its process died, or Redis is gone: nothing but
 * MySQL is needed. Returns how many rows this process ended. Claims keep several sweeps off one another's
 * rows.
 */
export async function sweepDue(
  ports: SweepDuePorts,
  input: SweepDueInput,
): Promise<{ inboxEvents: number; intents: number }> {
  const inboxEvents = await drain(input, ports.inbox.findDue, ports.processInboxEvent);
  const intents = await drain(input, ports.intents.findDue, ports.deliverIntent);
  return { inboxEvents, intents };
}

/** Repeats while whole pages come and this process still gets something done. */
async function drain<Row>(
  { limit, concurrency, signal }: SweepDueInput,
  findDue: (limit: number) => Promise<Row[]>,
  work: (row: Row) => Promise<unknown>,
): Promise<number> {
  let total = 0;
  for (;;) {
    if (signal.aborted) return total;
    const rows = await findDue(limit);
    const ended = await workThrough(rows, concurrency, signal, work);
    total += ended;
    if (rows.length < limit || ended === 0) return total;
  }
}

async function workThrough<Row>(
  rows: readonly Row[],
  concurrency: number,
  signal: AbortSignal,
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
        // A row that throws has lost its database, not its turn: stop, the next sweep begins anew.
        failure = { cause };
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  if (failure) throw failure.cause;
  return ended;
}
