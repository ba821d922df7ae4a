import type { HandledEvent } from "./process-inbox-event.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import type { Programs } from "./ports/programs.ts";
import type { ShopSessions } from "./ports/shop-sessions.ts";

export interface ApplyShopEventPorts {
  readonly programs: Pick<Programs, "markUninstalled">;
  readonly sessions: ShopSessions;
}

/**
 * Applies app/uninstalled: the shop's tokens are deleted, because Shopify has revoked them, and nothing is written to
 * it from now on. Members, accounts and entries stay. Harmless when it comes twice.
 */
export async function applyShopEvent(
  ports: ApplyShopEventPorts,
  event: Pick<InboxEvent, "shopDomain">,
): Promise<HandledEvent> {
  await ports.sessions.deleteOfShop(event.shopDomain);
  await ports.programs.markUninstalled(event.shopDomain);
  return { outcome: "posted", reason: "shop_uninstalled" };
}
