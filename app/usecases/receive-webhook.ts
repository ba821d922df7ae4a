import { isWebhookTopic, mayRepeatItself, namesOtherShop } from "#core/inbox";

import type { Inbox, ReceivedWebhook } from "./ports/inbox.ts";
import type { KnownShops } from "./ports/known-shops.ts";

/** What became of a webhook whose signature holds. Only "stored" left a row. */
export type ReceivedWebhookResult =
  | { readonly status: "stored"; readonly id: number }
  | { readonly status: "duplicate" }
  | { readonly status: "replayed"; readonly otherShop: boolean }
  | { readonly status: "unknown_topic" }
  | { readonly status: "unknown_shop" };

/**
 * Stores a webhook whose signature holds, with one insert. The delivery id is the idempotency key; nothing
 * is applied here. Throws a fault, and stores nothing, when the database is out of reach.
 */
export async function receiveWebhook(
  ports: { inbox: Inbox; shops: KnownShops },
  webhook: ReceivedWebhook,
): Promise<ReceivedWebhookResult> {
  if (!isWebhookTopic(webhook.topic)) return { status: "unknown_topic" };
  const shop = await ports.shops.find(webhook.shopDomain);
  if (shop === null) return { status: "unknown_shop" };
  // Bodies that may repeat are not caught by their digest; they are small and say whose they are. The others are
  // read when they are processed, so that an answer does not wait for it.
  if (mayRepeatItself(webhook.topic)) {
    const claimed = { domain: webhook.shopDomain, ...shop };
    if (namesOtherShop(webhook.body.toString("utf8"), claimed))
      return { status: "replayed", otherShop: true };
  }
  return ports.inbox.store(webhook);
}
