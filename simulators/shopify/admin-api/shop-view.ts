import { globalId } from "../state/metafields.ts";
import type { ApiContext } from "./context.ts";
import { metafieldFields } from "./metafield-view.ts";
import { nodeView } from "./node-view.ts";

function zoneOffset(timeZone: string, nowIso: string): { text: string; minutes: number } {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(
    new Date(nowIso),
  );
  const text = parts.find((part) => part.type === "timeZoneName")?.value.replace("GMT", "") || "+00:00";
  const [hours = 0, minutes = 0] = text.slice(1).split(":").map(Number);
  const sign = text.startsWith("-") ? -1 : 1;
  return { text: text.replace(":", ""), minutes: sign * (hours * 60 + minutes) };
}

/** The Shop as the schema describes it. */
export function shopView(context: ApiContext): object {
  const { shop, store } = context;
  const gid = globalId("Shop", shop.id);
  const offset = zoneOffset(shop.timeZone, store.now());
  return {
    __typename: "Shop",
    id: gid,
    name: shop.name,
    email: shop.email,
    contactEmail: shop.email,
    myshopifyDomain: shop.domain,
    url: `https://${shop.domain}`,
    primaryDomain: { id: globalId("Domain", shop.id), host: shop.domain, url: `https://${shop.domain}` },
    currencyCode: shop.currency,
    enabledPresentmentCurrencies: [shop.currency],
    ianaTimezone: shop.timeZone,
    timezoneAbbreviation: offset.text,
    timezoneOffset: offset.text,
    timezoneOffsetMinutes: offset.minutes,
    shopAddress: {
      id: globalId("ShopAddress", shop.id),
      address1: "9 Market Square",
      address2: null,
      city: "Springfield",
      provinceCode: shop.countryCode === "US" ? "IL" : null,
      zip: "62701",
      countryCodeV2: shop.countryCode,
    },
    taxesIncluded: shop.taxesIncluded,
    createdAt: shop.createdAt,
    updatedAt: shop.createdAt,
    plan: { publicDisplayName: "Basic", partnerDevelopment: true, shopifyPlus: false },
    billingAddress: { countryCodeV2: shop.countryCode },
    ...metafieldFields(context, gid, nodeView),
  };
}
