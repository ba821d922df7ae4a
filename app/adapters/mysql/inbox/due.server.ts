import type { Pool } from "mariadb";

import type { InboxEventKey } from "#usecases/ports/inbox";

import { readInTurns } from "../turns.server.ts";

/** Shops whose rows one statement reads: as many parts it has. */
const SHOPS_PER_STATEMENT = 50;

/**
 * A page of due rows, the oldest of every shop before the second of any. The index (state, shop, due time) leads from
 * one waiting shop to the next without a look at the rows between, so 100,000 rows of one shop cost no more than one.
 * A page that is not full holds all there is.
 */
export async function findDue(pool: Pool, limit: number): Promise<InboxEventKey[]> {
  const [abandoned, shops] = await Promise.all([findAbandoned(pool, limit), findWaitingShops(pool, limit)]);
  const due = await readInTurns(shops, limit, (some, perShop) => readShares(pool, some, perShop));
  return [...abandoned, ...due].slice(0, limit);
}

/** Due rows of one shop, oldest first. */
export function findDueOfShop(pool: Pool, shopDomain: string, limit: number): Promise<InboxEventKey[]> {
  return pool.query(DUE_OF_SHOP, [shopDomain, limit]);
}

const DUE_OF_SHOP = `SELECT shop_domain AS shopDomain, id FROM inbox_event
  WHERE state = 'due' AND shop_domain = ? AND due_at <= UTC_TIMESTAMP(3)
  ORDER BY due_at, id LIMIT ?`;

/** Rows whose process ended before it could end its claim. As many are claimed as processes work at a time: few. */
function findAbandoned(pool: Pool, limit: number): Promise<InboxEventKey[]> {
  return pool.query(
    `SELECT shop_domain AS shopDomain, id FROM inbox_event
      WHERE state = 'claimed' AND lease_until < UTC_TIMESTAMP(3)
      ORDER BY id LIMIT ?`,
    [limit],
  );
}

/**
 * The shops whose oldest row has waited longest, those first. Only with the state among what is grouped by does
 * MariaDB skip from shop to shop; without it, it reads every due row.
 */
async function findWaitingShops(pool: Pool, limit: number): Promise<string[]> {
  const rows: { shopDomain: string }[] = await pool.query(
    `SELECT shop_domain AS shopDomain, MIN(due_at) AS oldest FROM inbox_event
      WHERE state = 'due' GROUP BY state, shop_domain
     HAVING oldest <= UTC_TIMESTAMP(3) ORDER BY oldest LIMIT ?`,
    [limit],
  );
  return rows.map(({ shopDomain }) => shopDomain);
}

/** At most `perShop` due rows of each shop, oldest first. */
async function readShares(
  pool: Pool,
  shops: readonly string[],
  perShop: number,
): Promise<Map<string, InboxEventKey[]>> {
  const shares = new Map<string, InboxEventKey[]>(shops.map((shop) => [shop, []]));
  for (let first = 0; first < shops.length; first += SHOPS_PER_STATEMENT) {
    const some = shops.slice(first, first + SHOPS_PER_STATEMENT);
    const rows: InboxEventKey[] = await pool.query(
      some.map(() => `(${DUE_OF_SHOP})`).join(" UNION ALL "),
      some.flatMap((shopDomain) => [shopDomain, perShop]),
    );
    for (const row of rows) shares.get(row.shopDomain)?.push(row);
  }
  return shares;
}
