import type { Shop } from "../../state/types.ts";
import type { Visit } from "../visit.ts";

/** The `shop` object of Liquid. */
export function shopDrop(shop: Shop): Record<string, unknown> {
  return {
    name: shop.name,
    currency: shop.currency,
    permanent_domain: shop.domain,
    taxes_included: shop.taxesIncluded,
  };
}

/** The `routes` object of Liquid; every address stays under the shop's base. */
export function routesDrop({ base, path }: Pick<Visit, "base" | "path">): Record<string, string> {
  const at = (rest: string): string => `${base}${rest}`;
  const returnTo = path.startsWith("/account/login") ? "/account" : path;
  return {
    root_url: at("/"),
    all_products_collection_url: at("/collections/all"),
    collections_url: at("/collections"),
    cart_url: at("/cart"),
    cart_add_url: at("/cart/add"),
    cart_change_url: at("/cart/change"),
    account_url: at("/account"),
    account_login_url: at("/account/login"),
    account_logout_url: at("/account/logout"),
    storefront_login_url: at(`/account/login?return_to=${encodeURIComponent(returnTo)}`),
    checkout_url: at("/checkout"),
    products_url: at("/products"),
    localization_url: at("/localization"),
  };
}
