import type { ItemLinks, LineOfItem, ToldProduct } from "#usecases/ports/item-links";

import type { Database } from "../database.server.ts";
import { inTransaction } from "../transaction.server.ts";

type Db = Pick<Database, "pool">;

const TITLE_LENGTH = 255;
const cut = (text: string | null): string | null => text?.slice(0, TITLE_LENGTH) ?? null;

/** Rows whose newest telling is at least as new as this one keep what they have. */
const NEWER = "(told_at IS NULL OR told_at <= VALUES(told_at))";

/**
 * `told_at` is assigned last, because MySQL evaluates assignments from left to right. A variant that comes back is no
 * longer removed.
 */
const LEARN = `product_id = IF(${NEWER}, VALUES(product_id), product_id),
  inventory_item_id = IF(${NEWER}, VALUES(inventory_item_id), inventory_item_id),
  product_title = IF(${NEWER}, VALUES(product_title), product_title),
  variant_title = IF(${NEWER}, VALUES(variant_title), variant_title),
  sku = IF(${NEWER}, VALUES(sku), sku),
  price = IF(${NEWER}, VALUES(price), price),
  removed_at = IF(${NEWER}, NULL, removed_at),
  told_at = IF(${NEWER}, VALUES(told_at), told_at)`;

/** Takes in what was told of products, each in its own commit. */
export async function learnProducts(
  db: Db,
  programId: number,
  shopId: number,
  products: readonly ToldProduct[],
): ReturnType<ItemLinks["learn"]> {
  for (const product of products) await learnProduct(db, programId, shopId, product);
}

function learnProduct(db: Db, programId: number, shopId: number, product: ToldProduct): Promise<void> {
  const { productId, title, updatedAt, variants } = product;
  const told = new Date(updatedAt);
  const key = [programId, shopId, BigInt(productId)];
  return inTransaction(db, async (connection) => {
    if (variants.length > 0) {
      await connection.query(
        `INSERT INTO item_link (program_id, shop_id, variant_id, product_id, inventory_item_id, product_title,
                                variant_title, sku, price, told_at, state, created_at)
         VALUES ${variants.map(() => "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'unmapped', UTC_TIMESTAMP(3))").join(", ")}
         ON DUPLICATE KEY UPDATE ${LEARN}`,
        variants.flatMap((variant) => [
          ...[programId, shopId, BigInt(variant.variantId), BigInt(productId)],
          variant.inventoryItemId === null ? null : BigInt(variant.inventoryItemId),
          ...[cut(title), cut(variant.title), cut(variant.sku), variant.price, told],
        ]),
      );
    }
    const kept = variants.map(({ variantId }) => BigInt(variantId));
    await connection.query(
      `UPDATE item_link SET removed_at = UTC_TIMESTAMP(3), told_at = ?
        WHERE program_id = ? AND shop_id = ? AND product_id = ? AND removed_at IS NULL
          AND (told_at IS NULL OR told_at <= ?)
          ${kept.length === 0 ? "" : "AND variant_id NOT IN (?)"}`,
      [told, ...key, told, ...(kept.length === 0 ? [] : [kept])],
    );
  });
}

/** Stores variants that only an order told of, so that people see them. */
export async function noteVariants(
  { pool }: Db,
  programId: number,
  shopId: number,
  lines: readonly (LineOfItem & { readonly variantId: string })[],
): Promise<void> {
  if (lines.length === 0) return;
  await pool.query(
    `INSERT IGNORE INTO item_link (program_id, shop_id, variant_id, product_title, sku, state, created_at)
     VALUES ${lines.map(() => "(?, ?, ?, ?, ?, 'unmapped', UTC_TIMESTAMP(3))").join(", ")}`,
    lines.flatMap(({ variantId, title, sku }) => [
      ...[programId, shopId, BigInt(variantId), cut(title), cut(sku)],
    ]),
  );
}
