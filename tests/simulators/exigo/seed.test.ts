import { describe, expect, it } from "vitest";
import type { Exigo } from "./start-exigo.ts";
import { balanceText, createCustomer, startExigo } from "./start-exigo.ts";

const PLAIN_LOGIN = { user: "api", password: "demo-password" };

async function balancesAfter(exigo: Exigo, after: number, top: number) {
  const filter = encodeURIComponent(`PointAccountID eq 1 and CustomerID gt ${after}`);
  const target = `GET /4.0/demo/model/CustomerPointAccounts?$filter=${filter}&$orderby=CustomerID&$top=${top}`;
  const { json } = await exigo.call(target, undefined, PLAIN_LOGIN);
  return json.value as { CustomerID: number; PointBalance: number; PointAccountID: number }[];
}

describe("seeding", () => {
  it("adds customers whose balances take turns, and pages through them by id", async () => {
    const exigo = await startExigo();
    const seeded = await exigo.control("POST /control/seed", {
      customers: 25_000,
      pointAccountID: 1,
      amounts: ["0", "12.5", "100"],
    });
    expect(seeded.json).toEqual({ firstCustomerID: 1001, lastCustomerID: 26_000 });
    expect(await balanceText(exigo, 1002)).toBe("12.5");
    const [first, second] = await balancesAfter(exigo, 1001, 2);
    expect(first).toEqual({ CustomerID: 1002, PointAccountID: 1, PointBalance: 12.5 });
    expect(second).toMatchObject({ CustomerID: 1003, PointBalance: 100 });
    let seen = 0;
    for (let after = 0; ;) {
      const page = await balancesAfter(exigo, after, 10_000);
      seen += page.length;
      after = page.at(-1)?.CustomerID ?? 0;
      if (page.length < 10_000) break;
    }
    expect(seen).toBe(25_000);
  });

  it("leaves the other customers alone when one of them changes", async () => {
    const exigo = await startExigo();
    await exigo.control("POST /control/seed", { customers: 2 });
    await exigo.call("PATCH /3.0/customers", { customerID: 1001, firstName: "Ada" });
    const { json } = await exigo.call("GET /3.0/customers?customerID=1002");
    expect(json.customers).toMatchObject([{ firstName: null, customerType: 1 }]);
    expect(await createCustomer(exigo)).toBe(1003);
  });

  it("sets balances without a movement behind them", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo);
    const balances = [{ customerID, balance: "7.25" }];
    await exigo.control("POST /control/balances", { pointAccountID: 1, balances });
    expect(await balanceText(exigo, customerID)).toBe("7.25");
    const history = await exigo.call("GET /4.0/demo/model/PointTransactions", undefined, PLAIN_LOGIN);
    expect(history.json.value).toEqual([]);
  });

  it("refuses more than it can hold and a customer that there is not", async () => {
    const exigo = await startExigo();
    expect((await exigo.control("POST /control/seed", { customers: 5_000_001 })).status).toBe(400);
    const balances = [{ customerID: 1, balance: "7.25" }];
    expect((await exigo.control("POST /control/balances", { pointAccountID: 1, balances })).status).toBe(400);
  });
});

describe("a long outage", () => {
  it("ends by itself when the clock is past it", async () => {
    let now = new Date("2026-07-15T12:00:00Z");
    const exigo = await startExigo({ clock: () => now });
    await exigo.control("POST /control/down", { mode: "status-503", minutes: 24 * 60 });
    now = new Date("2026-07-16T11:59:00Z");
    expect((await exigo.call("GET /3.0/customers")).status).toBe(503);
    now = new Date("2026-07-16T12:00:00Z");
    expect((await exigo.call("GET /3.0/customers")).status).toBe(200);
  });

  it("can leave callers without an answer, and refuses a time that is none", async () => {
    const exigo = await startExigo();
    await exigo.control("POST /control/down", { mode: "no-answer" });
    const call = exigo.call("GET /3.0/customers");
    expect((await exigo.control("GET /control/state")).json.down).toBe("no-answer");
    await exigo.close();
    await expect(call).rejects.toThrow();
  });

  it("refuses minutes below one", async () => {
    const exigo = await startExigo();
    expect((await exigo.control("POST /control/down", { mode: "status-503", minutes: 0 })).status).toBe(400);
  });
});

describe("the time of an answer", () => {
  it("is kept over a reset of the log, and refused when it is longer than a day", async () => {
    const exigo = await startExigo();
    await exigo.control("POST /control/timing", { answerMs: 5 });
    expect((await exigo.call("GET /3.0/customers")).status).toBe(200);
    expect((await exigo.control("GET /control/timing")).json).toEqual({
      timing: { answerMs: 5, historyLagMs: 0 },
    });
    expect((await exigo.control("POST /control/timing", { answerMs: 86_400_001 })).status).toBe(400);
  });
});
