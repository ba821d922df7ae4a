import type { KnownShops } from "#usecases/ports/known-shops";

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
  const believedUntil = new Map<string, number>();

  const remember = (shopDomain: string): void => {
    believedUntil.delete(shopDomain);
    const [oldest] = believedUntil.keys();
    if (oldest !== undefined && believedUntil.size >= options.capacity) believedUntil.delete(oldest);
    believedUntil.set(shopDomain, performance.now() + options.believedForMs);
  };

  return {
    async isKnown(shopDomain) {
      if ((believedUntil.get(shopDomain) ?? 0) > performance.now()) return true;
      const rows: unknown[] = await pool.query("SELECT 1 FROM shop WHERE domain = ?", [shopDomain]);
      if (rows.length > 0) remember(shopDomain);
      return rows.length > 0;
    },
  };
}
