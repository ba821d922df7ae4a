import { Fault } from "#core/units";

import type { HandledEvent } from "./process-inbox-event.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import type { Programs } from "./ports/programs.ts";
import type { ShopAccess } from "./ports/shop-access.ts";
import type { ShopSessions } from "./ports/shop-sessions.ts";

export interface ApplyShopEventPorts {
  readonly programs: Pick<Programs, "markUninstalled">;
  readonly sessions: ShopSessions;
  readonly shopAccess: ShopAccess;
}

/** Shopify may tell of an uninstall a moment before it revokes the token: so often it is asked whether it has. */
const ASKED_TIMES = 3;

const ASKED_AGAIN_MS = 10 * 60_000;

/** No outage of Shopify lasts as long: a shop that cannot be asked until then is closed, and so was the app. */
const OUTAGE_AT_MOST_MS = 48 * 60 * 60_000;

/** An uninstall of a shop that still lets the app in, or that could not be asked. */
export class ShopStillAnswersFault extends Fault {
  readonly code = "shop_still_answers";
  readonly retryable = true;
}

/**
 * Applies app/uninstalled: the shop's tokens are deleted, because Shopify has revoked them, and what is owed to the shop
 * waits. Members, accounts and entries stay. Harmless when it comes twice. One that tells of an uninstall before a
 * reinstall comes too late and changes nothing.
 *
 * Nothing in the body says which uninstall it tells of, and the header with its time is signed by nobody. So Shopify is
 * asked: a shop that goes on answering has the app, and somebody has sent a captured body. While Shopify is out of reach,
 * the uninstall waits, for two days at most.
 */
export async function applyShopEvent(
  ports: ApplyShopEventPorts,
  {
    shopDomain,
    triggeredAt,
    attempt,
    ageMs,
  }: Pick<InboxEvent, "shopDomain" | "triggeredAt" | "attempt" | "ageMs">,
): Promise<HandledEvent> {
  const access = await ports.shopAccess.ask(shopDomain);
  if (access !== "no" && attempt < ASKED_TIMES) {
    throw new ShopStillAnswersFault(`whether the shop lets the app in: ${access}`);
  }
  if (access === "yes") return { outcome: "ignored", reason: "shop_still_answers" };
  if (access === "unknown" && ageMs < OUTAGE_AT_MOST_MS)
    return { outcome: "waits", inMs: ASKED_AGAIN_MS, reason: "shopify_out_of_reach" };
  if (!(await leaveShop(ports, { shopDomain, triggeredAt }))) {
    return { outcome: "ignored", reason: "installed_again_since" };
  }
  return { outcome: "posted", reason: "shop_uninstalled" };
}

/** Marks a shop uninstalled and deletes its tokens. False: it has proved since `triggeredAt` that it has the app. */
export async function leaveShop(
  { programs, sessions }: Pick<ApplyShopEventPorts, "programs" | "sessions">,
  { shopDomain, triggeredAt }: Pick<InboxEvent, "shopDomain" | "triggeredAt">,
): Promise<boolean> {
  if (!(await programs.markUninstalled(shopDomain, triggeredAt))) return false;
  await sessions.deleteOfShop(shopDomain);
  return true;
}
