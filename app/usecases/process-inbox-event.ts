import { afterFailure, isWebhookTopic, isWornOut, MAX_ATTEMPTS } from "#core/inbox";
import type { WebhookTopic } from "#core/inbox";

import type { Inbox, InboxEvent, InboxOutcome } from "./ports/inbox.ts";

/** How a handler ended an event for good; the reason is shown to people. */
export type HandledEvent = Exclude<InboxOutcome, { outcome: "retry" }>;

/** Applies events of one topic. Runs again after a crash, so its effects have keys of their own. */
export type InboxEventHandler = (event: InboxEvent) => Promise<HandledEvent>;

export type InboxEventHandlers = Readonly<Record<WebhookTopic, InboxEventHandler>>;

export interface ProcessInboxEventPorts {
  readonly inbox: Inbox;
  readonly handlers: InboxEventHandlers;
  /** A random number from 0 to 1. */
  readonly jitter: () => number;
  /** Called with a failure that leads to another try or to quarantine. */
  readonly onFailure: (event: InboxEvent, failure: unknown) => void;
}

/**
 * Claims one event, applies it and ends the claim. Returns null when the event is not due, done, or claimed
 * by another process. A failing handler is tried again up to `MAX_ATTEMPTS` times, then the event waits in
 * quarantine for a person.
 */
export async function processInboxEvent(
  ports: ProcessInboxEventPorts,
  input: { shopDomain: string; id: number },
): Promise<InboxOutcome | null> {
  const event = await ports.inbox.claim(input.shopDomain, input.id);
  if (event === null) return null;
  const outcome = await apply(ports, event);
  await ports.inbox.finish(event, outcome);
  return outcome;
}

async function apply(ports: ProcessInboxEventPorts, event: InboxEvent): Promise<InboxOutcome> {
  if (isWornOut(event.attempt)) {
    return { outcome: "quarantined", reason: `process_ended_in_each_of_${MAX_ATTEMPTS}_attempts` };
  }
  if (!isWebhookTopic(event.topic)) {
    return { outcome: "quarantined", reason: `topic_unknown: ${event.topic}` };
  }
  try {
    return await ports.handlers[event.topic](event);
  } catch (failure) {
    ports.onFailure(event, failure);
    return outcomeOfFailure(event, failure, ports.jitter());
  }
}

function outcomeOfFailure(event: InboxEvent, failure: unknown, jitter: number): InboxOutcome {
  const code = codeOf(failure);
  const decision = afterFailure({ attempt: event.attempt, jitter });
  if (decision.next === "retry") return { outcome: "retry", inMs: decision.inMs, reason: `failed: ${code}` };
  return { outcome: "quarantined", reason: `failed ${event.attempt} times, last: ${code}` };
}

/** The code only: messages of vendors may quote what they were sent. */
function codeOf(failure: unknown): string {
  const { code } = (failure ?? {}) as { code?: unknown };
  if (typeof code === "string") return code;
  return failure instanceof Error ? failure.name : "unknown";
}
