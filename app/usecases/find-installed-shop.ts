import type { HandledEvent } from "./process-inbox-event.ts";
import type { Programs, Shop } from "./ports/programs.ts";

/** The shop of an event, or why the event has no effect. */
export type InstalledShop =
  | { readonly installed: true; readonly shop: Shop }
  | { readonly installed: false; readonly outcome: HandledEvent };

/**
 * Looks up the shop that an event came from. Events of a shop that has uninstalled the app change nothing: what it
 * holds is left as it was, for a reinstall or a redaction.
 */
export async function findInstalledShop(
  ports: { readonly programs: Pick<Programs, "findShopByDomain"> },
  shopDomain: string,
): Promise<InstalledShop> {
  const shop = await ports.programs.findShopByDomain(shopDomain);
  if (shop?.state === "installed") return { installed: true, shop };
  return {
    installed: false,
    outcome: { outcome: "ignored", reason: shop ? "shop_uninstalled" : "shop_unknown" },
  };
}
