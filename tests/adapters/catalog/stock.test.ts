import { afterAll, beforeAll, expect, test } from "vitest";

import { createCatalogWorld } from "../../support/catalog-world.ts";
import type { CatalogWorld } from "../../support/catalog-world.ts";
import { SHOP } from "../../support/shop-world.ts";

let world: CatalogWorld;

beforeAll(async () => {
  world = await createCatalogWorld();
});
afterAll(() => world.close());

async function addStocked(sku: string, { stock, units }: { stock: number; units: number }) {
  await world.addItem(sku, { stock });
  const added = await world.addProduct(sku, { units });
  await world.compare("items");
  return added;
}

/** Lets something happen right after the shop's stock was read for the first time. */
function afterNextRead(happen: () => void): void {
  const { shopCatalog } = world.adapters;
  const { readStock } = shopCatalog;
  let open = true;
  Object.assign(shopCatalog, {
    // why: only a caller in between can make what was read stale at this very moment.
    async readStock(...what: Parameters<typeof readStock>) {
      const read = await readStock(...what);
      if (open) happen();
      open = false;
      Object.assign(shopCatalog, { readStock });
      return read;
    },
  });
}

test("stock follows Exigo, and what is equal is not written", async () => {
  const { variantId } = await addStocked("STOCK-1", { stock: 7, units: 100 });
  await world.compare("stock");
  await world.deliverSteps();
  expect(world.inShop(variantId).units).toBe(7);
  const before = await world.steps("shopify.stock");
  await world.compare("stock");
  expect(await world.steps("shopify.stock")).toEqual(before);
  await world.adjustStock("STOCK-1", 5);
  await world.compare("stock");
  await world.deliverSteps();
  expect(world.inShop(variantId).units).toBe(12);
});

test("a sale between reading and writing is not overwritten: both sides are read again", async () => {
  const { variant, variantId } = await addStocked("STOCK-2", { stock: 50, units: 40 });
  await world.compare("stock");
  afterNextRead(() => {
    world.shopify.setInventory({ shop: SHOP, variantId: variant.id, quantity: 38 });
  });
  await world.deliverSteps();
  const { store } = world.simulator;
  const keys = Object.keys(store.section<Record<string, unknown>>("idempotencyKeys", () => ({})));
  expect(keys.filter((key) => key.includes(`/${variantId}/`)).length).toBeGreaterThan(1);
  expect(world.inShop(variantId).units).toBe(50);
  expect((await world.steps("shopify.stock")).at(-1)?.state).toBe("confirmed");
});

test("units of orders that Exigo does not know yet do not come back as stock", async () => {
  const { variant, variantId } = await addStocked("STOCK-3", { stock: 20, units: 20 });
  const order = world.shopify.placeOrder({
    ...{ shop: SHOP, customerId: null, email: "ann@example.com", pay: true },
    lines: [{ variantId: variant.id, quantity: 3 }],
  });
  await world.tell();
  const step = `order/${world.shopId}/${order.id}`;
  await world.adapters.documents.enqueue(world.programId, [
    {
      ...{ kind: "exigo.order", document: step, stepKey: step, shopId: world.shopId, memberId: null },
      ...{ domain: "orders", fields: ["order"], content: {} },
    },
  ]);
  await world.database.pool.query(
    "UPDATE document_intent SET due_at = UTC_TIMESTAMP(3) + INTERVAL 1 DAY WHERE program_id = ? AND step_key = ?",
    [world.programId, step],
  );
  await world.compare("stock");
  await world.deliverSteps();
  expect(world.inShop(variantId).units).toBe(17);
  await world.database.pool.query(
    "UPDATE document_intent SET state = 'confirmed' WHERE program_id = ? AND step_key = ?",
    [world.programId, step],
  );
  await world.adjustStock("STOCK-3", -3);
  await world.compare("stock");
  await world.deliverSteps();
  expect(world.inShop(variantId).units).toBe(17);
});

test("an answer that is lost changes nothing twice", async () => {
  const { variantId } = await addStocked("STOCK-4", { stock: 9, units: 30 });
  await world.compare("stock");
  const { store } = world.simulator;
  store.section<Record<string, unknown>>("lostAnswers", () => ({}))[SHOP] = {
    left: 1,
    field: "inventorySetQuantities",
  };
  await world.deliverSteps();
  expect(world.inShop(variantId).units).toBe(9);
  await world.letStepsPass(60);
  await world.deliverSteps();
  expect((await world.steps("shopify.stock")).at(-1)?.state).toBe("confirmed");
  expect(world.inShop(variantId).units).toBe(9);
});

test("each warehouse has its location; an item that is not stocked there is stocked first", async () => {
  const north = world.shopify.createLocation({ shop: SHOP, name: "North" });
  const made = await world.callExigo("POST /warehouse", {
    ...{ description: "North", address1: "1 Main", city: "Dallas", state: "TX", zip: "75201", country: "US" },
    ...{ currencyCodes: ["usd"], currencies: ["usd"] },
  });
  const warehouseId = Number(made.warehouseID);
  const { variantId, variant } = await addStocked("STOCK-5", { stock: 4, units: 4 });
  await world.callExigo("PUT /warehouse/inventory", {
    ...{ warehouseID: warehouseId, itemCode: "STOCK-5", quantity: 6 },
  });
  const connection = await world.adapters.exigoConnections.find(world.programId);
  const [shop] = connection?.setup.catalog.shops ?? [];
  if (!shop) throw new Error("the test's shop has settings");
  const locations = [...shop.locations, { warehouseId, locationId: String(north.id) }];
  await world.configure({ shops: [{ ...shop, locations }] });
  await world.compare("stock");
  await world.deliverSteps();
  expect(world.inShop(variantId).units).toBe(10);
  const stock = await world.adapters.shopCatalog.readStock(SHOP, String(north.id), [
    String(variant.inventoryItemId),
  ]);
  expect(stock).toMatchObject({ ok: true, value: [{ available: 6 }] });
  await world.configure();
});

test("an item that the shop does not count is left alone", async () => {
  await world.addItem("STOCK-6", { stock: 3 });
  const variants = [{ price: "1.00", sku: "STOCK-6", inventoryQuantity: 0, tracked: false }];
  const product = world.shopify.createProduct({ shop: SHOP, title: "Ebook", variants });
  await world.tell();
  await world.compare("items", "stock");
  await world.compare("stock");
  await world.deliverSteps();
  expect(world.inShop(String(product.variants[0]?.id)).units).toBe(0);
});

test("a turn belongs to one process; one whose process was killed goes on where it was, under the same number", async () => {
  const { catalogTurns } = world.adapters;
  const make = "UPDATE catalog_turn SET due_at = UTC_TIMESTAMP(3) WHERE program_id = ? AND task = 'stock'";
  await world.database.pool.query(make, [world.programId]);
  const first = await catalogTurns.claim(world.programId, "stock");
  if (!first) throw new Error("the turn is due");
  expect(await catalogTurns.claim(world.programId, "stock")).toBeNull();
  await catalogTurns.advance(first, { place: { shopId: 1, after: "5" }, compared: 3, enqueued: 1 });
  await world.database.pool.query(
    "UPDATE catalog_turn SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE program_id = ?",
    [world.programId],
  );
  const second = await catalogTurns.claim(world.programId, "stock");
  expect(second).toMatchObject({ run: first.run, place: { shopId: 1, after: "5" } });
  expect(await catalogTurns.advance(first, { place: null, compared: 1, enqueued: 0 })).toBe(false);
  if (second) await catalogTurns.end(second, { inMs: 1_000 });
  expect(world.exigoFaults).toEqual([]);
});

test("an item whose stock Exigo does not count keeps the shop's", async () => {
  await world.callExigo("POST /item", { itemCode: "STOCK-7", description: "Made to order", weight: "1" });
  await world.setPrice("STOCK-7", "10");
  const { variantId } = await world.addProduct("STOCK-7", { units: 33 });
  await world.compare("items");
  await world.compare("stock");
  await world.deliverSteps();
  expect(world.inShop(variantId).units).toBe(33);
  await world.addItem("STOCK-8", { stock: 0 });
  const sold = await world.addProduct("STOCK-8", { units: 5 });
  await world.compare("items");
  await world.compare("stock");
  await world.deliverSteps();
  expect(world.inShop(sold.variantId).units).toBe(0);
});

const refusals = (document: string): Promise<{ domain: string; field: string; direction: string }[]> =>
  world.database.pool.query(
    "SELECT domain, field, direction FROM ownership_refusal WHERE program_id = ? AND document LIKE ?",
    [world.programId, document],
  );
const STOCK_REFUSED = { domain: "inventory", field: "stock", direction: "to_exigo" };

test("stock that staff changed is put back and recorded as refused, once for each change", async () => {
  const { variant, variantId } = await addStocked("STOCK-STAFF", { stock: 30, units: 30 });
  const recorded = () => refusals(`stock/%/${variantId}`);
  const change = (quantity: number) =>
    world.shopify.setInventory({ shop: SHOP, variantId: variant.id, quantity });
  await world.compare("stock");
  change(44);
  await world.compare("stock");
  // Nobody carried it out yet: the next comparisons meet the same change.
  await world.compare("stock");
  await world.compare("stock");
  expect(await recorded()).toEqual([STOCK_REFUSED]);
  await world.deliverSteps();
  expect(world.inShop(variantId).units).toBe(30);
  await world.compare("stock");
  expect(await recorded()).toHaveLength(1);
  change(44);
  await world.compare("stock");
  await world.deliverSteps();
  expect(await recorded()).toHaveLength(2);
  expect(world.inShop(variantId).units).toBe(30);
});

test("neither a change in Exigo nor a sale is recorded as a change of staff's", async () => {
  const { variantId } = await addStocked("STOCK-SOLD", { stock: 30, units: 30 });
  const recorded = () => refusals(`stock/%/${variantId}`);
  await world.compare("stock");
  await world.adjustStock("STOCK-SOLD", -3);
  await world.compare("stock");
  await world.deliverSteps();
  await world.compare("stock");
  await world.addDeliveredOrder([{ variantId, itemCode: "STOCK-SOLD", quantity: 2 }]);
  await world.compare("stock");
  await world.deliverSteps();
  expect(world.inShop(variantId).units).toBe(25);
  await world.compare("stock");
  expect(await recorded()).toEqual([]);
});
