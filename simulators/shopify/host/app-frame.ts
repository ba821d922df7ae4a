import type { Shop } from "../state/types.ts";

/** Shopify's `host` parameter: where the shop's admin is, in base64. */
export function hostParameter(shop: string): string {
  return Buffer.from(`admin.shopify.com/store/${shop.replace(".myshopify.com", "")}`).toString("base64");
}

/** The address of the app inside the frame, with what Shopify adds to it on the first load. */
export function frameAddress(
  base: string,
  input: { shop: Shop; path: string; idToken: string; search: URLSearchParams },
): string {
  const address = new URL(input.path || "/", base);
  for (const [name, value] of input.search) address.searchParams.set(name, value);
  address.searchParams.set("embedded", "1");
  address.searchParams.set("shop", input.shop.domain);
  address.searchParams.set("host", hostParameter(input.shop.domain));
  address.searchParams.set("locale", "en");
  address.searchParams.set("id_token", input.idToken);
  return address.href;
}
