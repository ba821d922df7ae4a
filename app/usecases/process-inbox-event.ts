import { afterFailure, attemptsFor, isWebhookTopic, isWornOut } from "#core/inbox";
import type { RetryPolicy, WebhookTopic } from "#core/inbox";

import { checkBody } from "./check-body.ts";
import type { CheckBodyPorts } from "./check-body.ts";
import { forgetSetAside, withoutBody } from "./forget-set-aside.ts";
import type { ClaimedInboxEvent, Inbox, InboxEvent, InboxEventKey, InboxOutcome } from "./ports/inbox.ts";
import type { RedactedPeople } from "./ports/redacted-people.ts";

/** How a handler ended an event, for good or until its time comes; the reason is shown to people. */
export type HandledEvent = Exclude<InboxOutcome, { outcome: "retry" }>;

/** Applies events of one topic. Runs again after a crash, so its effects have keys of their own. */
export type InboxEventHandler = (event: InboxEvent) => Promise<HandledEvent>;

export type InboxEventHandlers = Readonly<Record<WebhookTopic, InboxEventHandler>>;

export interface ProcessInboxEventPorts extends CheckBodyPorts {
  readonly inbox: Pick<Inbox, "claim" | "finish">;
  readonly redactedPeople: RedactedPeople;
  readonly handlers: InboxEventHandlers;
  readonly retries: RetryPolicy;
  /** A random number from 0 to 1. */
  readonly jitter: () => number;
}

const TOLD_BEFORE: HandledEvent = { outcome: "ignored", reason: "told_under_other_topic" };

/**
 * Claims one event, applies it and ends the claim. Returns null when the event is not due, done, or claimed
 * by another process. A failing handler is tried again as often as the topic's policy says, then the event waits in
 * quarantine for a person; a body that no handler may see waits there at once. What would wait there and names somebody
 * who was redacted ends without its body instead.
 */
export async function processInboxEvent(
  ports: ProcessInboxEventPorts,
  { shopDomain, id }: InboxEventKey,
): Promise<InboxOutcome | null> {
  const event = await ports.inbox.claim(shopDomain, id);
  if (event === null) return null;
  const { topic } = event;
  const attempts = isWebhookTopic(topic) ? attemptsFor(ports.retries, topic) : ports.retries.attempts;
  const judged = await judge(ports, event);
  const outcome = await forgetSetAside(ports, { event, outcome: judged, attempts });
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
  let forget = false;
  try {
    const checked = await checkBody(ports, topic, claimed);
    if (!checked.passed) return { outcome: "quarantined", reason: checked.reason };
    forget = checked.namesRedacted;
    if (claimed.wasAppliedBefore) return asRedacted(TOLD_BEFORE, forget);
    const { openBody: _, ...event } = claimed;
    return asRedacted(await ports.handlers[topic]({ ...event, body: checked.body }), forget);
  } catch (failure) {
    ports.onFailure(claimed, failure);
    return asRedacted(
      outcomeOfFailure(codeOf(failure), { attempt, attempts, jitter: ports.jitter() }),
      forget,
    );
  }
}

/** An event of somebody who was redacted ends with its body; set aside, it could never be applied again. */
function asRedacted(outcome: InboxOutcome, forget: boolean): InboxOutcome {
  if (!forget || outcome.outcome === "retry" || outcome.outcome === "waits") return outcome;
  if (outcome.outcome !== "quarantined") return { ...outcome, forgetBody: true };
  return withoutBody(outcome.reason);
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
