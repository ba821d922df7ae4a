import { Worker } from "node:worker_threads";

/** A TCP relay in front of a server, which can make the way longer and counts the round trips. */
export interface Relay {
  readonly port: number;
  /** How often a client sent something after it had been answered, since the last time asked. */
  takeRoundTrips(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens a relay to a port of this machine. It runs in a thread of its own, so that what it measures does not wait
 * for what it relays.
 *
 * @param delayMs added to each round trip, on the way to the server; zero: none
 */
export async function openRelay(targetPort: number, delayMs: number): Promise<Relay> {
  const worker = new Worker(new URL("./relay-thread.ts", import.meta.url), {
    workerData: { targetPort, delayMs },
  });
  const answer = (): Promise<number> =>
    new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
  const port = await answer();
  return {
    port,
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
