import { Worker } from "node:worker_threads";

/** A TCP relay in front of a server, which can make the way longer and counts the round trips. */
export interface Relay {
  readonly port: number;
  /**
   * Keeps from now on what goes to the server for so long. A round trip takes longer by a tenth of a millisecond or two
   * more, for passing on and for threads that fell asleep meanwhile.
   */
  delayBy(delayMs: number): void;
  /** How often a client sent something after it had been answered, since the last time asked. */
  takeRoundTrips(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens a relay to a port of this machine, without a delay. It runs in a thread of its own, so that what it measures does
 * not wait for what it relays.
 */
export async function openRelay(targetPort: number): Promise<Relay> {
  const worker = new Worker(new URL("./relay-thread.ts", import.meta.url), { workerData: { targetPort } });
  const answer = (): Promise<number> =>
    new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
  const port = await answer();
  return {
    port,
    delayBy: (delayMs) => worker.postMessage({ delayMs }),
    takeRoundTrips: () => {
      const roundTrips = answer();
      worker.postMessage("take");
      return roundTrips;
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

/** The same address behind another port. */
export function throughPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}
