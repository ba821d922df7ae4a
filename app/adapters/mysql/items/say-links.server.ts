import type { PoolConnection } from "mariadb";
import { z } from "zod";

import type { ItemLinks, LinkAuthor } from "#usecases/ports/item-links";

import type { Database } from "../database.server.ts";
import { inTransaction } from "../transaction.server.ts";

type Db = Pick<Database, "pool">;
type Saying = Parameters<ItemLinks["say"]>[1][number];

/** Variants that are said of in one commit. */
const AT_ONCE = 500;

const standingRow = z.object({
  shop_id: z.number(),
  variant_id: z.union([z.bigint(), z.number(), z.string()]).transform(String),
  state: z.string(),
  item_code: z.string().nullable(),
  made_by: z.string().nullable(),
});

/** Says what variants are, a page of them in one commit; each changes only what it is about. */
export async function sayLinks(
  db: Db,
  programId: number,
  sayings: readonly Saying[],
  author: LinkAuthor,
): Promise<{ readonly shopId: number; readonly variantId: string }[]> {
  const changed: { shopId: number; variantId: string }[] = [];
  for (let from = 0; from < sayings.length; from += AT_ONCE) {
    const page = sayings.slice(from, from + AT_ONCE);
    const news = await inTransaction(db, async (connection) => {
      const open = await findChanges(connection, programId, page, author);
      if (open.length > 0) await write(connection, programId, open, author);
      return open;
    });
    changed.push(...news.map(({ shopId, variantId }) => ({ shopId, variantId })));
  }
  return changed;
}

/** Locks the variants, and leaves those that are what is said of them, or that the author may not change. */
async function findChanges(
  connection: PoolConnection,
  programId: number,
  page: readonly Saying[],
  { by }: LinkAuthor,
): Promise<Saying[]> {
  const rows = await connection.query(
    `SELECT shop_id, variant_id, state, item_code, made_by FROM item_link
      WHERE program_id = ? AND shop_id IN (?) AND variant_id IN (?) FOR UPDATE`,
    [
      programId,
      [...new Set(page.map(({ shopId }) => shopId))],
      page.map(({ variantId }) => BigInt(variantId)),
    ],
  );
  const standing = new Map(
    z
      .array(standingRow)
      .parse(rows)
      .map((row) => [`${row.shop_id}/${row.variant_id}`, row]),
  );
  return page.filter(({ shopId, variantId, saying }) => {
    const row = standing.get(`${shopId}/${variantId}`);
    if (!row) return false;
    // What a person said stands against a SKU, also when they took an item away; a person may say anything.
    if (by === "sku" && (row.state !== "unmapped" || row.made_by !== null)) return false;
    return row.state !== saying.state || row.item_code !== codeOf(saying);
  });
}

async function write(
  connection: PoolConnection,
  programId: number,
  page: readonly Saying[],
  author: LinkAuthor,
): Promise<void> {
  const told = page.map(() => "SELECT ? AS shop_id, ? AS variant_id, ? AS state, ? AS item_code");
  await connection.query(
    // Another item has another price and content, so nothing is agreed on any more.
    `UPDATE item_link l JOIN (${told.join(" UNION ALL ")}) told
         ON told.shop_id = l.shop_id AND told.variant_id = l.variant_id
        SET l.agreed_price = NULL, l.agreed_content = NULL, l.state = told.state, l.item_code = told.item_code,
            l.made_by = ?, l.made_by_staff = ?, l.made_at = UTC_TIMESTAMP(3)
      WHERE l.program_id = ?`,
    [
      ...page.flatMap(({ shopId, variantId, saying }) => [
        ...[shopId, BigInt(variantId), saying.state, codeOf(saying)],
      ]),
      ...[author.by, author.by === "person" ? author.staff : null, programId],
    ],
  );
}

function codeOf(saying: Saying["saying"]): string | null {
  return saying.state === "mapped" ? saying.itemCode : null;
}
