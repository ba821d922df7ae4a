import { z } from "zod";

import type { RedactedPeople } from "#usecases/ports/redacted-people";

import type { Database } from "./database.server.ts";
import { readJson } from "./json-column.server.ts";

type Db = Pick<Database, "pool">;

/** Numbers that one statement asks for. */
const AT_ONCE = 1_000;

const requestRow = z.object({ program_id: z.number(), shop_id: z.number(), order_ids: z.unknown() });

/** Redacted customers on MySQL, found by the requests to forget them; most shops have none. */
export function createMysqlRedactedPeople(db: Db): RedactedPeople {
  return {
    async areAmong(shopDomain, numbers) {
      const requests = z.array(requestRow).parse(
        await db.pool.query(
          `SELECT r.program_id, r.shop_id, r.order_ids FROM privacy_request r
             JOIN shop s ON s.program_id = r.program_id AND s.id = r.shop_id
            WHERE s.domain = ? AND r.kind = 'customer_redact'`,
          [shopDomain],
        ),
      );
      const [first] = requests;
      if (!first) return false;
      const all = numbers();
      const named = new Set(requests.flatMap((row) => readJson<readonly string[]>(row.order_ids)));
      if (all.some((number) => named.has(number))) return true;
      for (let from = 0; from < all.length; from += AT_ONCE) {
        if (await isAnyKnown(db, first, all.slice(from, from + AT_ONCE))) return true;
      }
      return false;
    },
  };
}

/** By the keys of customers and of orders: also an order that came after the request, which does not name it. */
async function isAnyKnown(
  { pool }: Db,
  { program_id: programId, shop_id: shopId }: z.output<typeof requestRow>,
  numbers: readonly string[],
): Promise<boolean> {
  const ids = numbers.map(BigInt);
  const rows: unknown[] = await pool.query(
    `(SELECT 1 FROM member_customer
       WHERE program_id = ? AND shop_id = ? AND customer_id IN (?) AND state = 'redacted' LIMIT 1)
     UNION ALL
     (SELECT 1 FROM order_snapshot o
        JOIN member_customer c
          ON c.program_id = o.program_id AND c.shop_id = o.shop_id AND c.customer_id = o.customer_id
       WHERE o.program_id = ? AND o.shop_id = ? AND o.order_id IN (?) AND c.state = 'redacted' LIMIT 1)`,
    [programId, shopId, ids, programId, shopId, ids],
  );
  return rows.length > 0;
}
