/**
 * True when the body of a webhook names another shop than its header does. The signature covers only the
 * body, so a captured body can come back under any shop's name; where the body says whose it is, that decides.
 * Bodies that name no shop, or cannot be read, are not judged here.
 */
export function namesOtherShop(bodyText: string, shopDomain: string): boolean {
  const named = shopNamedIn(bodyText);
  return named !== null && named !== shopDomain;
}

function shopNamedIn(bodyText: string): string | null {
  let body: unknown;
  try {
    body = JSON.parse(bodyText);
  } catch {
    // An unreadable body is judged when it is processed, where its reason can be stored.
    return null;
  }
  if (typeof body !== "object" || body === null) return null;
  // Privacy requests say `shop_domain`, the shop's own description says `myshopify_domain`.
  const { shop_domain: requested, myshopify_domain: described } = body as Record<string, unknown>;
  const named = requested ?? described;
  return typeof named === "string" ? named.toLowerCase() : null;
}
