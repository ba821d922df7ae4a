import { describe, expect, it } from "vitest";
import type { Exigo } from "./start-exigo.ts";
import { balanceText, createCustomer, startExigo } from "./start-exigo.ts";
import { createOrder, readOrder, startShop, tea } from "./start-shop.ts";

/** Sends a form and gives the page that it leads to. */
async function submit(exigo: Exigo, form: string, fields: Record<string, string>) {
  const body = new URLSearchParams(fields);
  const sent = await fetch(`${exigo.url}/console/${form}`, { method: "POST", body, redirect: "manual" });
  const location = sent.headers.get("location") ?? "";
  const page = await fetch(`${exigo.url}${location}`);
  return { status: sent.status, page: await page.text() };
}

describe("the console", () => {
  it("says so when there is nothing yet", async () => {
    const exigo = await startExigo();
    const empty = {
      "": "No customers yet",
      orders: "No orders yet",
      items: "No items yet",
      company: "Main warehouse",
      reports: "No rows",
      trouble: "None armed",
      calls: "No calls yet",
    };
    for (const [page, words] of Object.entries(empty)) {
      const { status, text } = await exigo.control(`GET /${page}`);
      expect(status).toBe(200);
      expect(text).toContain(words);
    }
    expect((await exigo.control("GET /nothing")).status).toBe(404);
  });

  it("adds a customer, moves its points as Exigo, and shows both", async () => {
    const exigo = await startExigo();
    const added = await submit(exigo, "customers", {
      firstName: "Ada",
      lastName: "Lovelace",
      customerType: "1",
    });
    expect(added.status).toBe(303);
    expect(added.page).toContain("Customer 1001 added.");
    const moved = await submit(exigo, "points", {
      customerID: "1001",
      customer: "1001",
      pointAccountID: "1",
      amount: "1250.5",
      reason: "Welcome",
    });
    expect(moved.page).toContain("Points moved: +1,250.50.");
    expect(moved.page).toContain("Welcome");
  });

  it("says why a form is refused and keeps what was typed", async () => {
    const exigo = await startExigo();
    const customerID = String(await createCustomer(exigo));
    const fields = {
      customerID,
      customer: customerID,
      pointAccountID: "1",
      amount: "1.23456",
      reason: "Kept reason",
    };
    const { status, page } = await submit(exigo, "points", fields);
    expect(status).toBe(303);
    expect(page).toContain("amount must be a decimal");
    expect(page).toContain("Kept reason");
  });

  it("shows names and references as text and not as markup", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo, { lastName: "<script>alert(1)</script>" });
    const { text } = await exigo.control(`GET /?customer=${customerID}&done=%3Cb%3E`);
    expect(text).not.toContain("<script>");
    expect(text).not.toContain("<b>");
    expect(text).toContain("&lt;script&gt;");
  });

  it("arms and clears faults, and saves switches", async () => {
    const exigo = await startExigo();
    const armed = await submit(exigo, "faults", {
      operation: "*",
      kind: "status",
      times: "3",
      status: "429",
    });
    expect(armed.page).toContain("3 of 3 left");
    expect((await submit(exigo, "faults/clear", {})).page).toContain("None armed");
    await submit(exigo, "settings", { overdraft: "refused" });
    expect((await exigo.control("GET /control/settings")).json.settings).toMatchObject({
      overdraft: "refused",
    });
    expect((await submit(exigo, "settings", { overdraft: "maybe" })).page).toContain("must be one of");
  });
});

describe("the console of a shop", () => {
  it("changes a customer, empties what was emptied, and raises an event", async () => {
    const exigo = await startExigo();
    const customerID = String(await createCustomer(exigo, { phone: "1", email: "ada@example.com" }));
    const fields = { customerID, customer: customerID, firstName: "Grace", mainCity: "Dallas", rankID: "4" };
    expect((await submit(exigo, "customers/change", fields)).page).toContain("Grace");
    const { json } = await exigo.call(`GET /3.0/customers?customerID=${customerID}`);
    expect(json.customers).toMatchObject([
      { firstName: "Grace", mainCity: "Dallas", phone: "", email: "", rankID: 4 },
    ]);
    await submit(exigo, "events", { customerID, eventDescription: "Rank advanced" });
    expect((await exigo.control("GET /reports")).text).toContain("Rank advanced");
  });

  it("adds an item, its price and its stock, and shows what is available", async () => {
    const exigo = await startExigo();
    await submit(exigo, "items", { itemCode: "TEA", description: "Tea" });
    const item = { itemCode: "TEA", item: "TEA" };
    await submit(exigo, "items/price", { ...item, currencyCode: "usd", priceType: "1", price: "10" });
    const stock = { ...item, warehouseID: "1", stockLevel: "7", itemManageTypeID: "1", isAvailable: "true" };
    expect((await submit(exigo, "items/stock", stock)).page).toContain("7 available");
    await submit(exigo, "items/points", { ...item, pointAccountID: "1", increment: "2.5" });
    const query = "currencyCode=usd&priceType=1&warehouseID=1&itemCodes=TEA";
    const { json } = await exigo.call(`GET /3.0/item?${query}`);
    expect(json.items).toMatchObject([{ price: 10, stockLevel: 7 }]);
  });

  it("adds an order, ships it with a tracking number, and records and voids a payment", async () => {
    const { exigo, customerID, order } = await startShop();
    const fields = Object.entries({ ...order, customerID, orderStatus: 7, itemCode1: "TEA", quantity1: 2 });
    const texts = fields.map(([name, value]) => [name, String(value)] as const);
    const added = await submit(exigo, "orders", Object.fromEntries(texts));
    expect(added.page).toContain("Order 300001 added.");
    const chosen = { orderID: "300001", order: "300001" };
    const shipped = { ...chosen, orderStatus: "9", trackingNumber1: "1Z999", webCarrierID: "3" };
    expect((await submit(exigo, "orders/status", shipped)).page).toContain("is Shipped now");
    const paid = await submit(exigo, "payments", {
      ...chosen,
      paymentTy: "1",
      amount: "26.65",
      memo: "Card",
    });
    expect(paid.page).toContain("Payment 700001 recorded.");
    const { json } = await exigo.call("GET /3.0/orders?orderID=300001");
    expect(json.orders).toMatchObject([
      { orderStatus: 9, trackingNumber1: "1Z999", payments: [{ amount: 26.65 }] },
    ]);
    expect((await submit(exigo, "payments/void", { ...chosen, paymentID: "700001" })).page).toContain("Void");
    expect((await readOrder({ exigo, customerID, order }, 300001)).payments).toEqual([]);
  });

  it("splits a part off an order, which only the reporting side says of it", async () => {
    const { exigo, customerID, order } = await startShop();
    const fields = Object.entries({ ...order, customerID, orderStatus: 7, itemCode1: "TEA", quantity1: 2 });
    const texts = Object.fromEntries(fields.map(([name, value]) => [name, String(value)] as const));
    await submit(exigo, "orders", texts);
    const unknown = await submit(exigo, "orders", { ...texts, orderType: "13", parentOrderID: "5" });
    expect(unknown.page).toContain("Order 5 not found.");
    const part = await submit(exigo, "orders", { ...texts, orderType: "13", parentOrderID: "300001" });
    expect(part.page).toContain("Order 300002 added.");
    expect(part.page).toMatch(/Split off[\s\S]*order 300001/);
    const { json } = await exigo.call("GET /3.0/orders?orderID=300002");
    expect(Object.keys((json.orders as object[])[0] ?? {})).not.toContain("parentOrderID");
  });

  it("pays an order with points, and keeps to the account's rules", async () => {
    const shop = await startShop();
    const { exigo, customerID } = shop;
    const { orderID } = await createOrder(shop, { details: [tea] });
    await exigo.control("POST /control/points", {
      customerID,
      pointAccountID: 1,
      amount: 50,
      reason: "Gift",
    });
    const payment = { orderID: String(orderID), paymentTy: "10", amount: "25", pointAccountID: "1" };
    const limited = { pointAccountID: "1", canPayForOrders: "true", limitPaymentToSubTotal: "true" };
    await submit(exigo, "point-accounts/rules", limited);
    expect((await submit(exigo, "payments", payment)).page).toContain("larger than the order");
    await submit(exigo, "point-accounts/rules", { ...limited, canPayForOrders: "false" });
    expect((await submit(exigo, "payments", payment)).page).toContain("cannot pay for orders");
    await submit(exigo, "point-accounts/rules", {
      ...limited,
      canPayForOrders: "true",
      limitPaymentToSubTotal: "false",
    });
    expect((await submit(exigo, "payments", payment)).page).toContain("recorded");
    expect(await balanceText(exigo, customerID)).toBe("25.0");
  });

  it("changes warehouses, the tax and reports, and names a way to send that it cannot read", async () => {
    const exigo = await startExigo();
    await submit(exigo, "warehouses", { description: "Overseas" });
    const change = {
      warehouseID: "2",
      currencies: "eur, gbp",
      shipMethods: "21 Post 4.90\n22 Very fast 19.5",
    };
    await submit(exigo, "warehouses/change", change);
    const { text } = await exigo.control("GET /company");
    expect(text).toContain("eur, gbp");
    expect(text).toContain("22 Very fast 19.5");
    const refused = await submit(exigo, "warehouses/change", { ...change, shipMethods: "Post" });
    expect(refused.page).toContain("A way to send needs");
    expect((await submit(exigo, "tax", { percent: "19" })).page).toContain("Tax is 19.0 % now.");
    const report = { reportID: "9", description: "Who we send from", table: "Warehouses" };
    expect((await submit(exigo, "reports", report)).page).toContain("Overseas");
  });

  it("takes Exigo down for some minutes, and makes answers slow", async () => {
    const exigo = await startExigo();
    const down = await submit(exigo, "down", { mode: "status-503", minutes: "90" });
    expect(down.page).toContain("Down: every call gets 503, until");
    await submit(exigo, "timing", { answerMs: "50", historyLagMs: "2000" });
    expect((await exigo.control("GET /reports")).text).toContain("2 s behind");
  });
});
