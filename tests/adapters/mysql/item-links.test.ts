import type { Pool } from "mariadb";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createMysqlItemLinks } from "#adapters/mysql/item-links";

import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";

const OTHER_SHOP = 99;
let world: LedgerWorld;
let statements: string[];

/** The links with a pool that writes its statements down. */
function links() {
  const { pool } = world.database;
  const query = (sql: string, values: unknown[]): Promise<unknown> => {
    statements.push(sql);
    return pool.query(sql, values);
  };
  return createMysqlItemLinks({ pool: { query } as unknown as Pool });
}

beforeAll(async () => {
  world = await createLedgerWorld();
  statements = [];
  for (const shopId of [world.shopId, OTHER_SHOP]) {
    await createMysqlItemLinks(world.database).learn(world.programId, shopId, [
      {
        ...{ productId: "7", title: "Shirt", updatedAt: "2026-11-21T10:00:00.000Z" },
        variants: Array.from({ length: 700 }, (_, index) => ({
          ...{ variantId: String(index + 1), inventoryItemId: null, title: null, sku: null, price: "5.00" },
        })),
      },
    ]);
  }
});
afterAll(() => world.close());

test("what both sides agree on is noted for a page of variants at once, and the rest stays", async () => {
  const { programId, shopId } = world;
  const variantIds = Array.from({ length: 100 }, (_, index) => String(index + 1));
  await links().agree(
    programId,
    shopId,
    variantIds.map((variantId) => ({ variantId, price: `${variantId}.00` })),
  );
  expect(statements).toHaveLength(1);
  await links().agree(programId, shopId, [{ variantId: "2", content: "two" }, { variantId: "100000" }]);
  expect(statements).toHaveLength(2);
  const found = await links().find(programId, shopId, ["1", "2", "101"]);
  expect(found.map(({ agreedPrice, agreedContent }) => [agreedPrice, agreedContent])).toEqual([
    ["1.00", null],
    ["2.00", "two"],
    [null, null],
  ]);
  const [other] = await links().find(programId, OTHER_SHOP, ["2"]);
  expect(other).toMatchObject({ agreedPrice: null, agreedContent: null });
});

test("more variants than a statement takes are all noted, and none is no statement", async () => {
  const { programId, shopId } = world;
  statements = [];
  await links().agree(programId, shopId, []);
  expect(statements).toEqual([]);
  const all = Array.from({ length: 700 }, (_, index) => ({ variantId: String(index + 1), price: "9.00" }));
  await links().agree(programId, shopId, all);
  expect(statements).toHaveLength(2);
  const [last] = await links().find(programId, shopId, ["700"]);
  expect(last?.agreedPrice).toBe("9.00");
});

test("what variants are is said of many at once, and only those that changed are named", async () => {
  const { programId, shopId } = world;
  const itemLinks = createMysqlItemLinks(world.database);
  const said = (first: number, last: number, itemCode: string) =>
    Array.from({ length: last - first + 1 }, (_, index) => ({
      ...{ shopId, variantId: String(first + index), saying: { state: "mapped" as const, itemCode } },
    }));
  const person = { by: "person", staff: "gid://shopify/User/1" } as const;
  await itemLinks.agree(programId, shopId, [{ variantId: "1", price: "5.00", content: "one" }]);
  expect(await itemLinks.say(programId, said(1, 2, "TEA"), person)).toHaveLength(2);
  const bySku = await itemLinks.say(programId, said(1, 690, "CUP"), { by: "sku" });
  expect(bySku).toHaveLength(688);
  expect(bySku[0]).toEqual({ shopId, variantId: "3" });
  expect(await itemLinks.say(programId, said(1, 690, "CUP"), { by: "sku" })).toEqual([]);
  const spelled = await itemLinks.say(
    programId,
    [...said(2, 3, "cup"), ...said(9_999, 9_999, "CUP")],
    person,
  );
  expect(spelled.map(({ variantId }) => variantId)).toEqual(["2", "3"]);
  const found = await itemLinks.find(programId, shopId, ["1", "2", "690", "691"]);
  expect(found.map(({ state, itemCode, madeBy }) => [state, itemCode, madeBy])).toEqual([
    ["mapped", "TEA", "person"],
    ["mapped", "cup", "person"],
    ["mapped", "CUP", "sku"],
    ["unmapped", null, null],
  ]);
  expect(found[0]).toMatchObject({ agreedPrice: null, agreedContent: null });
  const [other] = await itemLinks.find(programId, OTHER_SHOP, ["2"]);
  expect(other?.state).toBe("unmapped");
});
