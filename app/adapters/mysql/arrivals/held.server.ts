import { z } from "zod";

import type { CustomerWords, ProductWords } from "#core/rereading";
import type { ArrivalCheck, Held } from "#usecases/ports/arrivals";

import type { Database } from "../database.server.ts";
import { readJson } from "../json-column.server.ts";

type Db = Pick<Database, "pool">;

const customerRow = z.object({
  customer_id: z.string(),
  email: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  updated_at: z.date(),
  tags: z.unknown(),
});
const variantRow = z.object({
  product_id: z.string(),
  variant_id: z.string(),
  product_title: z.string(),
  sku: z.string().nullable(),
  price: z.string().nullable(),
  told_at: z.date(),
});

/** What is held of a few customers and products of a shop; one that is not linked or was never told is missing. */
export async function readHeld(
  db: Db,
  check: ArrivalCheck,
  told: { readonly customerIds: readonly string[]; readonly productIds: readonly string[] },
): Promise<Held> {
  return {
    customers: await heldCustomers(db, check, told.customerIds),
    products: await heldProducts(db, check, told.productIds),
  };
}

async function heldCustomers(
  { pool }: Db,
  { programId, shopId }: ArrivalCheck,
  customerIds: readonly string[],
): Promise<Map<string, CustomerWords>> {
  if (customerIds.length === 0) return new Map();
  const rows: unknown = await pool.query(
    `SELECT CAST(c.customer_id AS CHAR) AS customer_id, c.email, c.first_name, c.last_name, c.updated_at,
            (SELECT JSON_ARRAYAGG(t.tag) FROM customer_tag t
              WHERE t.program_id = c.program_id AND t.shop_id = c.shop_id AND t.customer_id = c.customer_id
                AND t.is_set) AS tags
       FROM member_customer c
      WHERE c.program_id = ? AND c.shop_id = ? AND c.customer_id IN (?) AND c.state = 'linked'`,
    [programId, shopId, customerIds.map(BigInt)],
  );
  const held = new Map<string, CustomerWords>();
  for (const row of z.array(customerRow).parse(rows)) {
    const { email, first_name: firstName, last_name: lastName } = row;
    const tags = readJson<readonly string[] | null>(row.tags) ?? [];
    held.set(row.customer_id, { email, firstName, lastName, updatedAt: row.updated_at.toISOString(), tags });
  }
  return held;
}

async function heldProducts(
  { pool }: Db,
  { programId, shopId }: ArrivalCheck,
  productIds: readonly string[],
): Promise<Map<string, ProductWords>> {
  if (productIds.length === 0) return new Map();
  const rows: unknown = await pool.query(
    `SELECT CAST(product_id AS CHAR) AS product_id, CAST(variant_id AS CHAR) AS variant_id, product_title, sku, price,
            told_at
       FROM item_link
      WHERE program_id = ? AND shop_id = ? AND product_id IN (?) AND told_at IS NOT NULL AND removed_at IS NULL`,
    [programId, shopId, productIds.map(BigInt)],
  );
  const held = new Map<string, ProductWords>();
  for (const row of z.array(variantRow).parse(rows)) {
    const { product_id: productId, variant_id: variantId, sku, price } = row;
    const before = held.get(productId);
    const toldAt = row.told_at.toISOString();
    held.set(productId, {
      productId,
      title: row.product_title,
      updatedAt: before && before.updatedAt > toldAt ? before.updatedAt : toldAt,
      variants: [...(before?.variants ?? []), { variantId, sku, price }],
    });
  }
  return held;
}
