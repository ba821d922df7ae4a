import { z } from "zod";

import { waitsForItem } from "#core/catalog";
import type { LinkState } from "#core/catalog";
import type { LinkPageWish } from "#usecases/ports/item-links";

import type { Database } from "../database.server.ts";

type Db = Pick<Database, "pool">;

const waitingRow = z.object({ waits_for: z.string(), steps: z.coerce.number() });
const countRow = z.object({
  state: z.enum(["mapped", "unmapped", "ignored"]),
  variants: z.coerce.number(),
});

/** Steps that wait for variants, by variant. */
export async function countWaiting(
  { pool }: Db,
  programId: number,
  shopId: number,
  variantIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (variantIds.length === 0) return new Map();
  const names = new Map(variantIds.map((id) => [waitsForItem(shopId, id), id]));
  const rows = await pool.query(
    `SELECT waits_for, COUNT(*) AS steps FROM document_intent
      WHERE program_id = ? AND state = 'waiting' AND waits_for IN (?)
      GROUP BY waits_for`,
    [programId, [...names.keys()]],
  );
  const counted = z.array(waitingRow).parse(rows);
  return new Map(counted.map((row) => [names.get(row.waits_for) ?? "", row.steps]));
}

/** A shop's variants that are still there, by state. */
export async function countLinks(
  { pool }: Db,
  programId: number,
  shopId: number,
): Promise<Record<LinkState, number>> {
  const rows = await pool.query(
    `SELECT state, COUNT(*) AS variants FROM item_link
      WHERE program_id = ? AND shop_id = ? AND removed_at IS NULL GROUP BY state`,
    [programId, shopId],
  );
  const counts = { mapped: 0, unmapped: 0, ignored: 0 };
  for (const { state, variants } of z.array(countRow).parse(rows)) counts[state] = variants;
  return counts;
}

/** Text in a LIKE pattern, taken letter by letter. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (letter) => `\\${letter}`);
}

/** The condition of a screenful, with its values. */
export function pageOf(programId: number, wish: LinkPageWish): [string, unknown[]] {
  const { shopId, state, search, after, limit } = wish;
  const conditions = ["program_id = ? AND shop_id = ? AND removed_at IS NULL AND variant_id > ?"];
  const values: unknown[] = [programId, shopId, BigInt(after ?? 0)];
  if (state !== "all") {
    conditions.push("state = ?");
    values.push(state);
  }
  if (search !== "") {
    conditions.push("(product_title LIKE ? OR variant_title LIKE ? OR sku LIKE ? OR item_code = ?)");
    const pattern = `%${escapeLike(search)}%`;
    values.push(pattern, pattern, pattern, search);
  }
  return [`${conditions.join(" AND ")} ORDER BY variant_id LIMIT ?`, [...values, limit]];
}
