import { percentile } from "../harness/statistics.ts";
import type { Run } from "../harness/callers.ts";
import { openConnection } from "./connection.ts";
import type { Connection } from "./connection.ts";

/** A run at a given pace, with the rarest thousandth. */
export interface PacedRun extends Run {
  readonly p999Ms: number;
  /** Each one's time, in no order. */
  readonly latenciesMs: readonly number[];
}

export interface Pace {
  readonly port: number;
  readonly perSecond: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  readonly next: () => Buffer;
}

/**
 * Sends at a pace that does not wait for answers, as the outside world does: each delivery has its moment, and its
 * time counts from then on, also when it had to wait for its turn here. Throws when one is not answered with 200.
 */
export async function sendAtPace({ port, perSecond, warmUpMs, measureMs, next }: Pace): Promise<PacedRun> {
  const begun = performance.now();
  const total = Math.round(((warmUpMs + measureMs) * perSecond) / 1_000);
  const latencies: number[] = [];
  const idle: Connection[] = [];
  const all: Connection[] = [];
  const open = async (): Promise<Connection> => {
    const opened = await openConnection(port);
    all.push(opened);
    return opened;
  };
  const sendOne = async (dueAt: number): Promise<void> => {
    const connection = takeOpen(idle) ?? (await open());
    const status = await connection.send(next());
    if (status !== 200) throw new Error(`a delivery was answered with ${status}`);
    idle.push(connection);
    if (dueAt >= begun + warmUpMs) latencies.push(performance.now() - dueAt);
  };
  const sent: Promise<void>[] = [];
  let failure: { readonly cause: unknown } | undefined;
  for (let index = 0; index < total && !failure; index += 1) {
    const dueAt = begun + (index * 1_000) / perSecond;
    while (performance.now() < dueAt) await new Promise((resolve) => setTimeout(resolve, 1));
    sent.push(sendOne(dueAt).catch((cause: unknown) => void (failure ??= { cause })));
  }
  await Promise.all(sent);
  for (const connection of all) connection.close();
  if (failure) throw failure.cause;
  return {
    perSecond: (latencies.length * 1_000) / measureMs,
    p50Ms: percentile(latencies, 50),
    p99Ms: percentile(latencies, 99),
    p999Ms: percentile(latencies, 99.9),
    latenciesMs: latencies,
  };
}

function takeOpen(idle: Connection[]): Connection | undefined {
  let connection = idle.pop();
  while (connection !== undefined && !connection.isOpen()) connection = idle.pop();
  return connection;
}
