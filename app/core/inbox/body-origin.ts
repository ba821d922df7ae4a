import { namedObjects } from "./named-objects.ts";
import type { NamedObject } from "./named-objects.ts";
import { readObject } from "./read-object.ts";
import { shopNamedIn } from "./shop-in-payload.ts";
import type { ClaimedShop } from "./shop-in-payload.ts";
import { isOfOtherTopic } from "./topic-in-payload.ts";
import type { WebhookTopic } from "./topics.ts";

/**
 * Where a body says that it comes from. The signature covers nothing but the body, so its topic and its shop may be
 * those that somebody put on a captured one.
 */
export interface BodyOrigin {
  /** unsaid: the body names no shop, so that only what it names can tell. */
  readonly says: "this_shop" | "other_shop" | "other_topic" | "unsaid";
  readonly names: readonly NamedObject[];
}

const UNREADABLE: BodyOrigin = { says: "unsaid", names: [] };

/** Reads once what a body tells of its topic, of its shop and of what it is about. One that cannot be read tells nothing. */
export function readOrigin(bodyText: string, topic: WebhookTopic, shop: ClaimedShop): BodyOrigin {
  const body = readObject(bodyText);
  if (body === null) return UNREADABLE;
  if (isOfOtherTopic(body, topic)) return { says: "other_topic", names: [] };
  const shopNamed = shopNamedIn(body, shop);
  if (shopNamed === "other") return { says: "other_shop", names: [] };
  return { says: shopNamed === "this" ? "this_shop" : "unsaid", names: namedObjects(body, topic) };
}
