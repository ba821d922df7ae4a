import { describe, expect, it } from "vitest";
import { balanceText } from "./start-exigo.ts";
import { createOrder, readOrder, startShop, tea } from "./start-shop.ts";

describe("a new order", () => {
  it("is priced by the company's own figures", async () => {
    const shop = await startShop();
    const made = await createOrder(shop, { details: [tea, { itemCode: "CUP", quantity: 1 }] });
    expect(made).toMatchObject({ subTotal: 24.5, shippingTotal: 5, taxTotal: 2.02, total: 31.52 });
    expect(await readOrder(shop, made.orderID)).toMatchObject({
      orderStatus: 0,
      orderTyID: 11,
      total: 31.52,
    });
  });

  it("takes the prices, the tax rate and the shipping that the caller says", async () => {
    const shop = await startShop();
    const details = [{ ...tea, priceEachOverride: 9.99, taxableEachOverride: 0, reference1: "line-1" }];
    const made = await createOrder(shop, { details, shippingAmountOverride: 0, taxRateOverride: 19 });
    expect(made).toMatchObject({ subTotal: 19.98, taxTotal: 0, total: 19.98 });
    const { details: lines } = await readOrder(shop, made.orderID);
    expect(lines).toMatchObject([{ itemCode: "TEA", quantity: 2, priceEach: 9.99, reference1: "line-1" }]);
  });

  it.each([
    ["an unknown item", { details: [{ itemCode: "NONE", quantity: 1 }] }],
    ["no line", { details: [] }],
    ["a quantity of zero", { details: [{ itemCode: "TEA", quantity: 0 }] }],
    ["a currency without a price", { currencyCode: "eur", details: [tea] }],
    ["a ship method of another warehouse", { shipMethodID: 99, details: [tea] }],
    ["a currency that the warehouse does not have", { currencyCode: "gbp", details: [tea] }],
    ["no country", { country: null, details: [tea] }],
    ["a customer's id and key together", { customerKey: "a", details: [tea] }],
    ["too long a note", { notes: "n".repeat(501), details: [tea] }],
    ["a returned order that there is not", { returnOrderID: 1, details: [tea] }],
  ])("is refused with %s, and nothing is stored", async (_what, fields) => {
    const shop = await startShop();
    await expect(createOrder(shop, fields)).rejects.toThrow();
    const { json } = await shop.exigo.call("GET /3.0/orders");
    expect(json).toMatchObject({ orders: [], recordCount: 0 });
  });

  it("may have a key once, or again and again, or not at all, as the switches say", async () => {
    const shop = await startShop();
    const keyed = { manualOrderKey: "shop/1", details: [tea] };
    const first = await createOrder(shop, keyed);
    await expect(createOrder(shop, keyed)).rejects.toThrow("already in use");
    await shop.exigo.control("POST /control/settings", { duplicateOrderKey: "allowed" });
    const second = await createOrder(shop, keyed);
    const { json } = await shop.exigo.call("GET /3.0/orders?orderKey=shop/1");
    expect(json).toMatchObject({ orders: [{ orderID: first.orderID }, { orderID: second.orderID }] });
    await shop.exigo.control("POST /control/settings", { orderKeys: "disabled" });
    await expect(createOrder(shop, keyed)).rejects.toThrow("not enabled");
  });

  it("takes the place of an order that exists", async () => {
    const shop = await startShop();
    const { orderID } = await createOrder(shop, { details: [tea] });
    const again = { overwriteExistingOrder: true, existingOrderID: orderID };
    const made = await createOrder(shop, { ...again, details: [{ itemCode: "CUP", quantity: 1 }] });
    expect(made).toMatchObject({ orderID, subTotal: 4.5 });
    expect((await readOrder(shop, orderID)).details).toMatchObject([{ itemCode: "CUP" }]);
  });

  it("is only calculated by CalculateOrder, which tells the ways to send", async () => {
    const { exigo, order } = await startShop();
    const asked = { ...order, details: [tea], returnShipMethods: true };
    const { json } = await exigo.call("POST /3.0/orders/calculate", asked);
    expect(json).toMatchObject({ total: 26.65, shipMethods: [{ shipMethodID: 6 }, { shipMethodID: 7 }] });
    expect((await exigo.call("GET /3.0/orders")).json.recordCount).toBe(0);
  });

  it("is imported with every amount as it is said", async () => {
    const shop = await startShop();
    const orderDetails = [{ itemCode: "TEA", qty: 3, priceEach: 7, stateTax: 1.11 }];
    const imported = { ...shop.order, orderDetails, shipping: 2, orderStatus: "Shipped" };
    const { json } = await shop.exigo.call("POST /3.0/orders/import", imported);
    expect(await readOrder(shop, json.orderID)).toMatchObject({ total: 24.11, orderStatus: 9 });
  });
});

describe("a search of orders", () => {
  it("holds to every filter, by id, and counts the rows of its answer", async () => {
    const shop = await startShop();
    for (const other18 of ["a", "b", "a"]) await createOrder(shop, { other18, details: [tea] });
    const ids = async (query: string) => {
      const { json } = await shop.exigo.call(`GET /3.0/orders?${query}`);
      return (json.orders as { orderID: number }[]).map(({ orderID }) => orderID);
    };
    expect(await ids("other18=A")).toEqual([300001, 300003]);
    expect(await ids("other18=a&greaterThanOrderID=300001")).toEqual([300003]);
    expect(await ids("batchSize=2")).toEqual([300001, 300002]);
    expect(await ids("orderIDs[0]=300002&orderIDs[1]=300003")).toEqual([300002, 300003]);
    expect(await ids("customerID=1")).toEqual([]);
    expect(await ids("otherOrderStatuses=Accepted&orderTys=11")).toEqual([]);
  });

  it("finds what was changed after a moment, strictly", async () => {
    let at = new Date("2026-05-01T12:00:00Z");
    const shop = await startShop({ clock: () => at });
    const { orderID } = await createOrder(shop, { details: [tea] });
    at = new Date("2026-05-01T13:00:00Z");
    await shop.exigo.call("POST /3.0/orders/status", { orderID, orderStatus: 7 });
    const found = async (moment: string) =>
      (await shop.exigo.call(`GET /3.0/orders?greaterThanModifiedDate=${moment}`)).json.recordCount;
    expect(await found("2026-05-01T07:59:59")).toBe(1);
    expect(await found("2026-05-01T08:00:00")).toBe(0);
  });
});

describe("a changed order", () => {
  it("keeps sums as they are passed, although its lines say otherwise", async () => {
    const shop = await startShop();
    const { orderID } = await createOrder(shop, { details: [tea] });
    await shop.exigo.call("PATCH /3.0/orders", { orderID, total: 19.99, totalTax: 1.65, notes: null });
    expect(await readOrder(shop, orderID)).toMatchObject({ total: 19.99, taxTotal: 1.65, subTotal: 20 });
  });

  it("awards its items' points once, when it is accepted", async () => {
    const shop = await startShop();
    const pointAccounts = [{ pointAccountID: 1, increment: 2.5 }];
    await shop.exigo.call("PUT /3.0/item/pointaccount", { itemCode: "TEA", pointAccounts });
    const { orderID } = await createOrder(shop, { details: [tea] });
    expect(await balanceText(shop.exigo, shop.customerID)).toBe("0.0");
    for (const orderStatus of ["Accepted", 8]) {
      await shop.exigo.call("POST /3.0/orders/status", { orderID, orderStatus });
    }
    expect(await balanceText(shop.exigo, shop.customerID)).toBe("5.0");
    const history = await shop.exigo.call("GET /4.0/demo/model/PointTransactions", undefined, {
      user: "api",
    });
    expect(history.json.value).toMatchObject([{ Amount: 5, OrderID: orderID }]);
  });

  it("is shipped by a batch with its tracking numbers, and leaves the shelf once", async () => {
    const shop = await startShop();
    const { orderID } = await createOrder(shop, { orderStatus: 7, details: [tea] });
    const stock = async () => {
      const place = "currencyCode=usd&priceType=1&warehouseID=1";
      const { json } = await shop.exigo.call(`GET /3.0/item?${place}&itemCodes=TEA`);
      return (json.items as Record<string, unknown>[])[0];
    };
    expect(await stock()).toMatchObject({ stockLevel: 20, availableStockLevel: 18 });
    const details = [{ orderID, trackingNumber1: "1Z1", trackingNumber2: "1Z2" }];
    for (let time = 0; time < 2; time += 1) {
      await shop.exigo.call("POST /3.0/orders/statusbatch", { orderStatusTy: "Shipped", details });
    }
    expect(await readOrder(shop, orderID)).toMatchObject({ orderStatus: 9, trackingNumber2: "1Z2" });
    expect(await stock()).toMatchObject({ stockLevel: 18, availableStockLevel: 18 });
  });

  it("changes none of a batch when one of it is refused", async () => {
    const shop = await startShop();
    const { orderID } = await createOrder(shop, { details: [tea] });
    const details = [{ orderID }, { orderID: 1 }];
    const changed = await shop.exigo.call("POST /3.0/orders/statusbatch", { orderStatus: 9, details });
    expect(changed.status).toBe(400);
    expect(await readOrder(shop, orderID)).toMatchObject({ orderStatus: 0 });
  });

  it("names its status when enums are told by name", async () => {
    const shop = await startShop();
    await shop.exigo.control("POST /control/settings", { enumOutput: "name" });
    const { orderID } = await createOrder(shop, { orderStatus: "accepted", details: [tea] });
    expect(await readOrder(shop, orderID)).toMatchObject({ orderStatus: "Accepted" });
  });
});
