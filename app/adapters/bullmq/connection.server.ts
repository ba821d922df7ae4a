/** Where the queues live. */
export interface QueueAddress {
  readonly url: string;
  /** Keeps several installations apart on one Redis. */
  readonly prefix: string;
}

/** Waits between tries to reconnect grow to two seconds and never end: Redis comes back some day. */
export function reconnectDelayMs(tries: number): number {
  return Math.min(tries * 100, 2_000);
}

/** Calls `report` with the first of a row of failures, and again only after `recovered`. */
export function onceUntilRecovered(report: (failure: unknown) => void): {
  failed(failure: unknown): void;
  recovered(): void;
} {
  let reported = false;
  return {
    failed(failure) {
      if (!reported) report(failure);
      reported = true;
    },
    recovered() {
      reported = false;
    },
  };
}
