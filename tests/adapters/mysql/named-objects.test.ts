import { afterAll, beforeAll, expect, test } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import { createMysqlNamedObjects } from "#adapters/mysql/named-objects";
import type { NamedObject } from "#core/inbox";

import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";
import { rowsReadBy } from "../../support/rows-read.ts";

const THIS = { domain: "test.myshopify.com", shopifyId: null };
const OTHER = { domain: "other.myshopify.com", shopifyId: "9" };

const NOTHING = { ofOtherShops: [], ofRedactedCustomer: false };

let world: LedgerWorld;

/** In the first shop: customer 7 with order 70, redacted customer 8 with order 80, product 90. Nothing in the other. */
beforeAll(async () => {
  world = await createLedgerWorld();
  const { pool } = world.database;
  const { insertId: otherProgramId } = await pool.query<{ insertId: number }>(
    `INSERT INTO program (name, unit_name, scale, currency, debt_policy, created_at)
     VALUES ('Other', 'credits', 0, 'USD', 'negative', UTC_TIMESTAMP(3))`,
  );
  await pool.query(
    `INSERT INTO shop (program_id, domain, shopify_id, name, currency, state, installed_at)
     VALUES (?, ?, 9, 'Other', 'USD', 'installed', UTC_TIMESTAMP(3))`,
    [otherProgramId, OTHER.domain],
  );
  for (const customerId of [7, 8]) await world.addAccount(customerId);
  const key = [world.programId, world.shopId];
  await pool.query(
    "UPDATE member_customer SET state = 'redacted' WHERE program_id = ? AND shop_id = ? AND customer_id = 8",
    key,
  );
  for (const [orderId, customerId] of [
    [70, 7],
    [80, 8],
  ]) {
    await pool.query(
      `INSERT INTO order_snapshot (program_id, shop_id, order_id, customer_id, refunds, revision, former_account_ids)
       VALUES (?, ?, ?, ?, '[]', 0, '[]')`,
      [...key, orderId, customerId],
    );
  }
  for (const variantId of [900, 901]) {
    await pool.query(
      `INSERT INTO item_link (program_id, shop_id, variant_id, product_id, product_title, state, created_at)
       VALUES (?, ?, ?, 90, 'Tea', 'unmapped', UTC_TIMESTAMP(3))`,
      [...key, variantId],
    );
  }
});

afterAll(() => world.close());

const find = (shop: typeof THIS | typeof OTHER, ...objects: NamedObject[]) =>
  createMysqlNamedObjects(world.database).find(shop, objects);
const customer = (id: string): NamedObject => ({ kind: "customer", id });
const order = (id: string): NamedObject => ({ kind: "order", id });
const product = (id: string): NamedObject => ({ kind: "product", id });

test.each([customer("7"), order("70"), product("90")])(
  "a known $kind is its own shop's, and another shop's in any other name",
  async (object) => {
    expect(await find(THIS, object)).toEqual(NOTHING);
    expect(await find(OTHER, object)).toEqual({ ...NOTHING, ofOtherShops: [object] });
  },
);

test.each([customer("70"), order("7"), product("900")])(
  "what no shop knows says nothing: $kind $id",
  async (object) => {
    expect(await find(OTHER, object)).toEqual(NOTHING);
  },
);

test("a thing of another shop is told apart from those that nobody knows", async () => {
  expect(await find(OTHER, customer("1"), order("70"))).toMatchObject({
    ofOtherShops: [order("70")],
  });
  expect(await find(OTHER)).toEqual(NOTHING);
});

test("what both shops know is believed of both", async () => {
  const { pool } = world.database;
  await pool.query(
    `INSERT INTO order_snapshot (program_id, shop_id, order_id, refunds, revision, former_account_ids)
     SELECT program_id, id, 70, '[]', 0, '[]' FROM shop WHERE domain = ?`,
    [OTHER.domain],
  );
  expect(await find(THIS, order("70"))).toEqual(NOTHING);
  expect(await find(OTHER, order("70"))).toEqual(NOTHING);
});

test("a shop that was given another domain is known by its number", async () => {
  expect(await find({ domain: "renamed.myshopify.com", shopifyId: "9" }, order("70"))).toEqual(NOTHING);
  expect(await find({ domain: "renamed.myshopify.com", shopifyId: "9" }, order("80"))).toMatchObject({
    ofOtherShops: [order("80")],
  });
});

test("a redacted customer is known by the customer's id and by the orders", async () => {
  expect(await find(THIS, customer("8"))).toEqual({ ...NOTHING, ofRedactedCustomer: true });
  expect(await find(THIS, order("80"))).toEqual({ ...NOTHING, ofRedactedCustomer: true });
  // Another shop learns nothing of it.
  expect(await find(OTHER, customer("8"))).toEqual({ ...NOTHING, ofOtherShops: [customer("8")] });
});

test("what events of one moment name is asked for by one statement, and told apart", async () => {
  const single = openDatabase({ url: world.testDatabase.appUrl, connections: 1 });
  const selects = async (): Promise<number> => {
    const rows: { Value: string }[] = await single.pool.query("SHOW SESSION STATUS LIKE 'Com_select'");
    return Number(rows[0]?.Value);
  };
  const objects = createMysqlNamedObjects(single);
  const before = await selects();
  const known = await Promise.all([
    objects.find(OTHER, [customer("7")]),
    objects.find(THIS, [customer("7"), order("80")]),
    objects.find(OTHER, [customer("1"), product("7")]),
    objects.find(OTHER, []),
  ]);
  expect((await selects()) - before).toBe(1);
  await single.close();
  expect(known).toEqual([
    { ...NOTHING, ofOtherShops: [customer("7")] },
    { ...NOTHING, ofRedactedCustomer: true },
    NOTHING,
    NOTHING,
  ]);
});

test("rows are found by the id, however many there are", async () => {
  const { pool } = world.database;
  await pool.batch(
    `INSERT INTO order_snapshot (program_id, shop_id, order_id, refunds, revision, former_account_ids)
     VALUES (?, ?, ?, '[]', 0, '[]')`,
    Array.from({ length: 500 }, (_, index) => [world.programId, world.shopId, 100_000 + index]),
  );
  await pool.query("ANALYZE TABLE order_snapshot");
  const single = openDatabase({ url: world.testDatabase.appUrl, connections: 1 });
  const objects = createMysqlNamedObjects(single);
  const read = await rowsReadBy(single, () =>
    objects.find(OTHER, [customer("8"), order("80"), product("90")]),
  );
  await single.close();
  expect(read).toBeLessThan(40);
});
