import { afterAll, beforeAll, expect, test } from "vitest";

import { createCatalogWorld } from "../../support/catalog-world.ts";
import type { CatalogWorld } from "../../support/catalog-world.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { SHOP } from "../../support/shop-world.ts";

const SEED = 20_261_121;
const ITEMS = 12;
const EDITS = 120;

let world: CatalogWorld;

beforeAll(async () => {
  world = await createCatalogWorld();
});
afterAll(() => world.close());

test(`${EDITS} random changes on both sides at once settle on what Exigo says, without an echo (seed ${SEED})`, async () => {
  const random = seededRandom(SEED);
  const upTo = (count: number) => Math.floor(random() * count);
  const exigo = new Map<string, { price: string; stock: number }>();
  const variants: { code: string; productId: number; variantId: string }[] = [];
  for (let index = 0; index < ITEMS; index += 1) {
    const code = `SEED-${index}`;
    await world.addItem(code, { price: "10", stock: 50 });
    exigo.set(code, { price: "10", stock: 50 });
    const { product, variantId } = await world.addProduct(code, { units: 50 });
    variants.push({ code, productId: product.id, variantId });
  }
  await world.compare("items");
  await world.compare("prices", "stock");

  const { store } = world.simulator;
  for (let edit = 0; edit < EDITS; edit += 1) {
    const { code, productId, variantId } = variants[upTo(ITEMS)] as (typeof variants)[number];
    const inExigo = exigo.get(code) as { price: string; stock: number };
    const price = `${5 + upTo(20)}.${upTo(10)}0`;
    const id = Number(variantId);
    switch (upTo(5)) {
      case 0:
        inExigo.price = price;
        await world.setPrice(code, price);
        break;
      case 1: {
        const quantity = upTo(20) - 8;
        inExigo.stock += quantity;
        await world.adjustStock(code, quantity);
        break;
      }
      case 2:
        world.shopify.updateProduct({ shop: SHOP, productId, prices: [{ variantId: id, price }] });
        break;
      case 3:
        world.shopify.setInventory({ shop: SHOP, variantId: id, quantity: upTo(80) });
        break;
      default:
        await world.compare("prices", "stock");
    }
    if (edit % 7 === 0) await world.tell();
    if (edit % 11 === 0)
      store.section<Record<string, unknown>>("lostAnswers", () => ({}))[SHOP] = { left: 1, field: "" };
    if (edit % 5 === 0) await world.deliverSteps();
  }
  delete store.section<Record<string, unknown>>("lostAnswers", () => ({}))[SHOP];
  for (let round = 0; round < 4; round += 1) {
    await world.letStepsPass(4_000);
    await world.deliverSteps();
    await world.compare("prices", "stock");
    await world.tell();
  }
  const stand = variants.map(({ code, variantId }) => {
    const { price, units } = world.inShop(variantId);
    return { code, price: Number(price), units };
  });
  expect(stand).toEqual(
    variants.map(({ code }) => {
      const { price, stock } = exigo.get(code) as { price: string; stock: number };
      return { code, price: Number(price), units: Math.max(0, stock) };
    }),
  );
  const count = async () =>
    (await world.steps("shopify.price")).length + (await world.steps("shopify.stock")).length;
  const before = await count();
  await world.tell();
  await world.compare("prices", "stock");
  await world.deliverSteps();
  expect(await count()).toBe(before);
  const open = [...(await world.steps("shopify.price")), ...(await world.steps("shopify.stock"))];
  expect(open.filter(({ state }) => state !== "confirmed")).toEqual([]);
  expect(world.exigoFaults).toEqual([]);
});
