import type { HandledEvent } from "./process-inbox-event.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import type { Programs } from "./ports/programs.ts";
import type { ShopSessions } from "./ports/shop-sessions.ts";

export interface ApplyShopEventPorts {
  readonly programs: Pick<Programs, "markUninstalled">;
  readonly sessions: ShopSessions;
}

/**
 * Applies app/uninstalled: the shop's tokens are deleted, because Shopify has revoked them, and what is owed to the shop
 * waits. Members, accounts and entries stay. Harmless when it comes twice. One that tells of an uninstall before a
 * reinstall comes too late and changes nothing.
 */
export async function applyShopEvent(
  ports: ApplyShopEventPorts,
  event: Pick<InboxEvent, "shopDomain" | "triggeredAt">,
): Promise<HandledEvent> {
  if (!(await ports.programs.markUninstalled(event.shopDomain, event.triggeredAt))) {
    return { outcome: "ignored", reason: "installed_again_since" };
  }
  await ports.sessions.deleteOfShop(event.shopDomain);
  return { outcome: "posted", reason: "shop_uninstalled" };
}
