import { isNestedTooDeep, readOrigin } from "#core/inbox";
import type { NamedObject, WebhookTopic } from "#core/inbox";
import { Fault } from "#core/units";

import type { ClaimedInboxEvent } from "./ports/inbox.ts";
import type { KnownShops } from "./ports/known-shops.ts";
import type { NamedObjects } from "./ports/named-objects.ts";
import type { ShopObjects } from "./ports/shop-objects.ts";

export interface CheckBodyPorts {
  readonly shops: KnownShops;
  readonly namedObjects: NamedObjects;
  readonly shopObjects: ShopObjects;
  /** Called with what leads to another try, as a failure, and with what a captured body does, as an alarm. */
  readonly onFailure: (event: ClaimedInboxEvent, failure: unknown) => void;
}

/**
 * A signed body that another shop's name or another topic was put on: somebody has captured it. `held_by_other_shop`:
 * not this one, but one before, by which another shop was given what is this shop's.
 */
export class CapturedBodyFault extends Fault {
  readonly code: "body_names_other_shop" | "body_of_other_topic" | "held_by_other_shop";

  constructor(code: CapturedBodyFault["code"]) {
    super(`a signed body came under another name than its own: ${code}`);
    this.code = code;
  }
}

/** Another shop holds what a body names, and Shopify could not be asked whose it is. */
export class OwnerUnknownFault extends Fault {
  readonly code = "owner_unknown";
  readonly retryable = true;
}

/** Refused, with the reason that people see, or the body that a handler may see. */
export type CheckedBody =
  | { readonly passed: true; readonly body: string; readonly namesRedacted: boolean }
  | { readonly passed: false; readonly reason: string };

/**
 * Whether a handler may see the body: it can be read without harm, and is this topic's and this shop's. What another
 * shop holds is this shop's if Shopify says so; then the other's hold is an alarm and the event is applied. Throws
 * `owner_unknown` while Shopify is out of reach.
 */
export async function checkBody(
  ports: CheckBodyPorts,
  topic: WebhookTopic,
  claimed: ClaimedInboxEvent,
): Promise<CheckedBody> {
  const body = claimed.openBody();
  if (isNestedTooDeep(body)) return { passed: false, reason: "body_nested_too_deep" };
  const found = await ports.shops.find(claimed.shopDomain);
  if (!found) return { passed: true, body, namesRedacted: false };
  const shop = { domain: claimed.shopDomain, ...found };
  const captured = (code: CapturedBodyFault["code"]): CheckedBody => {
    ports.onFailure(claimed, new CapturedBodyFault(code));
    return { passed: false, reason: code };
  };
  const { says, names } = readOrigin(body, topic, shop);
  if (says === "other_topic") return captured("body_of_other_topic");
  if (says === "other_shop") return captured("body_names_other_shop");
  const known = await ports.namedObjects.find(shop, names);
  if (says === "unsaid" && known.ofOtherShops.length > 0) {
    if (!(await isOwn(ports, shop.domain, known.ofOtherShops))) return captured("body_names_other_shop");
    captured("held_by_other_shop");
  }
  return { passed: true, body, namesRedacted: known.ofRedactedCustomer };
}

async function isOwn(
  { shopObjects }: Pick<CheckBodyPorts, "shopObjects">,
  shopDomain: string,
  objects: readonly NamedObject[],
): Promise<boolean> {
  const has = await shopObjects.hasAny(shopDomain, objects);
  if (has === "unknown") throw new OwnerUnknownFault("Shopify could not be asked whose the named things are");
  return has === "yes";
}
