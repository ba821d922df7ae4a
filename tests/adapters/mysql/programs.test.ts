import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { createTimeZones } from "#adapters/system/time-zones";
import { writeSimpleRule, utcCalendar } from "#core/rules";
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

const timeZones = createTimeZones();
const install = (name: string, currency = "USD") =>
  installShop(
    { programs, timeZones },
    { domain: `${name}.myshopify.com`, name: `The ${name} store`, currency },
  );

it("gives a shop its own program and a first earn rule of one credit per unit of its currency", async () => {
  const shop = await install("first", "EUR");
  expect(shop).toEqual({
    shopId: shop.shopId,
    programId: shop.programId,
    domain: "first.myshopify.com",
    name: "The first store",
    currency: "EUR",
    state: "installed",
    scopes: null,
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
      document: writeSimpleRule(
        {
          kind: "perCurrencyUnit",
          enabled: true,
          creditsPerUnitMicros: 1_000_000,
          currency: "EUR",
          rounding: "floor",
          expiresAfterDays: null,
        },
        null,
      ),
    },
  ]);
});

it("counts a new program's days in the shop's own zone, and keeps them when the shop moves", async () => {
  const shop = { domain: "zoned.myshopify.com", name: "Zoned", currency: "EUR" };
  const { programId } = await installShop({ programs, timeZones }, { ...shop, timeZone: "Europe/Berlin" });
  await installShop({ programs, timeZones }, { ...shop, timeZone: "Asia/Tokyo" });
  expect(await createMysqlEarnRules(database).listVersions(programId)).toMatchObject([
    { calendar: timeZones.calendarOf("Europe/Berlin"), document: { timeZone: "Europe/Berlin" } },
  ]);
});

it("counts in UTC where the shop's zone is not known here", async () => {
  const shop = { domain: "mars.myshopify.com", name: "Mars", currency: "EUR", timeZone: "Mars/Olympus" };
  const { programId } = await installShop({ programs, timeZones }, shop);
  expect(await createMysqlEarnRules(database).listVersions(programId)).toMatchObject([
    { calendar: utcCalendar, document: { timeZone: "UTC" } },
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
  expect(await programs.markUninstalled(shop.domain, null)).toBe(true);
  expect(await programs.markUninstalled(shop.domain, null)).toBe(true);
  expect(await programs.findShopByDomain(shop.domain)).toEqual({ ...shop, state: "uninstalled" });
  expect(await install("back")).toEqual(shop);
  expect(await createMysqlEarnRules(database).listVersions(shop.programId)).toHaveLength(1);
});

describe("an uninstall that is told late", () => {
  const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

  // Shopify's clock may be as far from the database's as it likes: both times are Shopify's.
  it.each([-10, 0, 10])("is told from a new one with clocks %i minutes apart", async (skew) => {
    const shop = await install(`clock${skew}`);
    await programs.proveInstalled(shop.domain, minutesFromNow(skew - 30));
    // The shop left at -20 and came back at -5, before anybody told of the first.
    await programs.proveInstalled(shop.domain, minutesFromNow(skew - 5));

    expect(await programs.markUninstalled(shop.domain, minutesFromNow(skew - 20))).toBe(false);
    expect(await programs.findShopByDomain(shop.domain)).toMatchObject({ state: "installed" });
    expect(await programs.markUninstalled(shop.domain, minutesFromNow(skew - 1))).toBe(true);
    expect(await programs.findShopByDomain(shop.domain)).toMatchObject({ state: "uninstalled" });
  });

  it("counts where no proof or no time is known", async () => {
    const shop = await install("proofless");
    expect(await programs.markUninstalled(shop.domain, minutesFromNow(-60))).toBe(true);
    await install("proofless");
    await programs.proveInstalled(shop.domain, minutesFromNow(0));
    expect(await programs.markUninstalled(shop.domain, null)).toBe(true);
  });
});

it("keeps the newest telling of a shop's scopes until it leaves", async () => {
  const { domain } = await install("scoped");
  const scopes = async () => (await programs.findShopByDomain(domain))?.scopes;
  expect(await scopes()).toBeNull();
  await programs.saveScopes(domain, ["read_orders", "write_customers"], "2026-11-20T10:00:00.000Z");
  await programs.saveScopes(domain, [], "2026-11-20T09:00:00.000Z");
  expect(await scopes()).toEqual(["read_orders", "write_customers"]);
  await programs.saveScopes(domain, ["read_orders"], "2026-11-20T11:00:00.000Z");
  expect(await scopes()).toEqual(["read_orders"]);
  await programs.markUninstalled(domain, null);
  expect(await scopes()).toBeNull();
});
