import { z } from "zod";

/** The Admin API's answer to a query of ours, as the Shopify library gives it. */
type Query = (document: string) => Promise<{ json(): Promise<unknown> }>;

const answer = z.object({
  data: z.object({
    shop: z.object({
      id: z.string().regex(/^gid:\/\/shopify\/Shop\/\d{1,19}$/),
      name: z.string(),
      currencyCode: z.string().length(3),
      ianaTimezone: z.string().min(1).max(64),
    }),
  }),
});

const SHOP_DETAILS = `#graphql
  query ShopDetails {
    shop {
      id
      name
      currencyCode
      ianaTimezone
    }
  }
`;

/**
 * The shop's number at Shopify, its own name, the currency of its books (ISO 4217) and its time zone (IANA). Throws when
 * Shopify does not answer as its schema says.
 */
export async function readShopDetails(
  query: Query,
): Promise<{ shopifyId: string; name: string; currency: string; timeZone: string }> {
  const response = await query(SHOP_DETAILS);
  const { shop } = answer.parse(await response.json()).data;
  const shopifyId = shop.id.slice(shop.id.lastIndexOf("/") + 1);
  return { shopifyId, name: shop.name, currency: shop.currencyCode, timeZone: shop.ianaTimezone };
}
