import { expect, test } from "vitest";

import { DEFAULT_ATTEMPTS, webhookTopics } from "#core/inbox";
import { SealingFault } from "#adapters/system/sealing";
import { AmountFault } from "#core/units";
import type { ClaimedInboxEvent, InboxOutcome } from "#usecases/ports/inbox";
import type { KnownObjects } from "#usecases/ports/named-objects";
import type { ShopObjects } from "#usecases/ports/shop-objects";
import { processInboxEvent } from "#usecases/process-inbox-event";
import type { InboxEventHandler, InboxEventHandlers } from "#usecases/process-inbox-event";

/** The number of a customer who was redacted. */
const REDACTED = "700";

const KEY = { shopDomain: "test.myshopify.com", id: 1 };

interface Claimed extends Partial<Omit<ClaimedInboxEvent, "openBody">> {
  readonly body?: string;
  readonly openBody?: () => string;
}

/** Processes one event with a handler for every topic; returns the end that the inbox was told. */
async function process(
  handler: InboxEventHandler,
  claimed: Claimed | null = {},
  known: Partial<KnownObjects> = {},
  hasAny: Awaited<ReturnType<ShopObjects["hasAny"]>> = "no",
): Promise<{ told: InboxOutcome | undefined; failures: unknown[] }> {
  let told: InboxOutcome | undefined;
  const failures: unknown[] = [];
  const { body = "{}", ...given } = claimed ?? {};
  const first = { triggeredAt: null, attempt: 1, ageMs: 0, wasAppliedBefore: false, openBody: () => body };
  const event: ClaimedInboxEvent = { ...KEY, topic: "orders/paid", ...first, ...given };
  const result = await processInboxEvent(
    {
      inbox: {
        claim: () => Promise.resolve(claimed && event),
        finish(_, outcome) {
          told = outcome;
          return Promise.resolve();
        },
      },
      shops: { find: () => Promise.resolve({ shopifyId: "548380009" }) },
      namedObjects: {
        find: (_, { length }) =>
          Promise.resolve({ ofOtherShops: [], ofRedactedCustomer: false, ...(length > 0 ? known : {}) }),
      },
      shopObjects: { hasAny: () => Promise.resolve(hasAny) },
      redactedPeople: { areAmong: (_, numbers) => Promise.resolve(numbers().includes(REDACTED)) },
      handlers: Object.fromEntries(webhookTopics.map((topic) => [topic, handler])) as InboxEventHandlers,
      retries: { attempts: DEFAULT_ATTEMPTS, attemptsByTopic: { "customers/update": 2 } },
      jitter: () => 1,
      onFailure: (_, failure) => void failures.push(failure),
    },
    KEY,
  );
  expect(result ?? undefined).toEqual(told);
  return { told, failures };
}

const posts: InboxEventHandler = () => Promise.resolve({ outcome: "posted", reason: "earned" });

const unseen: InboxEventHandler = () => {
  throw new Error("no handler was to see this");
};

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

test("a topic with a number of attempts of its own is quarantined after that many", async () => {
  expect((await process(fails, { topic: "customers/update", attempt: 2 })).told).toEqual({
    outcome: "quarantined",
    reason: "failed 2 times, last: amount_out_of_range",
  });
});

test("a body that cannot be opened is tried again: the key may come back", async () => {
  const openBody = (): string => {
    throw new SealingFault("sealing_key_unknown", "no sealing key is named k0");
  };
  expect((await process(posts, { openBody })).told).toEqual({
    outcome: "retry",
    inMs: 1_000,
    reason: "failed: sealing_key_unknown",
  });
});

test("a body that nests too deep is quarantined at once, unseen by its handler", async () => {
  const body = "[".repeat(100_000);
  expect((await process(unseen, { body })).told).toEqual({
    outcome: "quarantined",
    reason: "body_nested_too_deep",
  });
});

test("an order that was captured and came in another shop's name is quarantined, with an alarm", async () => {
  const body = JSON.stringify({
    id: 1,
    order_status_url: "https://victim.example/9/orders/abc/authenticate",
  });
  const { told, failures } = await process(unseen, { body });
  expect(told).toEqual({ outcome: "quarantined", reason: "body_names_other_shop" });
  expect(failures).toMatchObject([{ code: "body_names_other_shop" }]);
});

test("an order sent as the deletion of it is quarantined, with an alarm", async () => {
  const body = JSON.stringify({ id: 1, updated_at: "2026-11-20T12:00:00Z", line_items: [] });
  const { told, failures } = await process(unseen, { topic: "orders/delete", body });
  expect(told).toEqual({ outcome: "quarantined", reason: "body_of_other_topic" });
  expect(failures).toMatchObject([{ code: "body_of_other_topic" }]);
});

const ofOthers = { ofOtherShops: [{ kind: "customer", id: "7" }] } as const;
const update = { topic: "customers/update", body: '{"id":7}' };

test("a customer that is known as another shop's is quarantined, with an alarm", async () => {
  const { told, failures } = await process(unseen, update, ofOthers);
  expect(told).toEqual({ outcome: "quarantined", reason: "body_names_other_shop" });
  expect(failures).toMatchObject([{ code: "body_names_other_shop" }]);
});

test("a customer that another shop was given is this shop's if Shopify says so, with an alarm", async () => {
  const { told, failures } = await process(posts, update, ofOthers, "yes");
  expect(told).toEqual({ outcome: "posted", reason: "earned" });
  expect(failures).toMatchObject([{ code: "held_by_other_shop" }]);
});

test("while Shopify cannot say whose a customer is, the event is tried again", async () => {
  const { told } = await process(unseen, update, ofOthers, "unknown");
  expect(told).toEqual({ outcome: "retry", inMs: 1_000, reason: "failed: owner_unknown" });
});

test("an order whose page is the shop's own is believed, whoever has its customer", async () => {
  const order_status_url = "https://shop.example/548380009/orders/abc/authenticate";
  const body = JSON.stringify({ id: 1, order_status_url, customer: { id: 7 } });
  expect((await process(posts, { body }, ofOthers)).told).toMatchObject({ outcome: "posted" });
});

const ofRedacted = { topic: "customers/update", body: '{"id":7}' };
const redacted = { ofRedactedCustomer: true };

test("an event of somebody who was redacted ends with its body", async () => {
  expect((await process(posts, ofRedacted, redacted)).told).toEqual({
    outcome: "posted",
    reason: "earned",
    forgetBody: true,
  });
});

test("one that would be set aside for a person is ended instead, without its body", async () => {
  const refuses: InboxEventHandler = () => Promise.resolve({ outcome: "quarantined", reason: "no_total" });
  const end = { outcome: "ignored", forgetBody: true };
  expect((await process(refuses, ofRedacted, redacted)).told).toEqual({
    ...end,
    reason: "redacted: no_total",
  });
  expect((await process(fails, { ...ofRedacted, attempt: 2 }, redacted)).told).toEqual({
    ...end,
    reason: "redacted: failed 2 times, last: amount_out_of_range",
  });
});

test("one that is tried again keeps its body until then", async () => {
  expect((await process(fails, ofRedacted, redacted)).told).toEqual({
    outcome: "retry",
    inMs: 1_000,
    reason: "failed: amount_out_of_range",
  });
});

test("a body that was applied under another topic of its effect is not applied again", async () => {
  expect(await process(unseen, { topic: "orders/updated", wasAppliedBefore: true })).toEqual({
    told: { outcome: "ignored", reason: "told_under_other_topic" },
    failures: [],
  });
  expect((await process(unseen, { ...ofRedacted, wasAppliedBefore: true }, redacted)).told).toEqual({
    ...{ outcome: "ignored", reason: "told_under_other_topic", forgetBody: true },
  });
});

test("an event whose time has not come waits without a failure, also of somebody who was redacted", async () => {
  const outcome = { outcome: "waits", inMs: 60_000, reason: "not yet" } as const;
  const waits: InboxEventHandler = () => Promise.resolve(outcome);
  expect(await process(waits)).toEqual({ told: outcome, failures: [] });
  expect((await process(waits, ofRedacted, redacted)).told).toEqual(outcome);
});

test.each([
  ["that is no JSON", '{"id":"broken","customer":{"id":700,', "payload_malformed: body is no JSON"],
  [
    "that is named as a global id somewhere",
    '{"note":"gid://shopify/Customer/700"}',
    "payload_malformed: id is no id",
  ],
])(
  "an event set aside unread ends without its body when its text names somebody redacted: %s",
  async (_, body, reason) => {
    const refuses: InboxEventHandler = () => Promise.resolve({ outcome: "quarantined", reason });
    const end = { outcome: "ignored", reason: `redacted: ${reason}`, forgetBody: true };
    expect((await process(refuses, { body })).told).toEqual(end);
    const others = body.replace("700", "7001");
    expect((await process(refuses, { body: others })).told).toEqual({ outcome: "quarantined", reason });
  },
);

test("so does one that nests too deep or is of no topic, and one that ended its process in each attempt", async () => {
  const end = { outcome: "ignored", forgetBody: true };
  expect((await process(unseen, { body: `[700${"[".repeat(100)}` })).told).toMatchObject(end);
  expect((await process(unseen, { topic: "carts/update", body: '{"id":700}' })).told).toMatchObject(end);
  expect((await process(unseen, { attempt: 9, body: '{"id":700}' })).told).toEqual({
    ...end,
    reason: "redacted: process_ended_in_each_of_8_attempts",
  });
});

test("one that ended its process even while its text was looked at is set aside unseen", async () => {
  expect((await process(unseen, { attempt: 10, body: '{"id":700}' })).told).toEqual({
    outcome: "quarantined",
    reason: "process_ended_in_each_of_8_attempts",
  });
});

test("one that no key opens is set aside as it is", async () => {
  const openBody = (): string => {
    throw new SealingFault("sealing_key_unknown", "no sealing key is named k0");
  };
  expect((await process(unseen, { attempt: 9, openBody })).told).toMatchObject({ outcome: "quarantined" });
});
