import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createExigoClient } from "#adapters/exigo/client";
import { DEFAULT_EXIGO_SETUP } from "#core/exigo";
import type { ExigoSetup } from "#core/exigo";
import type { ExigoAccess, ExigoAnswer } from "#usecases/ports/exigo";
import type { ExigoOrderContent } from "#usecases/ports/exigo-orders";

import { startExigoSimulator } from "../../../simulators/exigo/server.ts";
import type { RunningExigoSimulator } from "../../../simulators/exigo/server.ts";

let exigo: RunningExigoSimulator;
let access: ExigoAccess;
let customerId: number;
const client = createExigoClient({ allowLoopback: true, timeoutMs: 2_000 });

beforeEach(async () => {
  exigo = await startExigoSimulator();
  access = {
    baseUrl: `${exigo.url}/3.0`,
    company: "demo",
    loginName: "api",
    password: "demo-password",
    pointAccountId: 1,
    historyUrl: null,
    setup: DEFAULT_EXIGO_SETUP,
  };
  const names = { customerKey: "HC-1-1", firstName: "Ana", lastName: "Lima", email: "ana@example.com" };
  customerId = valueOf(await client.createCustomer(access, names)).exigoCustomerId;
  for (const itemCode of ["TEA", "CUP"]) {
    await post("/item", { itemCode, description: itemCode, weight: 0.5 }, "POST");
    await post("/item/price", { itemCode, currencyCode: "usd", priceType: 1, price: 10.5 }, "PUT");
  }
});
afterEach(() => exigo.close());

function valueOf<T>(answer: ExigoAnswer<T>): T {
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

/** A call of Exigo's own staff, past the client under test. */
async function post(path: string, body: object, method: string): Promise<void> {
  const authorization = `Basic ${Buffer.from("api@demo:demo-password").toString("base64")}`;
  const headers = { authorization, "content-type": "application/json" };
  const response = await fetch(`${access.baseUrl}${path}`, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}

function withSetup(part: { readonly [K in keyof ExigoSetup]?: Partial<ExigoSetup[K]> }): ExigoAccess {
  const entries = Object.entries(DEFAULT_EXIGO_SETUP).map(([name, value]) => [
    name,
    typeof value === "object" ? { ...value, ...(part[name as keyof ExigoSetup] as object) } : value,
  ]);
  return { ...access, setup: Object.fromEntries(entries) as ExigoSetup };
}

const order = (changes: Partial<ExigoOrderContent> = {}): ExigoOrderContent => ({
  exigoCustomerId: customerId,
  name: { by: "orderKey", value: "1001" },
  orderType: 11,
  orderStatus: 1,
  orderDate: "2026-11-21T06:00:00.000Z",
  currencyCode: "usd",
  warehouseId: 1,
  shipMethodId: 6,
  priceType: 1,
  taxRate: "10",
  shipping: "4.99",
  returnOrderId: null,
  overwriteOrderId: null,
  notes: "",
  shipTo: {
    ...{ firstName: "Ana", lastName: "Lima", company: null, email: null, phone: null },
    ...{ address1: "1 Elm St", address2: null, city: "Dallas", state: "TX", zip: "75001", country: "US" },
  },
  lines: [{ itemCode: "TEA", quantity: 2, priceEach: "7.25", taxableEach: "7.25", reference: "line-1" }],
  ...changes,
});

const payment = {
  ...{ amount: "20.94", paidAt: "2026-11-21T06:00:00.000Z", paymentType: 16 },
  ...{ authorizationCode: "shopify-1", memo: "Shopify" },
};

describe("orders and payments", () => {
  it("creates an order at the prices that it was told, and finds it by its key with lines and payments", async () => {
    const made = valueOf(await client.createOrder(access, order()));
    expect(Number(made.subTotal)).toBe(14.5);
    expect(Number(made.total)).toBe(20.94);
    valueOf(await client.createPayment(access, made.exigoOrderId, payment));
    valueOf(await client.changeOrderStatus(access, made.exigoOrderId, 7));
    const [found, ...others] = valueOf(await client.findOrders(access, { by: "orderKey", value: "1001" }));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ exigoOrderId: made.exigoOrderId, orderStatus: 7 });
    expect(found?.lines).toMatchObject([{ itemCode: "TEA", quantity: 2, reference: "line-1" }]);
    expect(found?.payments).toMatchObject([{ authorizationCode: "shopify-1", memo: "Shopify" }]);
  });

  it("writes the order date as Central's clock, whether the server converts an offset or drops it", async () => {
    for (const [dateOffset, key] of [
      ["converted", "a"],
      ["dropped", "b"],
    ] as const) {
      exigo.simulator.settings.dateOffset = dateOffset;
      valueOf(await client.createOrder(access, order({ name: { by: "orderKey", value: key } })));
    }
    const dates = exigo.simulator.company("demo")?.orders.map((row) => row.columns.orderDate);
    expect(dates).toEqual(["2026-11-21T00:00:00.000", "2026-11-21T00:00:00.000"]);
  });

  it("keeps our number in a field of the order where the company has no keys", async () => {
    exigo.simulator.settings.orderKeys = "disabled";
    const name = { by: "field", field: "other18", value: "1001" } as const;
    expect(await client.createOrder(access, order())).toMatchObject({ failure: "refused" });
    const { exigoOrderId } = valueOf(await client.createOrder(access, order({ name })));
    expect(valueOf(await client.findOrders(access, name))).toMatchObject([{ exigoOrderId }]);
    expect(valueOf(await client.findOrders(access, { ...name, value: "1002" }))).toEqual([]);
  });

  it("reads and writes choices as names as well as numbers", async () => {
    exigo.simulator.settings.enumOutput = "name";
    const named = withSetup({ api: { enums: "name" } });
    const { exigoOrderId } = valueOf(await client.createOrder(named, order()));
    valueOf(await client.changeOrderStatus(named, exigoOrderId, 8));
    expect(valueOf(await client.findOrders(named, { by: "id", exigoOrderId }))).toMatchObject([
      { orderStatus: 8 },
    ]);
  });

  it("makes order and payment in one transaction, or neither", async () => {
    const made = valueOf(await client.createPaidOrder(access, order(), payment));
    const [found] = valueOf(await client.findOrders(access, { by: "id", exigoOrderId: made.exigoOrderId }));
    expect(found?.payments).toHaveLength(1);
    const other = order({ name: { by: "orderKey", value: "1002" } });
    const free = { ...payment, amount: "0" };
    expect(await client.createPaidOrder(access, other, free)).toMatchObject({ failure: "refused" });
    expect(valueOf(await client.findOrders(access, { by: "orderKey", value: "1002" }))).toEqual([]);
    exigo.simulator.settings.transactionRoute = "off";
    expect(await client.createPaidOrder(access, other, payment)).toMatchObject({ status: 404 });
  });

  it("sets totals as they are, and overwrites an order that exists", async () => {
    const { exigoOrderId } = valueOf(await client.createOrder(access, order()));
    const totals = { total: "20.95", subTotal: "14.50", tax: "1.46", shipping: "4.99" };
    valueOf(await client.setOrderTotals(access, exigoOrderId, totals));
    const read = async () => valueOf(await client.findOrders(access, { by: "id", exigoOrderId }))[0];
    expect(Number((await read())?.total)).toBe(20.95);
    const lines = [{ itemCode: "CUP", quantity: 1, priceEach: "3", taxableEach: "3", reference: "line-2" }];
    valueOf(await client.createOrder(access, order({ overwriteOrderId: exigoOrderId, lines })));
    expect((await read())?.lines).toMatchObject([{ itemCode: "CUP" }]);
  });

  it("takes a write whose answer was lost as unknown", async () => {
    exigo.simulator.faults.arm({
      ...{
        operation: "CreateOrder",
        kind: "answer-lost-after-effect",
        status: 500,
        times: 1,
        probability: 1,
        seed: 1,
      },
      delayMs: 0,
    });
    expect(await client.createOrder(access, order())).toMatchObject({ failure: "unknown" });
    expect(valueOf(await client.findOrders(access, { by: "orderKey", value: "1001" }))).toHaveLength(1);
  });
});

describe("items, warehouses and shipped orders", () => {
  const place = { currencyCode: "usd", priceType: 1, warehouseId: 1 };

  it("reads items at a place of sale, and leaves out those that Exigo does not know", async () => {
    for (const lists of ["repeated", "indexed", "single"] as const) {
      const items = valueOf(
        await client.readItems(withSetup({ api: { lists } }), { ...place, codes: ["TEA", "NOPE", "CUP"] }),
      );
      expect(items.map(({ itemCode, price }) => [itemCode, Number(price)])).toEqual([
        ["TEA", 10.5],
        ["CUP", 10.5],
      ]);
    }
  });

  it("lists warehouses and what they send by", async () => {
    expect(valueOf(await client.listWarehouses(access))).toMatchObject([{ warehouseId: 1 }]);
    const where = { ...place, shipMethodId: 6, country: "US", state: "TX", itemCode: "TEA" };
    const methods = valueOf(await client.listShipMethods(access, where));
    expect(methods.map(({ shipMethodId }) => shipMethodId)).toEqual([6, 7]);
  });

  it("lists the codes of a configured list once each, page by page", async () => {
    const listed = withSetup({ items: { codes: ["tea", "CUP", "Tea", "BOX"] } });
    expect(valueOf(await client.listItemCodes(listed, { after: null, limit: 2 }))).toEqual(["BOX", "CUP"]);
    expect(valueOf(await client.listItemCodes(listed, { after: "CUP", limit: 2 }))).toEqual(["Tea"]);
  });

  it("lists shipped orders by id with their tracking, over pages, and leaves returns out", async () => {
    const since = new Date(Date.now() - 60_000).toISOString();
    const ids: number[] = [];
    for (let number = 1; number <= 4; number += 1) {
      const name = { by: "orderKey", value: `S${number}` } as const;
      const wish = order({ name, orderStatus: 9, orderType: number === 2 ? 8 : 11 });
      ids.push(valueOf(await client.createOrder(access, wish)).exigoOrderId);
    }
    await post("/orders", { orderID: ids[0], trackingNumber1: "1Z", webCarrierID: 3 }, "PATCH");
    const first = valueOf(await client.listShipped(access, { since, afterOrderId: null, limit: 2 }));
    expect(first).toMatchObject([
      { exigoOrderId: String(ids[0]), orderKey: "S1", carrierId: 3, trackingNumbers: ["1Z"] },
      {
        exigoOrderId: String(ids[2]),
        trackingNumbers: [],
        details: [{ itemCode: "TEA", reference: "line-1" }],
      },
    ]);
    const afterOrderId = first.at(-1)?.exigoOrderId ?? null;
    const rest = valueOf(await client.listShipped(access, { since, afterOrderId, limit: 2 }));
    expect(rest.map(({ exigoOrderId }) => exigoOrderId)).toEqual([String(ids[3])]);
  });
});

describe("changes of customers", () => {
  it("writes what is passed and nothing else, and reads it back", async () => {
    const mapped = withSetup({ customers: { fields: [{ shopify: "note", exigo: "field3" }] } });
    const address = {
      address1: "1 Elm St",
      address2: null,
      city: "Dallas",
      state: "TX",
      zip: "75001",
      country: "US",
    };
    valueOf(
      await client.updateCustomer(mapped, customerId, {
        phone: "+12145550100",
        address,
        fields: { field3: "x" },
      }),
    );
    const read = async () => valueOf(await client.readCustomer(mapped, customerId));
    expect(await read()).toMatchObject({
      ...{ firstName: "Ana", lastName: "Lima", email: "ana@example.com", phone: "+12145550100" },
      ...{ address, fields: { field3: "x" }, customerType: "1", isDeleted: false },
    });
    valueOf(await client.updateCustomer(mapped, customerId, { lastName: null }));
    expect(await read()).toMatchObject({ firstName: "Ana", lastName: null, phone: "+12145550100" });
    expect(valueOf(await client.readCustomer(mapped, 9_999))).toBeNull();
  });

  it("lists what changed in a window, by id, page by page", async () => {
    const since = new Date(Date.now() - 60_000).toISOString();
    for (const number of [2, 3]) {
      const names = { firstName: "Bo", lastName: "Ek", email: null };
      valueOf(await client.createCustomer(access, { customerKey: `HC-1-${number}`, ...names }));
    }
    const page = async (afterCustomerId: number | null) =>
      valueOf(await client.listChangedCustomers(access, { since, afterCustomerId, limit: 2 })).map(
        ({ exigoCustomerId }) => exigoCustomerId,
      );
    expect(await page(null)).toEqual([customerId, customerId + 1]);
    expect(await page(customerId + 1)).toEqual([customerId + 2]);
    const later = { since: new Date(Date.now() + 60_000).toISOString(), afterCustomerId: null, limit: 2 };
    expect(valueOf(await client.listChangedCustomers(access, later))).toEqual([]);
  });

  it("keeps our key in a field where the company has no keys, and makes customers of the type that was chosen", async () => {
    exigo.simulator.settings.customerKeys = "disabled";
    const fielded = withSetup({ customers: { key: "field7", typeForNew: 3 } });
    const names = { customerKey: "HC-1-9", firstName: "Bo", lastName: "Ek", email: null };
    const made = valueOf(await client.createCustomer(fielded, names));
    expect(valueOf(await client.findCustomersByKey(fielded, "HC-1-9"))).toMatchObject([
      { exigoCustomerId: made.exigoCustomerId, customerType: "3" },
    ]);
  });
});
