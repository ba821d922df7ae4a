import type { Shop } from "../state/types.ts";
import type { OperationContext } from "./index.ts";
import type { CreateShopInput } from "./inputs.ts";
import { refuseUnless } from "./refused.ts";

/** Opens a shop. The domain may leave out `.myshopify.com`. */
export function createShop({ store }: OperationContext, input: CreateShopInput): Shop {
  const domain = input.domain.includes(".") ? input.domain : `${input.domain}.myshopify.com`;
  refuseUnless(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(domain), `"${domain}" is not a shop's domain.`);
  refuseUnless(!store.shop(domain), `The shop ${domain} exists already.`);
  const shop: Shop = {
    domain,
    id: store.nextId(),
    name: input.name ?? domain.replace(".myshopify.com", ""),
    email: input.email ?? `owner@${domain.replace(".myshopify.com", "")}.example`,
    currency: input.currency ?? "USD",
    timeZone: input.timeZone ?? "America/New_York",
    countryCode: input.countryCode ?? "US",
    taxesIncluded: input.taxesIncluded ?? false,
    taxRateBps: input.taxRateBps ?? 0,
    apiPointsPerSecond: input.apiPointsPerSecond ?? 100,
    nextOrderNumber: 1001,
    createdAt: store.now(),
  };
  store.state.shops[domain] = shop;
  store.changed();
  return shop;
}

/** The shop, or a refusal that names it. */
export function requireShop({ store }: OperationContext, domain: string): Shop {
  const shop = store.shop(domain);
  refuseUnless(shop, `There is no shop ${domain}.`);
  return shop;
}
