import { readObject } from "./read-object.ts";
import type { AnyObject } from "./read-object.ts";

/** What is known of the shop that a delivery claims to come from. */
export interface ClaimedShop {
  readonly domain: string;
  /** Shopify's own number of the shop; null: it is not known yet. */
  readonly shopifyId: string | null;
}

/** The address of an order's page names the shop by its number, whatever domain the shop uses. */
const ORDER_PAGE = /^https:\/\/[^/?#]+\/(\d{1,19})\/(?:orders|checkouts)\//;

/**
 * True when the body of a webhook names another shop than its header does. The signature covers only the
 * body, so a captured body can come back under any shop's name; where the body says whose it is, that decides.
 * Bodies that name no shop, or cannot be read, are not judged here.
 */
export function namesOtherShop(bodyText: string, shop: ClaimedShop): boolean {
  const body = readObject(bodyText);
  return body !== null && shopNamedIn(body, shop) === "other";
}

/** Which shop a body names; null: none, or one that cannot be compared yet. */
export function shopNamedIn(body: AnyObject, shop: ClaimedShop): "this" | "other" | null {
  // Privacy requests say `shop_domain`, the shop's own description says `myshopify_domain`.
  const domain = body["shop_domain"] ?? body["myshopify_domain"];
  if (typeof domain === "string") return domain.toLowerCase() === shop.domain ? "this" : "other";
  const page = body["order_status_url"];
  const shopifyId =
    typeof page === "string" ? (ORDER_PAGE.exec(page)?.[1] ?? null) : numberOf(body["shop_id"]);
  if (shopifyId === null || shop.shopifyId === null) return null;
  return shopifyId === shop.shopifyId ? "this" : "other";
}

/** The shop's own number, as a change of scopes tells it; null: it is none. */
function numberOf(shopId: unknown): string | null {
  if (typeof shopId === "number" && Number.isSafeInteger(shopId)) return String(shopId);
  return typeof shopId === "string" && /^\d{1,19}$/.test(shopId) ? shopId : null;
}
