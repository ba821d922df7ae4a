import type { Pool } from "mariadb";
import { z } from "zod";

import type { ClaimedShop, NamedObject } from "#core/inbox";
import type { KnownObjects, NamedObjects } from "#usecases/ports/named-objects";

import type { Database } from "./database.server.ts";
import { gatherReads } from "./gather.server.ts";

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
 * Finds on MySQL whose the things are that a body names; what is asked at the same moment shares one statement. This is
 * the one read that goes over all tenants by an id: that a thing is another tenant's is what it asks. It answers
 * whether another shop has them, and which one it is stays here.
 */
export function createMysqlNamedObjects({ pool }: Pick<Database, "pool">): NamedObjects {
  const findOwners = gatherReads((names: readonly string[]) => readOwners(pool, names));
  return {
    async find(shop, objects) {
      const owners = await Promise.all(objects.map((object) => findOwners(nameOf(object))));
      return judge(
        objects.map((object, index) => ({ object, rows: owners[index] ?? [] })),
        shop,
      );
    },
  };
}

function nameOf({ kind, id }: NamedObject): string {
  return `${kind}/${id}`;
}

/** Rows by the name of the thing; one that nobody knows is missing. */
async function readOwners(pool: Pool, names: readonly string[]): Promise<Map<string, OwnerRow[]>> {
  const parts = KINDS.map((kind) => ({ kind, ids: idsOf(kind, names) })).filter(({ ids }) => ids.length > 0);
  const rows: unknown = await pool.query(
    parts.map(({ kind }) => `(${OWNERS[kind]})`).join(" UNION ALL "),
    parts.map(({ ids }) => ids),
  );
  const owners = new Map<string, OwnerRow[]>();
  for (const row of z.array(ownerRow).parse(rows)) {
    owners.set(nameOf(row), [...(owners.get(nameOf(row)) ?? []), row]);
  }
  return owners;
}

function idsOf(kind: NamedObject["kind"], names: readonly string[]): bigint[] {
  const prefix = `${kind}/`;
  return names.filter((name) => name.startsWith(prefix)).map((name) => BigInt(name.slice(prefix.length)));
}

interface Owned {
  readonly object: NamedObject;
  readonly rows: readonly OwnerRow[];
}

function judge(owned: readonly Owned[], shop: ClaimedShop): KnownObjects {
  const isHere = ({ domain, shopify_id: shopifyId }: OwnerRow): boolean =>
    domain === shop.domain || (shopifyId !== null && shopifyId === shop.shopifyId);
  return {
    ofOtherShops: owned
      .filter(({ rows }) => rows.length > 0 && !rows.some(isHere))
      .map(({ object }) => object),
    ofRedactedCustomer: owned.some(({ rows }) => rows.some((row) => row.redacted && isHere(row))),
  };
}
