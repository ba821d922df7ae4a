import { describe, expect, it } from "vitest";
import type { Exigo } from "./start-exigo.ts";
import { createCustomer, startExigo } from "./start-exigo.ts";

const PLAIN_LOGIN = { user: "api", password: "demo-password" };

async function read(exigo: Exigo, set: string, options: Record<string, string> = {}) {
  const query = new URLSearchParams(options).toString();
  const { json } = await exigo.call(`GET /4.0/demo/model/${set}?${query}`, undefined, PLAIN_LOGIN);
  return json.value as Record<string, unknown>[];
}

async function withItems() {
  const exigo = await startExigo({ clock: () => new Date("2026-07-15T12:00:00Z") });
  for (const itemCode of ["TEA", "CUP"]) {
    await exigo.call("POST /3.0/item", { itemCode, description: `A ${itemCode.toLowerCase()}` });
  }
  const price = { itemCode: "TEA", currencyCode: "usd", priceType: 1, price: 12.5 };
  await exigo.call("PUT /3.0/item/price", price);
  await exigo.call("PUT /3.0/warehouse/inventory", { itemCode: "TEA", warehouseID: 1, quantity: 4 });
  return exigo;
}

describe("tables over OData", () => {
  it("lists the catalogue, its prices and its stock, which REST cannot", async () => {
    const exigo = await withItems();
    expect(await read(exigo, "Items", { $orderby: "ItemCode" })).toMatchObject([
      { ItemCode: "CUP", ItemDescription: "A cup", ModifiedDate: "2026-07-15T07:00:00" },
      { ItemCode: "TEA" },
    ]);
    expect(await read(exigo, "ItemPrices")).toMatchObject([
      { ItemCode: "TEA", CurrencyCode: "usd", PriceTypeID: 1, Price: 12.5 },
    ]);
    expect(await read(exigo, "ItemWarehouses", { $filter: "StockLevel gt 3" })).toMatchObject([
      { ItemCode: "TEA", WarehouseID: 1, StockLevel: 4 },
    ]);
  });

  it("compares dates, texts without regard to case, and what has no value", async () => {
    const exigo = await startExigo();
    await createCustomer(exigo, { firstName: "Ada", email: "ada@example.com" });
    await createCustomer(exigo, { firstName: "Grace" });
    const names = async ($filter: string) =>
      (await read(exigo, "Customers", { $filter })).map((row) => row.FirstName);
    expect(await names("FirstName eq 'ADA'")).toEqual(["Ada"]);
    expect(await names("Email eq null")).toEqual(["Grace"]);
    expect(await names("Email ne null and CustomerID ge 1001")).toEqual(["Ada"]);
    expect(await names("CreatedDate gt DateTime'2020-01-01T00:00:00'")).toEqual(["Ada", "Grace"]);
    expect(await names("ModifiedDate gt '2120-01-01'")).toEqual([]);
  });

  it("skips and takes in the order that was asked for", async () => {
    const exigo = await startExigo();
    for (const firstName of ["C", "A", "B"]) await createCustomer(exigo, { firstName });
    const page = { $orderby: "FirstName desc", $skip: "1", $top: "1" };
    expect((await read(exigo, "Customers", page)).map((row) => row.FirstName)).toEqual(["B"]);
  });

  it("tells who wrote a customer", async () => {
    const exigo = await startExigo();
    await createCustomer(exigo);
    await exigo.control("POST /control/customers", { customerType: 1 });
    const authors = (await read(exigo, "Customers")).map((row) => row.CreatedBy);
    expect(authors).toEqual(["api", "exigo"]);
  });
});

describe("the lag of the reporting side", () => {
  it("hides the latest movements and takes them off the balances until they are old enough", async () => {
    let now = new Date("2026-07-15T12:00:00Z");
    const exigo = await startExigo({ clock: () => now });
    await exigo.control("POST /control/timing", { historyLagMs: 60_000 });
    const customerID = await createCustomer(exigo);
    const move = (amount: number) => exigo.call("POST /3.0/point", { pointAccountID: 1, customerID, amount });
    await move(10);
    now = new Date("2026-07-15T12:01:00Z");
    await move(5);
    expect(await read(exigo, "PointTransactions")).toMatchObject([{ Amount: 10 }]);
    expect(await read(exigo, "CustomerPointAccounts")).toMatchObject([{ PointBalance: 10 }]);
    now = new Date("2026-07-15T12:02:00Z");
    expect(await read(exigo, "PointTransactions")).toHaveLength(2);
    expect(await read(exigo, "CustomerPointAccounts")).toMatchObject([{ PointBalance: 15 }]);
  });
});

describe("reports", () => {
  const report = async (exigo: Exigo, query: string) => {
    const { status, json } = await exigo.call(`GET /3.0/report?${query}`);
    return { status, json, rows: (json.reportData as { Table1: unknown[] } | undefined)?.Table1 };
  };
  const parameter = (index: number, parameterName: string, value: string | number) =>
    `parameters[${index}].parameterName=${parameterName}&parameters[${index}].value=${value}`;

  it("lists items with the dates of their changes, page by page", async () => {
    const exigo = await withItems();
    const first = await report(exigo, `reportID=1&${parameter(0, "Rows", 1)}`);
    expect(first.rows).toMatchObject([{ ItemID: 20001, ItemCode: "TEA" }]);
    const next = await report(exigo, `reportID=1&${parameter(0, "After", 20001)}&${parameter(1, "Rows", 1)}`);
    expect(next.rows).toMatchObject([{ ItemCode: "CUP", ModifiedDate: "2026-07-15T07:00:00" }]);
  });

  it("filters by a column, in the other way to write parameters, too", async () => {
    const exigo = await withItems();
    const written = "parameters[0][parameterName]=ItemCode&parameters[0][value]=cup";
    expect((await report(exigo, `reportID=1&${written}`)).rows).toMatchObject([{ ItemCode: "CUP" }]);
  });

  it("refuses a report that there is not, and a parameter that it does not have", async () => {
    const exigo = await withItems();
    expect(await report(exigo, "reportID=99")).toMatchObject({
      status: 400,
      json: { message: "Report not found." },
    });
    expect((await report(exigo, `reportID=1&${parameter(0, "Colour", 1)}`)).status).toBe(400);
  });

  it("can be made for the company", async () => {
    const exigo = await withItems();
    await exigo.control("POST /control/reports", {
      reportID: 77,
      description: "Stock",
      table: "ItemWarehouses",
    });
    expect((await report(exigo, "reportID=77")).rows).toMatchObject([{ ItemCode: "TEA", StockLevel: 4 }]);
    const unknown = { reportID: 78, description: "None", table: "Nothing" };
    expect((await exigo.control("POST /control/reports", unknown)).status).toBe(400);
  });
});
