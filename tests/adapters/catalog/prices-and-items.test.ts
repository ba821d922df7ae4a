import { afterAll, beforeAll, expect, test } from "vitest";

import { createExigoClient } from "#adapters/exigo/client";

import { SHOP } from "../../support/shop-world.ts";
import { createCatalogWorld } from "../../support/catalog-world.ts";
import type { CatalogWorld } from "../../support/catalog-world.ts";

let world: CatalogWorld;

beforeAll(async () => {
  world = await createCatalogWorld();
});
afterAll(() => world.close());

const linkOf = async (variantId: string) => {
  const [link] = await world.adapters.itemLinks.find(world.programId, world.shopId, [variantId]);
  return link;
};

test("a variant gets the item that its SKU names once Exigo has it, and what waits for it is woken", async () => {
  const { variantId } = await world.addProduct("SKU-1");
  const waiting = await world.adapters.itemLinks.codesOf(world.programId, world.shopId, [
    { variantId, sku: "SKU-1", title: "Product" },
    { variantId: null, sku: null, title: "Gift wrap" },
  ]);
  expect(waiting).toEqual([
    { state: "unmapped", waitsFor: `item/${world.shopId}/${variantId}` },
    { state: "custom" },
  ]);
  await world.adapters.documents.enqueue(world.programId, [
    {
      ...{ kind: "exigo.order", document: `order/${world.shopId}/1`, stepKey: "waits", shopId: world.shopId },
      ...{ memberId: null, domain: "orders", fields: ["order"], content: {} },
    },
  ]);
  await world.database.pool.query(
    "UPDATE document_intent SET state = 'waiting', waits_for = ?, due_at = UTC_TIMESTAMP(3) + INTERVAL 1 DAY WHERE program_id = ? AND step_key = 'waits'",
    [`item/${world.shopId}/${variantId}`, world.programId],
  );
  await world.addItem("SKU-1");
  await world.compare("items");
  expect(await linkOf(variantId)).toMatchObject({ state: "mapped", itemCode: "SKU-1", madeBy: "sku" });
  expect((await world.steps("exigo.order"))[0]?.state).toBe("due");
  await world.database.pool.query("DELETE FROM document_intent WHERE program_id = ? AND step_key = 'waits'", [
    world.programId,
  ]);
});

test("what a person said of a variant is not changed by its SKU", async () => {
  await world.addItem("OTHER-1");
  const { variantId } = await world.addProduct("NOT-AN-ITEM");
  const say = (saying: Parameters<typeof world.adapters.itemLinks.say>[1][number]["saying"]) =>
    world.adapters.itemLinks.say(world.programId, [{ shopId: world.shopId, variantId, saying }], {
      by: "person",
      staff: "1",
    });
  await say({ state: "mapped", itemCode: "OTHER-1" });
  await world.addItem("NOT-AN-ITEM");
  await world.compare("items");
  expect(await linkOf(variantId)).toMatchObject({ itemCode: "OTHER-1", madeBy: "person" });
  await say({ state: "unmapped" });
  await world.compare("items");
  expect(await linkOf(variantId)).toMatchObject({ state: "unmapped", itemCode: null });
});

test("only prices that differ are written, once, and their webhooks bring about nothing", async () => {
  await world.addItem("PRICE-1", { price: "12.5" });
  await world.addItem("PRICE-2", { price: "10" });
  const [changed, equal] = [await world.addProduct("PRICE-1"), await world.addProduct("PRICE-2")];
  await world.compare("items");
  await world.compare("prices");
  await world.deliverSteps();
  expect(world.inShop(changed.variantId).price).toBe("12.50");
  expect(world.inShop(equal.variantId).price).toBe("10.00");
  const before = await world.steps("shopify.price");
  expect(before.map(({ state }) => state)).toContain("confirmed");
  await world.tell();
  await world.compare();
  expect(await world.steps("shopify.price")).toEqual(before);
});

test("a price that staff changed is recorded as refused and put back, or only recorded", async () => {
  await world.addItem("STAFF-1", { price: "10" });
  const { product, variant, variantId } = await world.addProduct("STAFF-1");
  const edit = async (price: string) => {
    world.shopify.updateProduct({
      shop: SHOP,
      productId: product.id,
      prices: [{ variantId: variant.id, price }],
    });
    await world.tell();
    await world.compare("prices");
    await world.deliverSteps();
  };
  const refusals = (): Promise<unknown[]> =>
    world.database.pool.query(
      "SELECT domain, field, direction FROM ownership_refusal WHERE program_id = ? AND document = ?",
      [world.programId, `price/${world.shopId}/${variantId}`],
    );
  await world.compare("items", "prices");
  await world.compare("prices");
  await edit("7.00");
  expect(world.inShop(variantId).price).toBe("10.00");
  expect(await refusals()).toEqual([{ domain: "prices", field: "price", direction: "to_exigo" }]);
  await world.configure({ difference: "report" });
  await edit("6.00");
  await world.compare("prices");
  expect(world.inShop(variantId).price).toBe("6.00");
  expect(await refusals()).toHaveLength(2);
  await world.configure();
});

test("an item that the settings name becomes one draft, also when Shopify's answer is lost", async () => {
  await world.addItem("NEW-1", { description: "New item", price: "3" });
  await world.configure({ createProducts: true }, ["NEW-1"]);
  await world.compare("items");
  const { store } = world.simulator;
  store.section<Record<string, unknown>>("lostAnswers", () => ({}))[SHOP] = { left: 1, field: "productSet" };
  await world.deliverSteps();
  await world.letStepsPass(60);
  await world.deliverSteps();
  await world.tell();
  const made = store.productsOf(SHOP).filter(({ title }) => title === "New item");
  expect(made).toMatchObject([{ status: "DRAFT", variants: [{ sku: "NEW-1", weightGrams: 453.6 }] }]);
  expect(await linkOf(String(made[0]?.variants[0]?.id))).toMatchObject({
    state: "mapped",
    itemCode: "NEW-1",
  });
  await world.compare("items");
  expect((await world.steps("shopify.product")).map(({ state }) => state)).toEqual(["confirmed"]);
});

test("what Exigo says when a variant is mapped stays the shop's; what it changes then is brought to the product", async () => {
  await world.addItem("WORDS-1", { description: "Exigo's words" });
  const { product } = await world.addProduct("WORDS-1", { title: "The shop's words" });
  await world.compare("items");
  await world.deliverSteps();
  expect(product.title).toBe("The shop's words");
  await world.callExigo("PUT /item", { itemCode: "WORDS-1", description: "Better words" });
  await world.compare("items");
  await world.deliverSteps();
  expect(world.simulator.store.product(SHOP, product.id)?.title).toBe("Better words");
});

test("a title of Exigo's that staff changed is recorded as refused and put back, or only recorded", async () => {
  await world.addItem("TITLE-1", { description: "Exigo's words" });
  const { product } = await world.addProduct("TITLE-1", { title: "The shop's words" });
  const titleIs = () => world.simulator.store.product(SHOP, product.id)?.title;
  const refusals = (): Promise<unknown[]> =>
    world.database.pool.query(
      "SELECT domain, field, direction FROM ownership_refusal WHERE program_id = ? AND document = ?",
      [world.programId, `product/${world.shopId}/${product.id}`],
    );
  const compareTwice = async () => {
    for (let round = 0; round < 2; round += 1) {
      await world.tell();
      await world.compare("items");
      await world.deliverSteps();
    }
  };
  await world.compare("items");
  await world.callExigo("PUT /item", { itemCode: "TITLE-1", description: "Better words" });
  await compareTwice();
  expect(titleIs()).toBe("Better words");
  expect(await refusals()).toEqual([]);
  const edit = (title: string) => {
    world.clock.now = new Date(world.clock.now.getTime() + 60_000);
    world.shopify.updateProduct({ shop: SHOP, productId: product.id, title });
  };
  edit("Staff's words");
  await compareTwice();
  expect(titleIs()).toBe("Better words");
  expect(await refusals()).toEqual([{ domain: "products", field: "product", direction: "to_exigo" }]);
  await world.configure({ difference: "report" });
  edit("Other words");
  await compareTwice();
  expect(titleIs()).toBe("Other words");
  expect(await refusals()).toHaveLength(2);
  await world.configure();
});

test("a deleted product stays known as removed and is not made again", async () => {
  await world.addItem("GONE-1");
  const { product, variantId } = await world.addProduct("GONE-1");
  await world.compare("items");
  world.shopify.deleteProduct({ shop: SHOP, productId: product.id });
  await world.tell();
  await world.compare();
  await world.deliverSteps();
  expect((await linkOf(variantId))?.removedAt).not.toBeNull();
  const open = await world.steps("shopify.price");
  expect(open.filter(({ state }) => state !== "confirmed")).toEqual([]);
  expect(world.exigoFaults).toEqual([]);
});

test("products from before the app was there are read page by page and mapped", async () => {
  await world.addItem("OLD-1");
  await world.configure({}, ["OLD-1"]);
  await world.compare("items");
  const variants = Array.from({ length: 12 }, (_, index) => ({
    title: `Size ${index}`,
    price: "10.00",
    sku: index === 11 ? "OLD-1" : `OLD-NONE-${index}`,
  }));
  const old = world.shopify.createProduct({ shop: SHOP, title: "Old", variants });
  for (let index = 0; index < 30; index += 1)
    world.shopify.createProduct({ shop: SHOP, title: `Old ${index}`, variants: [{ price: "1.00" }] });
  // Their webhooks never came.
  world.events.splice(0);
  await world.compare("products");
  expect(await linkOf(String(old.variants[11]?.id))).toMatchObject({
    state: "mapped",
    itemCode: "OLD-1",
    variantTitle: "Size 11",
  });
  const [turn] = (await world.adapters.catalogTurns.list(world.programId)).filter(
    ({ task }) => task === "products",
  );
  const known = world.simulator.store.productsOf(SHOP).flatMap((product) => product.variants).length;
  expect(turn).toMatchObject({ running: false, total: known, lastError: null });
});

test("a turn without calls left goes on by itself, and says nothing of a failure", async () => {
  const budget = {
    admit: () => Promise.resolve({ admitted: false as const, waitMs: 40_000 }),
    end: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const { exigoCatalog } = world.adapters;
  world.adapters.exigoCatalog = createExigoClient({ allowLoopback: true, budget });
  await world.compare("prices");
  world.adapters.exigoCatalog = exigoCatalog;
  const turn = (await world.adapters.catalogTurns.list(world.programId)).find(
    ({ task }) => task === "prices",
  );
  const waitsMs = Date.parse(turn?.dueAt ?? "") - Date.now();
  expect(turn).toMatchObject({ running: false, lastError: null });
  expect(waitsMs).toBeGreaterThan(10_000);
  expect(waitsMs).toBeLessThanOrEqual(45_000);
});
