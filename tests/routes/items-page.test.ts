import { afterAll, beforeAll, expect, test } from "vitest";

import type * as HomeRoute from "../../app/routes/app._index.tsx";
import type * as CodesRoute from "../../app/routes/app.items.codes.ts";
import type * as FileRoute from "../../app/routes/app.items[.]csv.ts";
import type * as ItemsRoute from "../../app/routes/app.items.tsx";
import type { Shop } from "../../app/usecases/ports/programs.ts";
import { createAdminWorld } from "../support/admin-world.ts";
import type { AdminWorld } from "../support/admin-world.ts";
import { startExigoSimulator } from "../../simulators/exigo/server.ts";

let world: AdminWorld;
let home: typeof HomeRoute;
let page: typeof ItemsRoute;
let codes: typeof CodesRoute;
let file: typeof FileRoute;
let shop: Shop;
let exigo: Awaited<ReturnType<typeof startExigoSimulator>>;

const args = async (path: string, form?: Record<string, string> | string, name = "items") => ({
  request: await world.adminRequest(name, path, form),
  params: {},
  context: {},
});
const load = async (query = "", name = "items") =>
  page.loader(await args(`/app/items${query}`, undefined, name));
const send = async (form: Record<string, string>, name = "items") =>
  page.action(await args("/app/items", form, name));
const query = async (sql: string, values: unknown[]): Promise<unknown> => {
  const { getDatabase } = await import("#db");
  return getDatabase().pool.query(sql, values);
};
const sales = {
  ...{ intent: "save", currencyCode: "usd", priceType: "1", priceWarehouseId: "1", locations: "1 77" },
  ...{ prices: "true", stock: "false", fulfilment: "true", skuCase: "exact", difference: "put_back" },
  ...{ createProducts: "false", stockMinutes: "10" },
};

beforeAll(async () => {
  world = await createAdminWorld();
  exigo = await startExigoSimulator();
  home = await import("../../app/routes/app._index.tsx");
  page = await import("../../app/routes/app.items.tsx");
  codes = await import("../../app/routes/app.items.codes.ts");
  file = await import("../../app/routes/app.items[.]csv.ts");
  for (const name of ["items", "others"]) {
    world.addShop(name);
    await home.loader(await args("/app", undefined, name));
  }
  const found = await world.wiring.adapters.programs.findShopByDomain("items.myshopify.com");
  if (!found) throw new Error("the test's shop is not installed");
  shop = found;
  const variants = [1, 2, 3].map((number) => ({
    ...{ variantId: String(number), inventoryItemId: String(10 + number), title: `Size ${number}` },
    ...{ sku: `SKU-${number}`, price: "5.00" },
  }));
  await world.wiring.adapters.itemLinks.learn(shop.programId, shop.shopId, [
    { productId: "7", title: "100% cotton shirt", updatedAt: "2026-11-21T10:00:00.000Z", variants },
  ]);
});
afterAll(async () => {
  await exigo.close();
  await world.close();
});

test("a variant that is not mapped is listed with what waits for it, for its own shop alone", async () => {
  const { documents } = world.wiring.adapters;
  const draft = {
    kind: "exigo.order",
    domain: "orders",
    fields: ["order"],
    memberId: null,
    content: {},
  } as const;
  const { ids } = await documents.enqueue(shop.programId, [
    { ...draft, document: `order/${shop.shopId}/1`, stepKey: "one", shopId: shop.shopId },
  ]);
  const step = await documents.claim(shop.programId, ids[0] ?? 0);
  if (!step) throw new Error("the test's step is due");
  await documents.finish(step, { state: "waiting", waitsFor: `item/${shop.shopId}/2`, error: "not mapped" });
  const { items, counts } = await load();
  expect(items.map(({ variantId, waiting }) => [variantId, waiting])).toEqual([
    ["1", 0],
    ["2", 1],
    ["3", 0],
  ]);
  expect(counts).toEqual({ mapped: 0, unmapped: 3, ignored: 0 });
  expect((await load("", "others")).items).toEqual([]);
});

test("a search finds titles and SKUs, and takes its text letter by letter", async () => {
  expect((await load("?search=100%25")).items).toHaveLength(3);
  expect((await load("?search=sku-2")).items.map(({ variantId }) => variantId)).toEqual(["2"]);
  expect((await load("?search=%25%25")).items).toEqual([]);
});

test("without Exigo a code cannot be checked, and nothing is mapped", async () => {
  const form = { intent: "map", variantId: "1", itemCode: "TEA" };
  expect(await send(form)).toMatchObject({
    ...{ ok: false, variantId: "1", message: "Connect Exigo first, on the settings page" },
  });
  expect(await send({ ...form, itemCode: "longer than twenty letters" })).toMatchObject({
    message: "An item code has 1 to 20 characters",
  });
  expect(await send(sales)).toMatchObject({
    errors: { form: "Connect Exigo first, on the settings page" },
  });
  expect((await load("?state=mapped")).items).toEqual([]);
});

test("the settings say what is wrong with a field, and are kept", async () => {
  await world.wiring.adapters.exigoConnections.save({
    ...{ programId: shop.programId, baseUrl: `${exigo.url}/3.0`, company: "demo", loginName: "api" },
    ...{ password: "demo-password", pointAccountId: 1, driftPolicy: "adopt", driftLimitMinor: 1_000 },
    ...{ pollSeconds: 5, historyUrl: null, historyLagSeconds: 300 },
  });
  expect(await send({ intent: "map", variantId: "1", itemCode: "TEA" })).toMatchObject({
    message: expect.stringMatching(/^Say first how this store sells in Exigo/) as string,
  });
  expect(await send({ ...sales, currencyCode: "dollar", locations: "one" })).toMatchObject({
    errors: {
      currencyCode: "Enter three letters",
      locations: "Enter two numbers a line, such as 1 70123456",
    },
  });
  expect(await send(sales)).toMatchObject({ ok: true, message: "Saved" });
  const loaded = await load();
  expect(loaded.sales).toMatchObject({ currencyCode: "usd", prices: true, stock: false, locations: "1 77" });
  expect(loaded.turns.map(({ task }) => task).toSorted()).toEqual([
    ...["items", "prices", "products", "shipments", "stock"],
  ]);
  expect(loaded.locations).toMatchObject([{ name: "items" }]);
});

test("a code is taken when Exigo has the item, wakes what waits, and can be taken back", async () => {
  const authorization = `Basic ${btoa("api@demo:demo-password")}`;
  const put = (method: string, path: string, body: object) =>
    fetch(`${exigo.url}/3.0${path}`, {
      ...{ method, headers: { authorization, "content-type": "application/json" } },
      body: JSON.stringify(body),
    });
  await put("POST", "/item", { itemCode: "TEA", description: "Green tea" });
  await put("PUT", "/item/price", { itemCode: "TEA", currencyCode: "usd", priceType: 1, price: "5" });
  expect(await send({ intent: "map", variantId: "2", itemCode: "NONE" })).toMatchObject({
    message: "Exigo has no item NONE, or no price for it in this store’s currency",
  });
  exigo.simulator.down = "status-503";
  expect(await send({ intent: "map", variantId: "2", itemCode: "TEA" })).toMatchObject({
    ...{ ok: false, variantId: "2", message: "Exigo did not answer. Try again" },
  });
  exigo.simulator.down = "up";
  expect(await send({ intent: "map", variantId: "2", itemCode: " TEA " })).toMatchObject({ ok: true });
  const [mapped] = (await load("?state=mapped")).items;
  expect(mapped).toMatchObject({ variantId: "2", itemCode: "TEA", madeBy: "person", waiting: 0 });
  const { choices } = await codes.loader(await args("/app/items/codes?text=green"));
  expect(choices).toEqual([{ itemCode: "TEA", description: "Green tea" }]);
  expect(
    (await codes.loader(await args("/app/items/codes?text=green", undefined, "others"))).choices,
  ).toEqual([]);
  expect(await send({ intent: "ignore", variantId: "3" })).toMatchObject({ ok: true });
  expect(await send({ intent: "forget", variantId: "2" })).toMatchObject({ ok: true });
  expect((await load()).counts).toEqual({ mapped: 0, unmapped: 2, ignored: 1 });
});

test("a variant of another shop cannot be mapped", async () => {
  expect(await send({ intent: "ignore", variantId: "1" }, "others")).toMatchObject({ ok: false });
  expect((await load()).items.map(({ variantId }) => variantId)).toContain("1");
});

const download = async (name = "items") => {
  const answer = await file.loader(await args("/app/items.csv", undefined, name));
  // Its mark at the beginning is part of the file.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await answer.arrayBuffer());
  return text.split("\r\n");
};
const upload = async (text: string, name = "items") => {
  const answer = await file.action(await args("/app/items.csv", text, name));
  return (await answer.json()) as unknown;
};

test("all variants of a shop come as a file, which uploaded as it is changes nothing", async () => {
  const lines = await download();
  expect(lines).toEqual([
    "\uFEFFVariant ID,SKU,Product,Variant,Item code,State",
    "gid://shopify/ProductVariant/1,SKU-1,100% cotton shirt,Size 1,,not mapped",
    "gid://shopify/ProductVariant/2,SKU-2,100% cotton shirt,Size 2,,not mapped",
    "gid://shopify/ProductVariant/3,SKU-3,100% cotton shirt,Size 3,,not in Exigo",
    "",
  ]);
  expect(await upload(lines.join("\r\n"))).toEqual({
    ...{ ok: true, changed: 0, unchanged: 3, refused: 0, rows: [] },
  });
  expect(await download("others")).toHaveLength(2);
});

test("an uploaded file maps what it can, wakes what waits, and names each other row with its reason", async () => {
  const { documents } = world.wiring.adapters;
  await query("UPDATE document_intent SET state = 'waiting', waits_for = ? WHERE program_id = ?", [
    ...[`item/${shop.shopId}/2`, shop.programId],
  ]);
  const text = [
    "item_code;Variant ID;State",
    ";gid://shopify/ProductVariant/1;not in Exigo",
    "tea;2;not mapped",
    "NONE;3;",
    "TEA;4;",
    "TEA;4.1E+13;",
    "TEA;2;",
    "TEA",
  ].join("\n");
  const refusals = [
    { line: 4, reason: "Exigo has no item NONE, or no price for it in this store’s currency" },
    { line: 5, reason: "The variant is not known in this store" },
    { line: 6, reason: expect.stringMatching(/^The variant ID cannot be read/) as string },
    { line: 7, reason: "An earlier row is about the same variant" },
    { line: 8, reason: expect.stringMatching(/^The variant ID cannot be read/) as string },
  ];
  expect(await upload(text)).toEqual({ ok: true, changed: 2, unchanged: 0, refused: 5, rows: refusals });
  const { items } = await load("?state=all");
  expect(items.map(({ state, itemCode, madeBy }) => [state, itemCode, madeBy])).toEqual([
    ["ignored", null, "person"],
    ["mapped", "TEA", "person"],
    ["ignored", null, "person"],
  ]);
  const [step] = await documents.listSteps(shop.programId, `order/${shop.shopId}/1`);
  expect(step?.state).toBe("due");
  expect(await upload(text)).toEqual({ ok: true, changed: 0, unchanged: 2, refused: 5, rows: refusals });
  expect(await upload(text, "others")).toMatchObject({ changed: 0, refused: 7 });
});

test("a file that is none says why, and nothing is changed", async () => {
  const before = await download();
  expect(await upload("")).toEqual({ ok: false, message: "The file is empty" });
  expect(await upload("SKU,Item code\nSKU-1,TEA\n")).toEqual({
    ...{
      ok: false,
      message: "The file has no column “Variant ID”. Download the mappings to see its columns",
    },
  });
  expect(await upload(`Variant ID,Item code\n${"x".repeat(21 * 1024 * 1024)}`)).toEqual({
    ...{ ok: false, message: "The file is larger than 20 MB. Upload it in parts" },
  });
  expect(await upload('Variant ID,Item code\n"1,TEA\n')).toMatchObject({ changed: 0, refused: 1 });
  expect(await download()).toEqual(before);
});
