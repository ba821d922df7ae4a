import { afterAll, beforeAll, expect, test } from "vitest";

import { createMysqlRedactedPeople } from "#adapters/mysql/redacted-people";

import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";

const SHOP = "test.myshopify.com";
const OTHER = "other.myshopify.com";

let world: LedgerWorld;

/** Customer 7 with order 70, and redacted customer 8 with order 80, whose request names order 81, which is not known. */
beforeAll(async () => {
  world = await createLedgerWorld();
  const { pool } = world.database;
  await pool.query(
    `INSERT INTO shop (program_id, domain, name, currency, state, installed_at)
     VALUES (?, ?, 'Other', 'USD', 'installed', UTC_TIMESTAMP(3))`,
    [world.programId, OTHER],
  );
  for (const customerId of [7, 8]) await world.addAccount(customerId);
  const key = [world.programId, world.shopId];
  await pool.query(
    "UPDATE member_customer SET state = 'redacted' WHERE program_id = ? AND shop_id = ? AND customer_id = 8",
    key,
  );
  for (const customerId of [7, 8]) {
    await pool.query(
      `INSERT INTO order_snapshot (program_id, shop_id, order_id, customer_id, refunds, revision, former_account_ids)
       VALUES (?, ?, ?, ?, '[]', 0, '[]')`,
      [...key, customerId * 10, customerId],
    );
  }
});
afterAll(() => world.close());

const areAmong = (shop: string, ...numbers: string[]) =>
  createMysqlRedactedPeople(world.database).areAmong(shop, () => numbers);

test("asks for no numbers while nobody of the shop was redacted", async () => {
  const unasked = () => {
    throw new Error("the text was looked at");
  };
  const people = createMysqlRedactedPeople(world.database);
  expect(await people.areAmong(SHOP, unasked)).toBe(false);
  expect(await people.areAmong("nobody.myshopify.com", unasked)).toBe(false);
});

test("knows redacted customers and their orders, of this shop alone, among many numbers", async () => {
  await world.database.pool.query(
    `INSERT INTO privacy_request (program_id, shop_id, kind, request_key, customer_id, order_ids, state, requested_at, due_at)
     VALUES (?, ?, 'customer_redact', 'customer/8', 8, '["81"]', 'done', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
    [world.programId, world.shopId],
  );
  const many = Array.from({ length: 1_500 }, (_, index) => String(9_000 + index));
  expect(await areAmong(SHOP, "7", "70", "9999999999999999999", ...many)).toBe(false);
  for (const number of ["8", "80", "81"]) expect(await areAmong(SHOP, ...many, number)).toBe(true);
  expect(await areAmong(OTHER, "8", "80", "81")).toBe(false);
  expect(await areAmong(SHOP)).toBe(false);
});
