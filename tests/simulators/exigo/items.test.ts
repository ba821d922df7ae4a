import { describe, expect, it } from "vitest";
import { startShop } from "./start-shop.ts";

const PLACE = "currencyCode=usd&priceType=1&warehouseID=1";

describe("items", () => {
  it.each([
    "itemCodes=TEA&itemCodes=CUP",
    "itemCodes[0]=TEA&itemCodes[1]=CUP",
    "itemCodes[]=TEA&itemCodes[]=CUP",
  ])("answers the items that are named as %s", async (codes) => {
    const { exigo } = await startShop();
    const { json } = await exigo.call(`GET /3.0/item?${PLACE}&${codes}`);
    expect(json.items).toMatchObject([
      { itemCode: "TEA", price: 10, stockLevel: 20, availableStockLevel: 20, inventoryStatus: 1 },
      { itemCode: "CUP", price: 4.5 },
    ]);
  });

  it("does not list what it is not asked for", async () => {
    const { exigo } = await startShop();
    expect(await exigo.call(`GET /3.0/item?${PLACE}`)).toMatchObject({ status: 400 });
    const { json } = await exigo.call(`GET /3.0/item?${PLACE}&itemCodes=NONE`);
    expect(json.items).toEqual([]);
  });

  it("leaves out an item that has no price there, or answers zero, as the switch says", async () => {
    const { exigo } = await startShop();
    const there = "GET /3.0/item?currencyCode=eur&priceType=1&warehouseID=1&itemCodes=TEA";
    expect((await exigo.call(there)).json.items).toEqual([]);
    await exigo.control("POST /control/settings", { unpricedItem: "zero" });
    expect((await exigo.call(there)).json.items).toMatchObject([{ itemCode: "TEA", price: 0 }]);
  });

  it("refuses a currency that the warehouse does not have, and a warehouse that there is not", async () => {
    const { exigo } = await startShop();
    const wrong = [
      "currencyCode=gbp&priceType=1&warehouseID=1",
      "currencyCode=usd&priceType=1&warehouseID=9",
    ];
    for (const place of wrong) {
      expect(await exigo.call(`GET /3.0/item?${place}&itemCodes=TEA`)).toMatchObject({ status: 400 });
    }
  });

  it("sets one price per currency and price type, changes what is passed of an item, and adds to its stock", async () => {
    const { exigo } = await startShop();
    const price = { itemCode: "TEA", currencyCode: "usd", priceType: 1 };
    await exigo.call("PUT /3.0/item/price", { ...price, price: 11 });
    await exigo.call("PUT /3.0/item/price", { ...price, priceType: 2, price: 8 });
    await exigo.call("PUT /3.0/item", { itemCode: "TEA", description: "Green tea", weight: null });
    const stock = { itemCode: "TEA", warehouseID: 1, quantity: -25 };
    await exigo.call("PUT /3.0/warehouse/inventory", stock);
    const { json } = await exigo.call(`GET /3.0/item?${PLACE}&itemCodes=tea`);
    expect(json.items).toMatchObject([
      { itemCode: "TEA", price: 11, description: "Green tea", stockLevel: -5, inventoryStatus: 3 },
    ]);
  });

  it("refuses a code of more than 20 characters and one that exists in other letters", async () => {
    const { exigo } = await startShop();
    for (const itemCode of ["X".repeat(21), "tea"]) {
      const made = await exigo.call("POST /3.0/item", { itemCode, description: "A thing" });
      expect(made.status, itemCode).toBe(400);
    }
  });

  it("lists warehouses without their currencies", async () => {
    const { exigo } = await startShop();
    await exigo.call("POST /3.0/warehouse", { description: "West", city: "Reno", country: "US" });
    const { json } = await exigo.call("GET /3.0/warehouse");
    expect(json.warehouses).toMatchObject([{ warehouseID: 1 }, { warehouseID: 2, description: "West" }]);
    expect(JSON.stringify(json)).not.toContain("usd");
  });
});
