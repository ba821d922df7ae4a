import { afterAll, beforeAll, expect, it } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { liftSimpleRule, utcCalendar } from "#core/rules";
import { installShop } from "#usecases/install-shop";
import type { Programs } from "#usecases/ports/programs";

import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";

let testDatabase: TestDatabase;
let database: Database;
let programs: Programs;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.appUrl, connections: 8 });
  programs = createMysqlPrograms(database);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const install = (name: string, currency = "USD") =>
  installShop({ programs }, { domain: `${name}.myshopify.com`, name: `The ${name} store`, currency });

it("gives a shop its own program and a first earn rule of one credit per unit of its currency", async () => {
  const shop = await install("first", "EUR");
  expect(shop).toEqual({
    shopId: shop.shopId,
    programId: shop.programId,
    domain: "first.myshopify.com",
    name: "The first store",
    currency: "EUR",
    state: "installed",
  });
  expect(await programs.findProgram(shop.programId)).toEqual({
    programId: shop.programId,
    name: "The first store",
    unitName: "credits",
    scale: 0,
    currency: "EUR",
    debtPolicy: "negative",
  });
  expect(await createMysqlEarnRules(database).listVersions(shop.programId)).toEqual([
    {
      version: 1,
      activeFrom: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      calendar: utcCalendar,
      document: liftSimpleRule({
        kind: "perCurrencyUnit",
        enabled: true,
        creditsPerUnitMicros: 1_000_000,
        currency: "EUR",
        rounding: "floor",
        expiresAfterDays: null,
      }),
    },
  ]);
});

it("makes one program of ten first installs at once", async () => {
  const shops = await Promise.all(Array.from({ length: 10 }, () => install("twice")));
  expect(new Set(shops.map(({ shopId, programId }) => `${shopId}/${programId}`)).size).toBe(1);
  const made = await database.pool.query("SELECT id FROM program WHERE name = 'The twice store'");
  expect(made).toHaveLength(1);
  expect(await createMysqlEarnRules(database).listVersions(shops[0]?.programId ?? 0)).toHaveLength(1);
});

it("finds a shop by its domain, and by its number only within its program", async () => {
  const shop = await install("found");
  expect(await programs.findShopByDomain("found.myshopify.com")).toEqual(shop);
  expect(await programs.findShop(shop.programId, shop.shopId)).toEqual(shop);
  expect(await programs.findShop(shop.programId + 1, shop.shopId)).toBeNull();
  expect(await programs.findShopByDomain("nobody.myshopify.com")).toBeNull();
  expect(await programs.findProgram(999_999)).toBeNull();
});

it("keeps program and rules of a shop that leaves and comes back", async () => {
  const shop = await install("back");
  await programs.markUninstalled(shop.domain);
  await programs.markUninstalled(shop.domain);
  expect(await programs.findShopByDomain(shop.domain)).toEqual({ ...shop, state: "uninstalled" });
  expect(await install("back")).toEqual(shop);
  expect(await createMysqlEarnRules(database).listVersions(shop.programId)).toHaveLength(1);
});
