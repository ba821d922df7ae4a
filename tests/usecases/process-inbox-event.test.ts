import { expect, test } from "vitest";

import { webhookTopics } from "#core/inbox";
import { AmountFault } from "#core/units";
import type { Inbox, InboxEvent, InboxOutcome } from "#usecases/ports/inbox";
import { processInboxEvent } from "#usecases/process-inbox-event";
import type { InboxEventHandler, InboxEventHandlers } from "#usecases/process-inbox-event";

const KEY = { shopDomain: "test.myshopify.com", id: 1 };

/** Processes one event with a handler for every topic; returns the end that the inbox was told. */
async function process(
  handler: InboxEventHandler,
  claimed: Partial<InboxEvent> | null = {},
): Promise<{ told: InboxOutcome | undefined; failures: unknown[] }> {
  let told: InboxOutcome | undefined;
  const failures: unknown[] = [];
  const first = { triggeredAt: null, attempt: 1 };
  const event: InboxEvent = { ...KEY, topic: "orders/paid", body: "{}", ...first, ...claimed };
  const inbox = {
    claim: () => Promise.resolve(claimed && event),
    finish: (_: InboxEvent, outcome: InboxOutcome) => {
      told = outcome;
      return Promise.resolve();
    },
  } satisfies Partial<Inbox> as unknown as Inbox;
  const handlers = Object.fromEntries(webhookTopics.map((topic) => [topic, handler]));
  const result = await processInboxEvent(
    {
      inbox,
      handlers: handlers as InboxEventHandlers,
      jitter: () => 1,
      onFailure: (_, failure) => void failures.push(failure),
    },
    KEY,
  );
  expect(result ?? undefined).toEqual(told);
  return { told, failures };
}

const posts: InboxEventHandler = () => Promise.resolve({ outcome: "posted", reason: "earned" });

const fails: InboxEventHandler = () => Promise.reject(new AmountFault("quotes a secret"));

test("an event that another process has is left alone", async () => {
  expect((await process(posts, null)).told).toBeUndefined();
});

test("what the handler decided is what the inbox is told", async () => {
  expect((await process(posts)).told).toEqual({ outcome: "posted", reason: "earned" });
});

test("a handler that throws is tried again later, and the reason names the code and no message", async () => {
  const { told, failures } = await process(fails, { attempt: 3 });
  expect(told).toEqual({ outcome: "retry", inMs: 16_000, reason: "failed: amount_out_of_range" });
  expect(failures).toHaveLength(1);
});

test("the eighth failure quarantines the event with its reason", async () => {
  expect((await process(fails, { attempt: 8 })).told).toEqual({
    outcome: "quarantined",
    reason: "failed 8 times, last: amount_out_of_range",
  });
});

test("an event that took the process down eight times is quarantined without another try", async () => {
  let called = false;
  const handler: InboxEventHandler = (event) => {
    called = true;
    return posts(event);
  };
  expect((await process(handler, { attempt: 9 })).told).toEqual({
    outcome: "quarantined",
    reason: "process_ended_in_each_of_8_attempts",
  });
  expect(called).toBe(false);
});

test("a topic that this version does not know is quarantined", async () => {
  expect((await process(posts, { topic: "carts/update" })).told).toEqual({
    outcome: "quarantined",
    reason: "topic_unknown: carts/update",
  });
});
