import { describe, expect, it } from "vitest";
import type { Exigo } from "./start-exigo.ts";
import { createCustomer, startExigo } from "./start-exigo.ts";

async function search(exigo: Exigo, query: string): Promise<Record<string, unknown>[]> {
  const { json } = await exigo.call(`GET /3.0/customers?${query}`);
  return json.customers as Record<string, unknown>[];
}

async function searchIds(exigo: Exigo, query: string): Promise<unknown[]> {
  return (await search(exigo, query)).map(({ customerID }) => customerID);
}

describe("customers", () => {
  it("are found by id, key, email and custom field, without regard to case", async () => {
    const exigo = await startExigo();
    const ada = await createCustomer(exigo, {
      email: "Ada@example.com",
      manualCustomerKey: "K1",
      field3: "gid-1",
    });
    await createCustomer(exigo, { email: "grace@example.com" });
    for (const query of [`customerID=${ada}`, "customerKey=k1", "EMAIL=ada@EXAMPLE.com", "field3=gid-1"]) {
      expect(await searchIds(exigo, query)).toEqual([ada]);
    }
    expect(await searchIds(exigo, "email=nobody@example.com")).toEqual([]);
  });

  it("may share an email", async () => {
    const exigo = await startExigo();
    const first = await createCustomer(exigo, { email: "same@example.com" });
    const second = await createCustomer(exigo, { email: "same@example.com" });
    expect(await searchIds(exigo, "email=same@example.com")).toEqual([first, second]);
  });

  it("come sorted by id, a hundred at a time, and are paged by id", async () => {
    const exigo = await startExigo();
    await createCustomer(exigo, { useManualCustomerID: true, manualCustomerID: 5000 });
    await createCustomer(exigo, { useManualCustomerID: true, manualCustomerID: 7 });
    for (let count = 0; count < 101; count += 1) await createCustomer(exigo);
    const { json } = await exigo.call("GET /3.0/customers");
    expect(json.recordCount).toBe(100);
    expect(await searchIds(exigo, "batchSize=2")).toEqual([7, 5000]);
    expect(await searchIds(exigo, "batchSize=2&greaterThanCustomerID=5000")).toEqual([5001, 5002]);
  });

  it("are filtered strictly by modified date", async () => {
    let now = new Date("2026-07-15T12:00:00.000Z");
    const exigo = await startExigo({ clock: () => now });
    await createCustomer(exigo);
    now = new Date("2026-07-15T12:00:00.010Z");
    const later = await createCustomer(exigo);
    const [row] = await search(exigo, `customerID=${later}`);
    expect(row?.modifiedDate).toBe("2026-07-15T07:00:00.010-05:00");
    expect(await searchIds(exigo, "greaterThanModifiedDate=2026-07-15T07:00:00.000-05:00")).toEqual([later]);
    expect(await searchIds(exigo, "greaterThanModifiedDate=2026-07-15T07:00:00.010")).toEqual([]);
  });

  it("are filtered by several statuses, in each way a list is written", async () => {
    const exigo = await startExigo();
    const active = await createCustomer(exigo);
    const deleted = await createCustomer(exigo, { customerStatus: 0 });
    await createCustomer(exigo, { customerStatus: 2 });
    for (const list of [
      "customerStatuses=0&customerStatuses=1",
      "customerStatuses[0]=0&customerStatuses[1]=1",
    ]) {
      expect(await searchIds(exigo, list)).toEqual([active, deleted]);
    }
  });

  it("change only in the fields that are passed", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo, { lastName: "Byron", email: "ada@example.com" });
    const answer = await exigo.call("PATCH /3.0/customers", {
      customerID,
      lastName: "Lovelace",
      email: null,
    });
    expect(answer.json).toEqual({ result: null });
    const [row] = await search(exigo, `customerID=${customerID}`);
    expect(row).toMatchObject({ firstName: "Ada", lastName: "Lovelace", email: "ada@example.com" });
    await exigo.control("POST /control/settings", { nullInUpdate: "clear" });
    await exigo.call("PATCH /3.0/customers", { customerID, email: null });
    expect((await search(exigo, `customerID=${customerID}`))[0]?.email).toBeNull();
  });

  it("refuse a customer key that exists, or allow it when so switched", async () => {
    const exigo = await startExigo();
    await createCustomer(exigo, { manualCustomerKey: "K1" });
    const again = { customerType: 1, manualCustomerKey: "k1" };
    expect((await exigo.call("POST /3.0/customers", again)).status).toBe(400);
    await exigo.control("POST /control/settings", { duplicateCustomerKey: "allowed" });
    expect((await exigo.call("POST /3.0/customers", again)).status).toBe(200);
  });

  it("take an enum by name or number and give it as the switch says", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo, { gender: "female" });
    expect((await search(exigo, `customerID=${customerID}`))[0]?.gender).toBe(2);
    await exigo.control("POST /control/settings", { enumOutput: "name" });
    expect((await search(exigo, `customerID=${customerID}`))[0]?.gender).toBe("Female");
  });

  it.each([
    {},
    { customerType: "retail" },
    { customerType: 1, firstName: "n".repeat(51) },
    { customerType: 1, mainAddress1: "1 Main Street" },
    { customerType: 1, birthDate: "1899-12-31" },
    { customerType: 1, insertEnrollerTree: true },
    { customerType: 1, enrollerID: 77 },
    { customerType: 1, canLogin: "maybe" },
  ])("refuse to be created from %j", async (fields) => {
    const exigo = await startExigo();
    const answer = await exigo.call("POST /3.0/customers", fields);
    expect(answer.status).toBe(400);
    expect(answer.json.message).toEqual(expect.any(String));
    expect(await searchIds(exigo, "")).toEqual([]);
  });

  it.each(["batchSize=0", "greaterThanModifiedDate=yesterday", "customerID=x", "customerID=1&customerKey=a"])(
    "refuse the search %s",
    async (query) => {
      const exigo = await startExigo();
      expect((await exigo.call(`GET /3.0/customers?${query}`)).status).toBe(400);
    },
  );
});
