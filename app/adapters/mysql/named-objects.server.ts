import { z } from "zod";

import type { ClaimedShop, NamedObject } from "#core/inbox";
import type { KnownObjects, NamedObjects } from "#usecases/ports/named-objects";

import type { Database } from "./database.server.ts";

const ownerRow = z.object({
  kind: z.enum(["customer", "order", "product"]),
  id: z.string(),
  domain: z.string(),
  shopify_id: z.string().nullable(),
  redacted: z.coerce.boolean(),
});

type OwnerRow = z.output<typeof ownerRow>;

/** Each part is led to its rows by an index on the id alone. */
const OWNERS = {
  customer: `SELECT 'customer' AS kind, CAST(c.customer_id AS CHAR) AS id, s.domain,
         CAST(s.shopify_id AS CHAR) AS shopify_id, c.state = 'redacted' AS redacted
    FROM member_customer c JOIN shop s ON s.program_id = c.program_id AND s.id = c.shop_id
   WHERE c.customer_id IN (?)`,
  order: `SELECT 'order' AS kind, CAST(o.order_id AS CHAR) AS id, s.domain,
         CAST(s.shopify_id AS CHAR) AS shopify_id, COALESCE(c.state = 'redacted', FALSE) AS redacted
    FROM order_snapshot o JOIN shop s ON s.program_id = o.program_id AND s.id = o.shop_id
    LEFT JOIN member_customer c
      ON c.program_id = o.program_id AND c.shop_id = o.shop_id AND c.customer_id = o.customer_id
   WHERE o.order_id IN (?)`,
  product: `SELECT DISTINCT 'product' AS kind, CAST(l.product_id AS CHAR) AS id, s.domain,
         CAST(s.shopify_id AS CHAR) AS shopify_id, FALSE AS redacted
    FROM item_link l JOIN shop s ON s.program_id = l.program_id AND s.id = l.shop_id
   WHERE l.product_id IN (?)`,
} as const satisfies Record<NamedObject["kind"], string>;

const KINDS = ["customer", "order", "product"] as const;

/**
 * Finds on MySQL whose the things are that a body names, in one round trip. This is the one read that goes over all
 * tenants by an id: that a thing is another tenant's is what it asks. It answers yes or no, and whose it is stays here.
 */
export function createMysqlNamedObjects({ pool }: Pick<Database, "pool">): NamedObjects {
  return {
    async find(shop, objects) {
      const parts = KINDS.map((kind) => ({ kind, ids: idsOf(objects, kind) })).filter(
        ({ ids }) => ids.length > 0,
      );
      if (parts.length === 0) return { ofOtherShop: false, ofRedactedCustomer: false };
      const rows: unknown = await pool.query(
        parts.map(({ kind }) => `(${OWNERS[kind]})`).join(" UNION ALL "),
        parts.map(({ ids }) => ids),
      );
      return judge(z.array(ownerRow).parse(rows), shop, objects);
    },
  };
}

function idsOf(objects: readonly NamedObject[], kind: NamedObject["kind"]): bigint[] {
  return objects.filter((object) => object.kind === kind).map(({ id }) => BigInt(id));
}

function judge(rows: readonly OwnerRow[], shop: ClaimedShop, objects: readonly NamedObject[]): KnownObjects {
  const isHere = ({ domain, shopify_id: shopifyId }: OwnerRow): boolean =>
    domain === shop.domain || (shopifyId !== null && shopifyId === shop.shopifyId);
  const ofOtherShop = objects.some(({ kind, id }) => {
    const owners = rows.filter((row) => row.kind === kind && row.id === id);
    return owners.length > 0 && !owners.some(isHere);
  });
  return { ofOtherShop, ofRedactedCustomer: rows.some((row) => row.redacted && isHere(row)) };
}
