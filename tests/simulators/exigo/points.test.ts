import { describe, expect, it } from "vitest";
import { balanceText, createCustomer, startExigo } from "./start-exigo.ts";

describe("points", () => {
  it("adds decimals exactly", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo);
    for (const amount of ["0.1", "0.2", "900719925473.0001"]) {
      await exigo.call(
        "POST /3.0/point",
        `{"pointAccountID":1,"customerID":${customerID},"amount":${amount}}`,
      );
    }
    expect(await balanceText(exigo, customerID)).toBe("900719925473.3001");
  });

  it.each(['"ten"', "1.00001", "1e2", "true", "[1]", "null"])("refuses the amount %s", async (amount) => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo);
    const body = `{"pointAccountID":1,"customerID":${customerID},"amount":${amount}}`;
    expect((await exigo.call("POST /3.0/point", body)).status).toBe(400);
    expect(await balanceText(exigo, customerID)).toBe("0.0");
  });

  it("moves the points twice when the same call comes twice", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo);
    const movement = { pointAccountID: 1, customerID, amount: 5, reference: "HC-1" };
    const first = await exigo.call("POST /3.0/point", movement);
    const second = await exigo.call("POST /3.0/point", movement);
    expect(first.json).toEqual({ transactionID: 500001, result: null });
    expect(second.json).toEqual({ transactionID: 500002, result: null });
    expect(await balanceText(exigo, customerID)).toBe("10.0");
  });

  it("takes the sign from the amount and not from the type, given by name or by number", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo);
    const movement = { pointAccountID: 1, customerID };
    await exigo.call("POST /3.0/point", { ...movement, amount: 7, pointTransactionTy: "redemption" });
    await exigo.call("POST /3.0/point", { ...movement, amount: -2, pointTransactionTy: 3 });
    expect(await balanceText(exigo, customerID)).toBe("5.0");
    const unknown = await exigo.call("POST /3.0/point", {
      ...movement,
      amount: 1,
      pointTransactionTy: "Gift",
    });
    expect(unknown.status).toBe(400);
  });

  it("lets a balance go below zero unless the switch refuses it", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo);
    const spend = { pointAccountID: 1, customerID, amount: -3 };
    expect((await exigo.call("POST /3.0/point", spend)).status).toBe(200);
    await exigo.control("POST /control/settings", { overdraft: "refused" });
    const refused = await exigo.call("POST /3.0/point", spend);
    expect(refused).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining("balance") as string },
    });
    expect(await balanceText(exigo, customerID)).toBe("-3.0");
    expect((await exigo.call("POST /3.0/point", { ...spend, amount: 1 })).status).toBe(200);
  });

  it("refuses a reference above 100 characters, or cuts it", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo);
    const movement = { pointAccountID: 1, customerID, amount: 1, reference: "r".repeat(101) };
    expect((await exigo.call("POST /3.0/point", movement)).status).toBe(400);
    await exigo.control("POST /control/settings", { overlongText: "cut" });
    expect((await exigo.call("POST /3.0/point", movement)).status).toBe(200);
    const { json } = await exigo.control("GET /control/state");
    expect(JSON.stringify(json)).toContain(`"reference":"${"r".repeat(100)}"`);
  });

  it("refuses an id together with a key, and takes either, whatever the case of the names", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo, { manualCustomerKey: "Key-1" });
    const both = { pointAccountID: 1, customerID, customerKey: "Key-1", amount: 1 };
    expect((await exigo.call("POST /3.0/point", both)).status).toBe(400);
    const byKey = { PointAccountID: "1", CUSTOMERKEY: "key-1", Amount: "1.5" };
    expect((await exigo.call("POST /3.0/point", byKey)).status).toBe(200);
    expect(await balanceText(exigo, customerID)).toBe("1.5");
  });

  it("refuses an unknown customer and an unknown point account", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo);
    expect(
      (await exigo.call("POST /3.0/point", { pointAccountID: 1, customerID: 9, amount: 1 })).status,
    ).toBe(400);
    expect((await exigo.call("POST /3.0/point", { pointAccountID: 9, customerID, amount: 1 })).status).toBe(
      400,
    );
    expect((await exigo.call("GET /3.0/point/account?pointAccountID=1")).status).toBe(400);
  });

  it("answers a customer without points by zero, or by an error when so switched", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo);
    expect(await balanceText(exigo, customerID)).toBe("0.0");
    await exigo.control("POST /control/settings", { absentPointAccount: "error" });
    const target = `GET /3.0/point/account?pointAccountID=1&customerID=${customerID}`;
    expect((await exigo.call(target)).status).toBe(400);
  });
});
