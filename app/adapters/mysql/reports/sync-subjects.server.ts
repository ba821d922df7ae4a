import type { Pool } from "mariadb";
import { z } from "zod";

import type { SyncSubject } from "#core/reading";
import { nameDocument } from "#core/sync";
import type { NamedDocument } from "#core/sync";

import { nameOfPerson, readPeople } from "./members.server.ts";
import type { Person } from "./members.server.ts";
import { readRows } from "./rows.server.ts";

const id = z.union([z.bigint(), z.number(), z.string()]).transform(String);
const orderRow = z.object({ shop_id: z.number(), order_id: id, name: z.string().nullable() });
const goodsRow = z.object({
  shop_id: z.number(),
  variant_id: id,
  product_id: id.nullable(),
  product_title: z.string(),
  variant_title: z.string().nullable(),
  sku: z.string().nullable(),
});
const itemRow = z.object({ item_code: z.string(), description: z.string() });
const shopRow = z.object({ id: z.number(), domain: z.string() });

/** What the names of documents lead to, read beforehand. */
interface Known {
  readonly shops: ReadonlyMap<number, string>;
  readonly orders: ReadonlyMap<string, string | null>;
  readonly people: ReadonlyMap<number, Person>;
  readonly goods: ReadonlyMap<string, z.output<typeof goodsRow>>;
  readonly items: ReadonlyMap<string, string>;
}

/** What documents are about, by the names that people know; a statement for each kind of thing, however many there are. */
export async function readSubjects(
  pool: Pool,
  programId: number,
  documents: readonly string[],
): Promise<(document: string) => SyncSubject> {
  const named = new Map(documents.map((document) => [document, nameDocument(document)]));
  const all = [...named.values()];
  const [shops, orders, people, goods, items] = await Promise.all([
    readShops(pool, programId, all),
    readOrders(pool, programId, all),
    readPeople(pool, programId, [
      ...new Set(all.flatMap((one) => (one.about === "member" ? one.memberId : []))),
    ]),
    readGoods(pool, programId, all),
    readItems(pool, programId, all),
  ]);
  const known = { shops, orders, people, goods, items };
  return (document) => subjectOf(document, named.get(document) ?? { about: "unknown" }, known);
}

function subjectOf(document: string, named: NamedDocument, known: Known): SyncSubject {
  switch (named.about) {
    case "order": {
      const { shopId, orderId } = named;
      const shopDomain = known.shops.get(shopId) ?? null;
      return { kind: "order", shopDomain, orderId, name: known.orders.get(`${shopId}/${orderId}`) ?? null };
    }
    case "member":
      return {
        kind: "member",
        memberId: named.memberId,
        name: nameOfPerson(known.people.get(named.memberId)),
      };
    case "item":
      return {
        kind: "item",
        itemCode: named.itemCode,
        description: known.items.get(named.itemCode) ?? null,
      };
    case "goods":
      return goodsOf(document, named, known);
    case "unknown":
      return { kind: "unknown", document };
  }
}

function goodsOf(
  document: string,
  { shopId, id: goodsId }: Extract<NamedDocument, { about: "goods" }>,
  known: Known,
): SyncSubject {
  const shopDomain = known.shops.get(shopId) ?? null;
  const variant = known.goods.get(`${shopId}/variant/${goodsId}`);
  const row = variant ?? known.goods.get(`${shopId}/product/${goodsId}`);
  if (row) {
    const title = [row.product_title, ...(variant?.variant_title ? [variant.variant_title] : [])].join(" · ");
    return { kind: "product", shopDomain, productId: row.product_id, title, sku: variant?.sku ?? null };
  }
  if (document.startsWith("stock/")) return { kind: "location", shopDomain, locationId: goodsId };
  return { kind: "unknown", document };
}

async function readShops(
  pool: Pool,
  programId: number,
  all: readonly NamedDocument[],
): Promise<Known["shops"]> {
  const ids = [...new Set(all.flatMap((one) => ("shopId" in one ? one.shopId : [])))];
  if (ids.length === 0) return new Map();
  const rows = await readRows(
    pool,
    shopRow,
    "SELECT id, domain FROM shop WHERE program_id = ? AND id IN (?)",
    [programId, ids],
  );
  return new Map(rows.map((row) => [row.id, row.domain]));
}

async function readOrders(
  pool: Pool,
  programId: number,
  all: readonly NamedDocument[],
): Promise<Known["orders"]> {
  const orders = all.flatMap((one) => (one.about === "order" ? [one] : []));
  if (orders.length === 0) return new Map();
  const rows = await readRows(
    pool,
    orderRow,
    "SELECT shop_id, order_id, name FROM order_snapshot WHERE program_id = ? AND shop_id IN (?) AND order_id IN (?)",
    [
      programId,
      [...new Set(orders.map(({ shopId }) => shopId))],
      [...new Set(orders.map(({ orderId }) => BigInt(orderId)))],
    ],
  );
  return new Map(rows.map((row) => [`${row.shop_id}/${row.order_id}`, row.name]));
}

/** Variants by their number, and one of each product by the product's. */
async function readGoods(
  pool: Pool,
  programId: number,
  all: readonly NamedDocument[],
): Promise<Known["goods"]> {
  const goods = all.flatMap((one) => (one.about === "goods" ? [one] : []));
  if (goods.length === 0) return new Map();
  const shopIds = [...new Set(goods.map(({ shopId }) => shopId))];
  const ids = [...new Set(goods.map((one) => BigInt(one.id)))];
  const columns = "shop_id, variant_id, product_id, product_title, variant_title, sku";
  const rows = await readRows(
    pool,
    goodsRow,
    `SELECT ${columns} FROM item_link WHERE program_id = ? AND shop_id IN (?) AND variant_id IN (?)
     UNION SELECT ${columns} FROM item_link WHERE program_id = ? AND shop_id IN (?) AND product_id IN (?)`,
    [programId, shopIds, ids, programId, shopIds, ids],
  );
  return new Map(
    rows.flatMap((row) => [
      [`${row.shop_id}/variant/${row.variant_id}`, row] as const,
      [`${row.shop_id}/product/${row.product_id}`, row] as const,
    ]),
  );
}

async function readItems(
  pool: Pool,
  programId: number,
  all: readonly NamedDocument[],
): Promise<Known["items"]> {
  const codes = [...new Set(all.flatMap((one) => (one.about === "item" ? one.itemCode : [])))];
  if (codes.length === 0) return new Map();
  const rows = await readRows(
    pool,
    itemRow,
    "SELECT item_code, description FROM exigo_item WHERE program_id = ? AND item_code IN (?)",
    [programId, codes],
  );
  return new Map(rows.map((row) => [row.item_code, row.description]));
}
