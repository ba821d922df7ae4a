import { z } from "zod";

import type { ItemLink } from "#usecases/ports/item-links";

const instant = z
  .date()
  .nullable()
  .transform((date) => date?.toISOString() ?? null);
const id = z.union([z.bigint(), z.number(), z.string()]).transform(String);

const linkRow = z
  .object({
    shop_id: z.number(),
    variant_id: id,
    product_id: id.nullable(),
    inventory_item_id: id.nullable(),
    product_title: z.string(),
    variant_title: z.string().nullable(),
    sku: z.string().nullable(),
    price: z.string().nullable(),
    state: z.enum(["mapped", "unmapped", "ignored"]),
    item_code: z.string().nullable(),
    made_by: z.enum(["sku", "person"]).nullable(),
    made_at: instant,
    removed_at: instant,
    agreed_price: z.string().nullable(),
    agreed_content: z.string().nullable(),
    agreed_title: z.string().nullable(),
  })
  .transform((row): ItemLink => ({
    shopId: row.shop_id,
    variantId: row.variant_id,
    productId: row.product_id,
    inventoryItemId: row.inventory_item_id,
    productTitle: row.product_title,
    variantTitle: row.variant_title,
    sku: row.sku,
    price: row.price,
    state: row.state,
    itemCode: row.item_code,
    madeBy: row.made_by,
    madeAt: row.made_at,
    removedAt: row.removed_at,
    agreedPrice: row.agreed_price,
    agreedContent: row.agreed_content,
    agreedTitle: row.agreed_title,
  }));

/** The columns that {@link readLinks} needs. */
export const LINK_COLUMNS = `shop_id, variant_id, product_id, inventory_item_id, product_title, variant_title, sku, price,
  state, item_code, made_by, made_at, removed_at, agreed_price, agreed_content, agreed_title`;

/** Rows of item_link as the port has them. */
export function readLinks(rows: unknown): ItemLink[] {
  return z.array(linkRow).parse(rows);
}
