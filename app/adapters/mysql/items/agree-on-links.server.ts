import type { ItemLinks } from "#usecases/ports/item-links";

import type { Database } from "../database.server.ts";

/** Rows of one statement; a page of a comparison has fewer. */
const AT_ONCE = 500;

/** Notes what both sides have now of a page of variants, with one statement; what is left out stays. */
export async function agreeOnLinks(
  { pool }: Pick<Database, "pool">,
  programId: number,
  shopId: number,
  agreed: Parameters<ItemLinks["agree"]>[2],
): Promise<void> {
  for (let from = 0; from < agreed.length; from += AT_ONCE) {
    const page = agreed.slice(from, from + AT_ONCE);
    const row = "SELECT ? AS variant_id, ? AS price, ? AS content, ? AS title, ? AS has_title";
    const rows = page.map(() => row).join(" UNION ALL ");
    await pool.query(
      `UPDATE item_link l JOIN (${rows}) told ON told.variant_id = l.variant_id
          SET l.agreed_price = COALESCE(told.price, l.agreed_price),
              l.agreed_content = COALESCE(told.content, l.agreed_content),
              l.agreed_title = IF(told.has_title, told.title, l.agreed_title)
        WHERE l.program_id = ? AND l.shop_id = ?`,
      [
        ...page.flatMap(({ variantId, price, content, title }) => [
          ...[BigInt(variantId), price ?? null, content ?? null, title ?? null, title !== undefined],
        ]),
        ...[programId, shopId],
      ],
    );
  }
}
