import { randomUUID } from "node:crypto";
import type { AppConfiguration } from "../config/app-configuration.ts";
import type { ShopEvent } from "../operations/index.ts";
import type { Store } from "../state/store.ts";
import type { Delivery } from "../state/types.ts";
import { attemptDelivery, deliveryHeaders } from "./delivery-request.ts";
import type { WebhookModes } from "./modes.ts";
import { normalModes, shuffled } from "./modes.ts";

export type WebhookSender = {
  /** Queues an event's deliveries: one per subscription to its topic, when the shop has the app. */
  emit(event: ShopEvent, options?: { evenIfUninstalled?: boolean }): Delivery[];
  modes(): WebhookModes;
  setModes(modes: Partial<WebhookModes>): WebhookModes;
  /** Sends what is held, in a shuffled order one after the other; answers how many. */
  release(): Promise<number>;
  /** Sends a delivery again with the same ids, or with a tampered body under the old signature. */
  replay(id: string, how?: { tamper?: boolean; newWebhookId?: boolean }): Promise<Delivery>;
  /** Resolves when nothing is on its way or waiting for a retry. */
  settled(): Promise<void>;
  stop(): void;
};

type Options = {
  store: Store;
  configuration: AppConfiguration;
  secret: string;
  /** Where relative subscription addresses point. */
  appUrl: string;
  /** Shopify's own waits are multiplied with this; 0.001 turns minutes into fractions of a second. */
  retryScale: number;
  timeoutMs?: number;
};

const maxAttempts = 9; // The first and 8 retries.
const firstRetryMs = 60_000;
const keptDeliveries = 2000;

/** Sends webhooks as Shopify does, and misbehaves on request. */
export function createWebhookSender(options: Options): WebhookSender {
  const { store, configuration } = options;
  let modes: WebhookModes = { ...normalModes };
  let stopped = false;
  const timers = new Map<NodeJS.Timeout, () => void>();
  const running = new Set<Promise<void>>();

  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, ms);
      timers.set(timer, resolve);
    });

  async function attempt(delivery: Delivery, headers?: Record<string, string>): Promise<boolean> {
    const uri =
      configuration.subscriptions.find((subscription) => subscription.topic === delivery.topic)?.uri ?? "/webhooks";
    const startedMs = performance.now();
    const at = store.now();
    const signed = { secret: options.secret, apiVersion: configuration.webhookApiVersion };
    const outcome = await attemptDelivery(new URL(uri, options.appUrl).href, {
      headers: headers ?? deliveryHeaders(delivery, signed),
      body: delivery.body,
      timeoutMs: options.timeoutMs ?? 5000,
    });
    delivery.attempts.push({ at, ...outcome, durationMs: Math.round(performance.now() - startedMs) });
    if (outcome.error === null) delivery.status = "delivered";
    store.changed();
    return outcome.error === null;
  }

  async function sendWithRetries(delivery: Delivery): Promise<void> {
    for (let number = 1; number <= maxAttempts && !stopped; number += 1) {
      const results = await Promise.all(
        modes.twice ? [attempt(delivery), attempt(delivery)] : [attempt(delivery)],
      );
      if (results.some(Boolean)) return;
      if (number < maxAttempts) await wait(firstRetryMs * 2 ** (number - 1) * options.retryScale);
    }
    if (!stopped) {
      delivery.status = "failed";
      store.changed();
    }
  }

  function track(work: Promise<void>): void {
    running.add(work);
    void work.finally(() => running.delete(work));
  }

  function dispatch(delivery: Delivery): void {
    if (modes.drop !== 0) {
      if (modes.drop > 0) modes.drop -= 1;
      delivery.status = "dropped";
    } else if (modes.hold) {
      delivery.status = "held";
    } else {
      const lateMs = modes.lateMs;
      track((lateMs > 0 ? wait(lateMs) : Promise.resolve()).then(() => sendWithRetries(delivery)));
    }
  }

  function remember(delivery: Delivery): void {
    store.state.deliveries.push(delivery);
    if (store.state.deliveries.length > keptDeliveries) store.state.deliveries.shift();
    store.changed();
  }

  function newDelivery(event: ShopEvent, eventId: string): Delivery {
    return {
      id: randomUUID(),
      eventId,
      shop: event.shop,
      topic: event.topic,
      triggeredAt: new Date().toISOString(),
      body: JSON.stringify(event.payload),
      status: "waiting",
      attempts: [],
      note: null,
    };
  }

  for (const delivery of store.state.deliveries) if (delivery.status === "waiting") track(sendWithRetries(delivery));

  return {
    emit(event, how = {}) {
      if (!store.state.installations[event.shop] && !how.evenIfUninstalled) return [];
      const eventId = randomUUID();
      const wanted = configuration.subscriptions.filter((subscription) => subscription.topic === event.topic);
      return wanted.map(() => {
        const delivery = newDelivery(event, eventId);
        remember(delivery);
        dispatch(delivery);
        return delivery;
      });
    },
    modes: () => ({ ...modes }),
    setModes(change) {
      modes = { ...modes, ...change };
      return { ...modes };
    },
    async release() {
      modes.hold = false;
      const held = shuffled(store.state.deliveries.filter((delivery) => delivery.status === "held"));
      for (const delivery of held) {
        delivery.status = "waiting";
        await attempt(delivery);
        if ((delivery.status as Delivery["status"]) !== "delivered") track(sendWithRetries(delivery));
      }
      return held.length;
    },
    async replay(id, how = {}) {
      const original = store.state.deliveries.find((delivery) => delivery.id === id);
      if (!original) throw new RangeError(`There is no delivery ${id}.`);
      const { secret } = options;
      const signed = { secret, apiVersion: configuration.webhookApiVersion };
      const copy: Delivery = {
        ...original,
        id: how.newWebhookId ? randomUUID() : original.id,
        status: "waiting",
        attempts: [],
        note: how.tamper ? "tampered" : "replayed",
      };
      const headers = deliveryHeaders(copy, signed);
      if (how.tamper) copy.body = copy.body.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
      remember(copy);
      if (!(await attempt(copy, headers))) copy.status = "failed";
      return copy;
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
    stop() {
      stopped = true;
      for (const [timer, resolve] of timers) {
        clearTimeout(timer);
        resolve();
      }
      timers.clear();
    },
  };
}
