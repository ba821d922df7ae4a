import {
  afterFailure,
  attemptsFor,
  isNestedTooDeep,
  isWebhookTopic,
  isWornOut,
  namesOtherShop,
} from "#core/inbox";
import type { RetryPolicy, WebhookTopic } from "#core/inbox";
import { Fault } from "#core/units";

import type { ClaimedInboxEvent, Inbox, InboxEvent, InboxEventKey, InboxOutcome } from "./ports/inbox.ts";
import type { KnownShops } from "./ports/known-shops.ts";

/** How a handler ended an event for good; the reason is shown to people. */
export type HandledEvent = Exclude<InboxOutcome, { outcome: "retry" }>;

/** Applies events of one topic. Runs again after a crash, so its effects have keys of their own. */
export type InboxEventHandler = (event: InboxEvent) => Promise<HandledEvent>;

export type InboxEventHandlers = Readonly<Record<WebhookTopic, InboxEventHandler>>;

export interface ProcessInboxEventPorts {
  readonly inbox: Pick<Inbox, "claim" | "finish">;
  readonly shops: KnownShops;
  readonly handlers: InboxEventHandlers;
  readonly retries: RetryPolicy;
  /** A random number from 0 to 1. */
  readonly jitter: () => number;
  /** Called with what leads to another try or, as a failure or an alarm, to quarantine. */
  readonly onFailure: (event: ClaimedInboxEvent, failure: unknown) => void;
}

/** A signed body that another shop's name was put on: somebody has captured it. */
export class BodyOfOtherShopFault extends Fault {
  readonly code = "body_names_other_shop";
}

/**
 * Claims one event, applies it and ends the claim. Returns null when the event is not due, done, or claimed
 * by another process. A failing handler is tried again as often as the topic's policy says, then the event waits in
 * quarantine for a person; a body that no handler may see waits there at once.
 */
export async function processInboxEvent(
  ports: ProcessInboxEventPorts,
  { shopDomain, id }: InboxEventKey,
): Promise<InboxOutcome | null> {
  const event = await ports.inbox.claim(shopDomain, id);
  if (event === null) return null;
  const outcome = await judge(ports, event);
  await ports.inbox.finish(event, outcome);
  return outcome;
}

async function judge(ports: ProcessInboxEventPorts, claimed: ClaimedInboxEvent): Promise<InboxOutcome> {
  const { topic, attempt } = claimed;
  if (!isWebhookTopic(topic)) return { outcome: "quarantined", reason: `topic_unknown: ${topic}` };
  const attempts = attemptsFor(ports.retries, topic);
  if (isWornOut({ attempt, attempts })) {
    return { outcome: "quarantined", reason: `process_ended_in_each_of_${attempts}_attempts` };
  }
  try {
    return await apply(ports, topic, claimed);
  } catch (failure) {
    ports.onFailure(claimed, failure);
    return outcomeOfFailure(codeOf(failure), { attempt, attempts, jitter: ports.jitter() });
  }
}

async function apply(
  ports: ProcessInboxEventPorts,
  topic: WebhookTopic,
  claimed: ClaimedInboxEvent,
): Promise<HandledEvent> {
  const { openBody, ...event } = claimed;
  const body = openBody();
  if (isNestedTooDeep(body)) return { outcome: "quarantined", reason: "body_nested_too_deep" };
  const shop = await ports.shops.find(event.shopDomain);
  if (shop && namesOtherShop(body, { domain: event.shopDomain, ...shop })) {
    ports.onFailure(claimed, new BodyOfOtherShopFault("the body names another shop than its delivery"));
    return { outcome: "quarantined", reason: "body_names_other_shop" };
  }
  return ports.handlers[topic]({ ...event, body });
}

function outcomeOfFailure(code: string, failed: Parameters<typeof afterFailure>[0]): InboxOutcome {
  const decision = afterFailure(failed);
  if (decision.next === "retry") return { outcome: "retry", inMs: decision.inMs, reason: `failed: ${code}` };
  return { outcome: "quarantined", reason: `failed ${failed.attempt} times, last: ${code}` };
}

/** The code only: messages of vendors may quote what they were sent. */
function codeOf(failure: unknown): string {
  const { code } = (failure ?? {}) as { code?: unknown };
  if (typeof code === "string") return code;
  return failure instanceof Error ? failure.name : "unknown";
}
