import type { KnownShop, KnownShops } from "#usecases/ports/known-shops";

import type { Database } from "./database.server.ts";

export interface KnownShopsOptions {
  /** How long a shop that was found is believed without asking again. */
  readonly believedForMs: number;
  readonly capacity: number;
}

/**
 * Answers from memory when it can, so that a webhook costs one statement. Only shops that exist are
 * remembered: a shop installed a moment ago is known at once.
 */
export function createMysqlKnownShops(
  { pool }: Pick<Database, "pool">,
  options: KnownShopsOptions = { believedForMs: 60_000, capacity: 10_000 },
): KnownShops {
  const believed = new Map<string, { readonly shop: KnownShop; readonly until: number }>();

  const remember = (shopDomain: string, shop: KnownShop): void => {
    believed.delete(shopDomain);
    const [oldest] = believed.keys();
    if (oldest !== undefined && believed.size >= options.capacity) believed.delete(oldest);
    believed.set(shopDomain, { shop, until: performance.now() + options.believedForMs });
  };

  return {
    async find(shopDomain) {
      const remembered = believed.get(shopDomain);
      if (remembered !== undefined && remembered.until > performance.now()) return remembered.shop;
      const [shop]: KnownShop[] = await pool.query(
        "SELECT CAST(shopify_id AS CHAR) AS shopifyId FROM shop WHERE domain = ?",
        [shopDomain],
      );
      if (shop) remember(shopDomain, shop);
      return shop ?? null;
    },
  };
}
