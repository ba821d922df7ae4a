import { describe, expect, it } from "vitest";
import type { Exigo } from "./start-exigo.ts";
import { createCustomer, startExigo } from "./start-exigo.ts";

const PLAIN_LOGIN = { user: "api", password: "demo-password" };

function read(exigo: Exigo, options: Record<string, string>) {
  const query = new URLSearchParams(options).toString();
  return exigo.call(`GET /4.0/demo/model/PointTransactions?${query}`, undefined, PLAIN_LOGIN);
}

async function readIds(exigo: Exigo, options: Record<string, string>): Promise<unknown[]> {
  const { json } = await read(exigo, options);
  return (json.value as Record<string, unknown>[]).map((row) => row.PointTransactionID);
}

async function withHistory() {
  const exigo = await startExigo({ clock: () => new Date("2026-07-15T12:00:00Z") });
  const ada = await createCustomer(exigo);
  const grace = await createCustomer(exigo);
  const movements = [
    { customerID: ada, amount: 1.25, reference: "HC-1" },
    { customerID: grace, amount: 2, reference: "it's this and that" },
    { customerID: ada, amount: -0.5, reference: "HC-2" },
  ];
  for (const movement of movements) await exigo.call("POST /3.0/point", { pointAccountID: 1, ...movement });
  return { exigo, ada, grace };
}

describe("point history over OData", () => {
  it("gives the rows as the table has them, with dates that have no zone", async () => {
    const { exigo, ada } = await withHistory();
    const { json } = await read(exigo, { $filter: `Reference eq 'HC-1' and CustomerID eq ${ada}` });
    expect(json.value).toEqual([
      {
        PointTransactionID: 500001,
        CustomerID: ada,
        PointAccountID: 1,
        Amount: 1.25,
        PointTransactionTypeID: 3,
        TransactionDate: "2026-07-15T07:00:00",
        OrderID: null,
        Reference: "HC-1",
      },
    ]);
  });

  it("serves as a cursor by id", async () => {
    const { exigo } = await withHistory();
    const options = { $orderby: "PointTransactionID", $top: "1" };
    expect(await readIds(exigo, { ...options, $filter: "PointTransactionID gt 500001" })).toEqual([500002]);
    expect(await readIds(exigo, { ...options, $filter: "PointTransactionID gt 500003" })).toEqual([]);
    expect(await readIds(exigo, { $orderby: "PointTransactionID desc" })).toEqual([500003, 500002, 500001]);
  });

  it("reads a quoted reference that holds a quote and the word and", async () => {
    const { exigo, ada, grace } = await withHistory();
    const reference = "Reference eq 'it''s this and that'";
    expect(await readIds(exigo, { $filter: `${reference} and CustomerID eq ${grace}` })).toEqual([500002]);
    expect(await readIds(exigo, { $filter: `${reference} and CustomerID eq ${ada}` })).toEqual([]);
  });

  it("shows what Exigo moved by itself, with the reason as its reference", async () => {
    const { exigo, ada } = await withHistory();
    const movement = { customerID: ada, pointAccountID: 1, amount: "-0.75", reason: "Correction" };
    expect((await exigo.control("POST /control/points", movement)).json).toEqual({ transactionID: 500004 });
    const { json } = await read(exigo, { $filter: "PointTransactionID gt 500003" });
    expect(json.value).toMatchObject([{ Amount: -0.75, Reference: "Correction" }]);
  });

  it.each([
    { $filter: "Colour gt 1" },
    { $filter: "CustomerID eq 1 or CustomerID eq 2" },
    { $filter: "CustomerID eq 1 and " },
    { $orderby: "Colour" },
    { $skip: "a" },
    { $top: "-1" },
    { $select: "Amount" },
  ])("refuses %j by 400 instead of ignoring it", async (options) => {
    const { exigo } = await withHistory();
    expect((await read(exigo, options as Record<string, string>)).status).toBe(400);
  });

  it("wants the plain login, is read-only, and can be absent", async () => {
    const exigo = await startExigo();
    const target = "GET /4.0/demo/model/PointTransactions";
    expect((await exigo.call(target)).status).toBe(401);
    expect((await exigo.call("POST /4.0/demo/model/PointTransactions", {}, PLAIN_LOGIN)).status).toBe(405);
    expect((await exigo.call("GET /4.0/demo/model/Subscriptions", undefined, PLAIN_LOGIN)).status).toBe(404);
    await exigo.control("POST /control/settings", { odata: "off" });
    expect((await exigo.call(target, undefined, PLAIN_LOGIN)).status).toBe(404);
  });
});
