import { randomUUID } from "node:crypto";
import type { ShopEvent } from "../operations/index.ts";
import type { Delivery } from "../state/delivery.ts";
import { deliveryHeaders } from "./delivery-request.ts";
import type { Line, LineOptions } from "./line.ts";
import { openLine } from "./line.ts";
import type { WebhookModes } from "./modes.ts";
import { isSilent, normalModes, shuffled } from "./modes.ts";

export type WebhookSender = {
  /** Queues an event's deliveries: one per subscription to its topic, when the shop has the app. */
  emit(event: ShopEvent, options?: { evenIfUninstalled?: boolean }): Delivery[];
  modes(): WebhookModes;
  setModes(modes: Partial<WebhookModes>): WebhookModes;
  /** Sends what is held, in a shuffled order one after the other; answers how many. */
  release(): Promise<number>;
  /** Sends a delivery again with the same ids, or with a tampered body under the old signature. */
  replay(id: string, how?: ReplayHow): Promise<Delivery>;
  /** Resolves when nothing is on its way or waiting for a retry. */
  settled(): Promise<void>;
  stop(): void;
};

type ReplayHow = { tamper?: boolean; newWebhookId?: boolean };

const keptDeliveries = 2000;

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

function remember({ store }: LineOptions, delivery: Delivery): void {
  store.state.deliveries.push(delivery);
  if (store.state.deliveries.length > keptDeliveries) store.state.deliveries.shift();
  store.changed();
}

function dispatch(line: Line, modes: WebhookModes, delivery: Delivery, count: number): void {
  const isLost = modes.dropEvery > 0 && count % modes.dropEvery === 0;
  if (isLost || isSilent(modes, delivery.topic)) delivery.status = "dropped";
  else if (modes.drop !== 0) {
    if (modes.drop > 0) modes.drop -= 1;
    delivery.status = "dropped";
  } else if (modes.hold) delivery.status = "held";
  else line.send(delivery, { lateMs: modes.lateMs, twice: modes.twice });
}

async function releaseHeld(options: LineOptions, line: Line): Promise<number> {
  const held = shuffled(options.store.state.deliveries.filter((delivery) => delivery.status === "held"));
  for (const delivery of held) {
    delivery.status = "waiting";
    if (!(await line.attempt(delivery))) line.send(delivery);
  }
  return held.length;
}

async function replay(options: LineOptions, line: Line, id: string, how: ReplayHow): Promise<Delivery> {
  const original = options.store.state.deliveries.find((delivery) => delivery.id === id);
  if (!original) throw new RangeError(`There is no delivery ${id}.`);
  const copy: Delivery = {
    ...original,
    id: how.newWebhookId ? randomUUID() : original.id,
    status: "waiting",
    attempts: [],
    note: how.tamper ? "tampered" : "replayed",
  };
  const apiVersion = options.configuration.webhookApiVersion;
  const headers = deliveryHeaders(copy, { secret: options.secret, apiVersion });
  if (how.tamper) copy.body = copy.body.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
  remember(options, copy);
  if (!(await line.attempt(copy, headers))) copy.status = "failed";
  return copy;
}

/** Sends webhooks as Shopify does, and misbehaves on request. Deliveries left waiting by a stop go out first. */
export function createWebhookSender(options: LineOptions): WebhookSender {
  const { store, configuration } = options;
  const modes: WebhookModes = { ...normalModes };
  const line = openLine(options);
  let sent = 0;
  for (const delivery of store.state.deliveries) if (delivery.status === "waiting") line.send(delivery);
  return {
    emit(event, how = {}) {
      if (!store.state.installations[event.shop] && !how.evenIfUninstalled) return [];
      const eventId = randomUUID();
      const wanted = configuration.subscriptions.filter((subscription) => subscription.topic === event.topic);
      return wanted.map(() => {
        const delivery = newDelivery(event, eventId);
        remember(options, delivery);
        sent += 1;
        dispatch(line, modes, delivery, sent);
        return delivery;
      });
    },
    modes: () => ({ ...modes }),
    setModes: (change) => ({ ...Object.assign(modes, change) }),
    release() {
      modes.hold = false;
      return releaseHeld(options, line);
    },
    replay: (id, how = {}) => replay(options, line, id, how),
    settled: () => line.settled(),
    stop: () => line.stop(),
  };
}
