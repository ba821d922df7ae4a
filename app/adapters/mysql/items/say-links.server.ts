import type { UpsertResult } from "mariadb";

import type { ItemLinks, LinkAuthor } from "#usecases/ports/item-links";

import type { Database } from "../database.server.ts";

type Db = Pick<Database, "pool">;

/** What a person said stands against a SKU, also when they took an item away; a person may say anything. */
const MAY_CHANGE: Readonly<Record<LinkAuthor["by"], string>> = {
  sku: "state = 'unmapped' AND made_by IS NULL",
  person: "TRUE",
};

/** Says what variants are, one after the other; each changes only what it is about. */
export async function sayLinks(
  { pool }: Db,
  programId: number,
  sayings: Parameters<ItemLinks["say"]>[1],
  author: LinkAuthor,
): Promise<{ readonly shopId: number; readonly variantId: string }[]> {
  const changed: { shopId: number; variantId: string }[] = [];
  for (const { shopId, variantId, saying } of sayings) {
    const code = saying.state === "mapped" ? saying.itemCode : null;
    const { affectedRows }: UpsertResult = await pool.query(
      // Another item has another price and content, so nothing is agreed on any more.
      `UPDATE item_link SET agreed_price = NULL, agreed_content = NULL, agreed_title = NULL, state = ?, item_code = ?, made_by = ?,
              made_by_staff = ?, made_at = UTC_TIMESTAMP(3)
        WHERE program_id = ? AND shop_id = ? AND variant_id = ? AND ${MAY_CHANGE[author.by]}
          AND NOT (state = ? AND item_code <=> ?)`,
      [
        ...[saying.state, code, author.by, author.by === "person" ? author.staff : null],
        ...[programId, shopId, BigInt(variantId), saying.state, code],
      ],
    );
    if (affectedRows === 1) changed.push({ shopId, variantId });
  }
  return changed;
}
