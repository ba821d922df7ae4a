import type { AppConfiguration } from "../config/app-configuration.ts";
import type { Store } from "../state/store.ts";
import type { Delivery } from "../state/delivery.ts";
import { attemptDelivery, deliveryHeaders } from "./delivery-request.ts";

export type LineOptions = {
  store: Store;
  configuration: AppConfiguration;
  secret: string;
  /** Where relative subscription addresses point. */
  appUrl: string;
  /** Shopify's own waits are multiplied with this; 0.001 turns minutes into fractions of a second. */
  retryScale: number;
  /** 5000 when absent, as Shopify allows. */
  timeoutMs?: number;
};

/** Carries deliveries to the app. */
export type Line = {
  /** One attempt; true when the app answered 2xx. */
  attempt(delivery: Delivery, headers?: Record<string, string>): Promise<boolean>;
  /** Sends in the background, with retries. */
  send(delivery: Delivery, how?: { lateMs: number; twice: boolean }): void;
  settled(): Promise<void>;
  stop(): void;
};

const maxAttempts = 9; // The first and 8 retries.
const firstRetryMs = 60_000;

function createWaits() {
  const timers = new Map<NodeJS.Timeout, () => void>();
  return {
    wait: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          timers.delete(timer);
          resolve();
        }, ms);
        timers.set(timer, resolve);
      }),
    end(): void {
      for (const [timer, resolve] of timers) {
        clearTimeout(timer);
        resolve();
      }
      timers.clear();
    },
  };
}

async function attemptOnce(
  options: LineOptions,
  delivery: Delivery,
  headers: Record<string, string> | undefined,
): Promise<boolean> {
  const { store, configuration } = options;
  const subscription = configuration.subscriptions.find((candidate) => candidate.topic === delivery.topic);
  const signed = { secret: options.secret, apiVersion: configuration.webhookApiVersion };
  const startedMs = performance.now();
  const at = store.now();
  const outcome = await attemptDelivery(new URL(subscription?.uri ?? "/webhooks", options.appUrl).href, {
    headers: headers ?? deliveryHeaders(delivery, signed),
    body: delivery.body,
    timeoutMs: options.timeoutMs ?? 5000,
  });
  delivery.attempts.push({ at, ...outcome, durationMs: Math.round(performance.now() - startedMs) });
  if (outcome.error === null) delivery.status = "delivered";
  store.changed();
  return outcome.error === null;
}

/** Opens the line to the app. */
export function openLine(options: LineOptions): Line {
  const waits = createWaits();
  const running = new Set<Promise<void>>();
  let stopped = false;
  const attempt: Line["attempt"] = (delivery, headers) => attemptOnce(options, delivery, headers);

  async function sendWithRetries(delivery: Delivery, how: { lateMs: number; twice: boolean }): Promise<void> {
    if (how.lateMs > 0) await waits.wait(how.lateMs);
    for (let number = 1; number <= maxAttempts && !stopped; number += 1) {
      const attempts = how.twice ? [attempt(delivery), attempt(delivery)] : [attempt(delivery)];
      if ((await Promise.all(attempts)).some(Boolean)) return;
      if (number < maxAttempts) await waits.wait(firstRetryMs * 2 ** (number - 1) * options.retryScale);
    }
    if (!stopped) delivery.status = "failed";
    options.store.changed();
  }

  return {
    attempt,
    send(delivery, how = { lateMs: 0, twice: false }) {
      const work = sendWithRetries(delivery, how);
      running.add(work);
      void work.finally(() => running.delete(work));
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
    stop() {
      stopped = true;
      waits.end();
    },
  };
}
