import { z } from "zod";

import { waitsForItem } from "#core/catalog";
import type { CodeOfLine, ItemLinks, LineOfItem } from "#usecases/ports/item-links";

import type { Database } from "./database.server.ts";
import { learnProducts, noteVariants } from "./items/learn-products.server.ts";
import { agreeOnLinks } from "./items/agree-on-links.server.ts";
import { LINK_COLUMNS, readLinks } from "./items/link-rows.server.ts";
import { countLinks, countWaiting, pageOf } from "./items/show-links.server.ts";
import { sayLinks } from "./items/say-links.server.ts";

type Db = Pick<Database, "pool">;

const unmappedRow = z.object({
  shop_id: z.number(),
  variant_id: z.union([z.bigint(), z.number(), z.string()]).transform(String),
  sku: z.string(),
});
/** Variants and their items on MySQL. */
export function createMysqlItemLinks(db: Db): ItemLinks {
  const { pool } = db;
  const select = async (where: string, values: readonly unknown[]) =>
    readLinks(await pool.query(`SELECT ${LINK_COLUMNS} FROM item_link WHERE ${where}`, values));
  return {
    codesOf: (programId, shopId, lines) => codesOf(db, programId, shopId, lines),
    learn: (programId, shopId, products) => learnProducts(db, programId, shopId, products),
    async removeProduct(programId, shopId, productId) {
      await pool.query(
        `UPDATE item_link SET removed_at = UTC_TIMESTAMP(3)
          WHERE program_id = ? AND shop_id = ? AND product_id = ? AND removed_at IS NULL`,
        [programId, shopId, BigInt(productId)],
      );
    },
    say: (programId, sayings, author) => sayLinks(db, programId, sayings, author),
    async listUnmappedSkus(programId, after, limit) {
      const rows = await pool.query(
        `SELECT shop_id, variant_id, sku FROM item_link
          WHERE program_id = ? AND state = 'unmapped' AND made_by IS NULL AND sku IS NOT NULL AND sku <> ''
            AND removed_at IS NULL AND (shop_id > ? OR (shop_id = ? AND variant_id > ?))
          ORDER BY shop_id, variant_id LIMIT ?`,
        [programId, after?.shopId ?? 0, after?.shopId ?? 0, BigInt(after?.variantId ?? 0), limit],
      );
      return z
        .array(unmappedRow)
        .parse(rows)
        .map((row) => ({ shopId: row.shop_id, variantId: row.variant_id, sku: row.sku }));
    },
    listMapped: (programId, shopId, after, limit) =>
      select(
        `program_id = ? AND shop_id = ? AND state = 'mapped' AND removed_at IS NULL AND variant_id > ?
         ORDER BY variant_id LIMIT ?`,
        [programId, shopId, BigInt(after ?? 0), limit],
      ),
    async listByCodes(programId, shopId, codes) {
      if (codes.length === 0) return [];
      return select(
        `program_id = ? AND shop_id = ? AND state = 'mapped' AND removed_at IS NULL
         AND item_code IN (?) ORDER BY variant_id`,
        [programId, shopId, codes],
      );
    },
    listByProduct: (programId, shopId, productId) =>
      select("program_id = ? AND shop_id = ? AND product_id = ? AND removed_at IS NULL ORDER BY variant_id", [
        ...[programId, shopId, BigInt(productId)],
      ]),
    async find(programId, shopId, variantIds) {
      if (variantIds.length === 0) return [];
      return select("program_id = ? AND shop_id = ? AND variant_id IN (?)", [
        ...[programId, shopId, variantIds.map(BigInt)],
      ]);
    },
    agree: (programId, shopId, agreed) => agreeOnLinks(db, programId, shopId, agreed),
    listPage: (programId, wish) => select(...pageOf(programId, wish)),
    countWaiting: (programId, shopId, variantIds) => countWaiting(db, programId, shopId, variantIds),
    count: (programId, shopId) => countLinks(db, programId, shopId),
  };
}

async function codesOf(
  db: Db,
  programId: number,
  shopId: number,
  lines: readonly LineOfItem[],
): Promise<CodeOfLine[]> {
  const named = lines.flatMap((line) =>
    line.variantId === null ? [] : [{ ...line, variantId: line.variantId }],
  );
  const ids = [...new Set(named.map(({ variantId }) => BigInt(variantId)))];
  if (ids.length === 0) return lines.map(() => ({ state: "custom" }));
  const found = readLinks(
    await db.pool.query(
      `SELECT ${LINK_COLUMNS} FROM item_link
        WHERE program_id = ? AND shop_id = ? AND variant_id IN (?)`,
      [programId, shopId, ids],
    ),
  );
  const links = new Map(found.map((link) => [link.variantId, link]));
  await noteVariants(
    db,
    programId,
    shopId,
    named.filter(({ variantId }) => !links.has(variantId)),
  );
  return lines.map(({ variantId }): CodeOfLine => {
    if (variantId === null) return { state: "custom" };
    const link = links.get(variantId);
    if (link?.state === "ignored") return { state: "ignored" };
    if (link?.itemCode) return { state: "mapped", itemCode: link.itemCode };
    return { state: "unmapped", waitsFor: waitsForItem(shopId, variantId) };
  });
}
