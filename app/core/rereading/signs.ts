import type { WebhookTopic } from "../inbox/index.ts";
import { addMilliseconds } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { ChangeRange, Voices } from "./types.ts";

/** Topics whose events leave a sign in what Shopify lists. */
export const SIGNED_TOPICS = [
  "orders/create",
  "orders/updated",
  "orders/edited",
  "orders/paid",
  "orders/cancelled",
  "orders/fulfilled",
  "orders/partially_fulfilled",
  "refunds/create",
  "customers/create",
  "customers/update",
  "customer.tags_added",
  "customer.tags_removed",
  "products/create",
  "products/update",
] as const satisfies readonly WebhookTopic[];

export type SignedTopic = (typeof SIGNED_TOPICS)[number];

/** An event that must have happened, by what Shopify lists. */
export interface Sign {
  readonly topic: SignedTopic;
  /** When it happened, or a moment before it; never one after it. */
  readonly at: Instant;
  /** What it happened to, as people look for it: an order's name, a product's title, a customer's number. */
  readonly shownBy: string;
}

/** Shopify's clock and the database's may differ by so much, and Shopify's dates have whole seconds. */
const CLOCKS_DIFFER_MS = 5_000;

/** A merge may give the customer that stays the other's words and tags, perhaps without telling those by themselves. */
const ALSO_TOLD_BY: Readonly<Partial<Record<SignedTopic, WebhookTopic>>> = {
  "customers/update": "customers/merge",
  "customer.tags_added": "customers/merge",
  "customer.tags_removed": "customers/merge",
};

export function isSignedTopic(kind: string): kind is SignedTopic {
  return SIGNED_TOPICS.some((topic) => topic === kind);
}

/**
 * The signs of events in the range of whose topic nothing was heard since. One that is younger than the range's end may
 * still be on its way; one that is older than its beginning is not told, or long ago.
 */
export function unheardSigns(
  signs: readonly Sign[],
  topics: Voices["topics"],
  { since, until }: ChangeRange,
): Sign[] {
  const from = since === null ? "" : addMilliseconds(since, CLOCKS_DIFFER_MS);
  const isHeardSince = (topic: WebhookTopic | undefined, at: Instant): boolean => {
    const heardAt = topic && topics[topic];
    return heardAt !== undefined && addMilliseconds(heardAt, CLOCKS_DIFFER_MS) > at;
  };
  return signs.filter(
    ({ topic, at }) =>
      at > from && at <= until && !isHeardSince(topic, at) && !isHeardSince(ALSO_TOLD_BY[topic], at),
  );
}
