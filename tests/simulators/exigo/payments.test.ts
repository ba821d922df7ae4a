import { describe, expect, it } from "vitest";
import { balanceText } from "./start-exigo.ts";
import { createOrder, readOrder, startShop, tea } from "./start-shop.ts";

describe("payments", () => {
  it("are recorded on the order, twice when they are sent twice, and accept nothing", async () => {
    const shop = await startShop();
    const { orderID } = await createOrder(shop, { details: [tea] });
    const payment = {
      orderID,
      amount: 26.65,
      paymentTy: "Other3",
      authorizationCode: "HC-1",
      memo: "Shopify",
    };
    const { json } = await shop.exigo.call("POST /3.0/payment", payment);
    expect(json).toMatchObject({ paymentID: 700001, message: "", displayMessage: "" });
    await shop.exigo.call("POST /3.0/payment", payment);
    expect(await readOrder(shop, orderID)).toMatchObject({
      orderStatus: 0,
      payments: [
        { amount: 26.65, authorizationCode: "HC-1", paymentTypeId: 16 },
        { amount: 26.65, authorizationCode: "HC-1" },
      ],
    });
  });

  it("with points take them from the balance in a row that names the order", async () => {
    const shop = await startShop();
    const { exigo, customerID } = shop;
    await exigo.call("POST /3.0/point", { pointAccountID: 1, customerID, amount: 30 });
    const { orderID } = await createOrder(shop, { details: [tea] });
    const paid = await exigo.call("POST /3.0/payment/pointaccount", {
      orderID,
      pointAccountID: 1,
      amount: 12,
    });
    expect(paid.status).toBe(200);
    expect(await balanceText(exigo, customerID)).toBe("18.0");
    const history = await exigo.call("GET /4.0/demo/model/PointTransactions", undefined, { user: "api" });
    expect(history.json.value).toMatchObject([{ Amount: 30 }, { Amount: -12, OrderID: orderID }]);
    expect(await readOrder(shop, orderID)).toMatchObject({
      payments: [{ paymentTypeId: 10 }],
      orderStatus: 0,
    });
  });

  it("with more points than there are follow the overdraft switch", async () => {
    const shop = await startShop();
    const { orderID } = await createOrder(shop, { details: [tea] });
    await shop.exigo.control("POST /control/settings", { overdraft: "refused" });
    const asked = { orderID, pointAccountID: 1, amount: 12 };
    expect((await shop.exigo.call("POST /3.0/payment/pointaccount", asked)).status).toBe(400);
    expect(await readOrder(shop, orderID)).toMatchObject({ payments: [] });
  });

  it("are voided by a range, neighbours and all", async () => {
    const shop = await startShop();
    const orders = [await createOrder(shop, { details: [tea] }), await createOrder(shop, { details: [tea] })];
    for (const { orderID } of orders) await shop.exigo.call("POST /3.0/payment", { orderID, amount: 1 });
    await shop.exigo.call("POST /3.0/payment/void", { paymentIdStart: 700001, paymentIdEnd: 700009 });
    for (const { orderID } of orders) expect(await readOrder(shop, orderID)).toMatchObject({ payments: [] });
  });

  it("need an order that exists and an amount", async () => {
    const shop = await startShop();
    const { orderID } = await createOrder(shop, { details: [tea] });
    for (const asked of [{ orderID: 1, amount: 1 }, { orderID }, { amount: 1 }]) {
      expect((await shop.exigo.call("POST /3.0/payment", asked)).status).toBe(400);
    }
  });
});
