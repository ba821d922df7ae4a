import { addMilliseconds, secondsBetween } from "../units/index.ts";
import type { Instant } from "../units/index.ts";

/**
 * Shopify sends shop/redact 48 hours after the shop uninstalled the app:
 * https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
 */
const AFTER_UNINSTALL_MS = 48 * 60 * 60_000;

/**
 * Milliseconds until a shop/redact may be carried out; 0: now. Its body names the shop and not the uninstall that it
 * belongs to, so one that comes earlier than Shopify sends it may be that of an uninstall before. `uninstalledAt` is
 * when the last uninstall became known, which may be late: 30 days are allowed. Null: that is not known.
 */
export function shopRedactionWaitMs(shop: {
  readonly uninstalledAt: Instant | null;
  readonly now: Instant;
}): number {
  if (shop.uninstalledAt === null) return 0;
  const from = addMilliseconds(shop.uninstalledAt, AFTER_UNINSTALL_MS);
  return Math.max(0, Math.round(secondsBetween(shop.now, from) * 1000));
}
