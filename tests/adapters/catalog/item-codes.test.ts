import { afterEach, beforeEach, expect, test } from "vitest";

import type { ExigoItemsSetup } from "#core/exigo";

import { createCatalogWorld } from "../../support/catalog-world.ts";
import type { CatalogWorld } from "../../support/catalog-world.ts";
import { SHOP } from "../../support/shop-world.ts";

let world: CatalogWorld;

beforeEach(async () => {
  world = await createCatalogWorld();
});
afterEach(async () => {
  expect(world.exigoFaults).toEqual([]);
  await world.close();
});

/** More than a page of codes, in an order that is not theirs, with letters that a query has to write otherwise. */
const CODES = [
  ...Array.from({ length: 104 }, (_, index) => `BULK-${(index * 37) % 104}`),
  ...["b'quote", "Zeta & Co", "alpha", "MAPPED-1"],
];
/** The simulator's own report of all items. */
const ITEMS_REPORT = 1;

/** What the shop and the app have after the items were compared, wherever their codes came from. */
async function compareBy(items: Partial<ExigoItemsSetup>) {
  for (const code of CODES) await world.addItem(code, { stock: 0 });
  const { variantId } = await world.addProduct("MAPPED-1");
  await world.configure({ createProducts: true }, [], items);
  await world.compare("items");
  await world.deliverSteps();
  await world.tell();
  const turns = await world.adapters.catalogTurns.list(world.programId);
  const [link] = await world.adapters.itemLinks.find(world.programId, world.shopId, [variantId]);
  const drafts = world.simulator.store.productsOf(SHOP).filter(({ status }) => status === "DRAFT");
  return {
    error: turns.find(({ task }) => task === "items")?.lastError ?? null,
    mapped: link?.itemCode,
    drafts: drafts.map(({ variants }) => variants[0]?.sku ?? "").toSorted(),
  };
}

const EXPECTED = {
  error: null,
  mapped: "MAPPED-1",
  drafts: CODES.filter((code) => code !== "MAPPED-1").toSorted(),
};

test("codes that the settings list become drafts, each once, but for those that a product has", async () => {
  expect(await compareBy({ codes: CODES })).toEqual(EXPECTED);
});

test("the same codes of a report make the same", async () => {
  const report = { source: "report", reportId: ITEMS_REPORT, reportColumn: "itemcode" } as const;
  expect(await compareBy(report)).toEqual(EXPECTED);
});

test("the same codes of OData make the same", async () => {
  expect(await compareBy({ source: "odata" })).toEqual(EXPECTED);
});

test("a report that is gone leaves everything as it is, and says so", async () => {
  const none = await compareBy({ source: "report", reportId: 99 });
  expect(none).toMatchObject({ mapped: "MAPPED-1", drafts: [], error: expect.stringContaining("Report") });
});
