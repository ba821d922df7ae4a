import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { OrderRefund } from "#core/earning";
import { facts, line, refund } from "../../core/earning/orders.ts";
import { createDocumentsWorld } from "../../support/documents-world.ts";
import type { DocumentsWorld } from "../../support/documents-world.ts";

// Both companies number their orders from the same first number on, so a step that mixes them up meets a wrong order.

let world: DocumentsWorld;
let accountId: number;

beforeEach(async () => {
  world = await createDocumentsWorld();
  await world.map("81", "SHIRT");
  accountId = await world.addAccount(7);
  const made = await fetch(`${world.exigo.url}/control/companies`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ companyKey: "other", login: "api", password: "demo-password" }),
  });
  if (!made.ok) throw new Error(await made.text());
  const { items } = world.company();
  companyOf("other").items.push(...structuredClone(items));
});
afterEach(async () => {
  expect(world.stepFaults).toEqual([]);
  await world.close();
});

function companyOf(key: string) {
  const found = world.exigo.simulator.company(key);
  if (!found) throw new Error(`the simulator has no company ${key}`);
  return found;
}

const ordersIn = (key: string) =>
  companyOf(key).orders.map(({ orderKey, orderType, totalUnits, orderStatus }) => ({
    ...{
      order: orderKey?.split("-").at(-1),
      type: orderType,
      total: totalUnits / 10_000,
      status: orderStatus,
    },
  }));
const paidIn = (key: string) => companyOf(key).payments.map(({ amountUnits }) => amountUnits / 10_000);

const order = (orderId: string) =>
  facts({
    orderId,
    lines: [line("1", 3, 1000, { variantId: "81" })],
    total: { shopMinor: 1000, presentmentMinor: 1000 },
    paidMinor: 1000,
  });
const none = { shopMinor: 0, presentmentMinor: 0 };
const givenBack = (refundId: string): OrderRefund => ({
  ...refund(refundId, { "1": 1 }),
  money: {
    ...{ lines: { shopMinor: 333, presentmentMinor: 333 }, lineTax: none, taxAlone: none },
    ...{ shipping: none, shippingTax: none },
    transactions: [
      {
        ...{ transactionId: refundId, kind: "refund", status: "success", gateway: "b" },
        ...{ currency: "USD", amountMinor: 333 },
      },
    ],
  },
});

async function move(company: string): Promise<void> {
  await world.configure({}, { company });
  await world.handOver();
}

describe("a program that is moved to another company", () => {
  test("sends what becomes of its orders of before nowhere else, and orders from then on to the new one", async () => {
    await world.tell(order("1001"), {}, accountId);
    await world.deliverSteps();
    const before = ordersIn("demo");
    expect(before).toEqual([{ order: "1001", type: 11, total: 10, status: 7 }]);
    await move("other");
    await world.tell(order("2002"), {}, accountId);
    await world.deliverSteps();
    const first = companyOf("other").orders[0]?.orderID;
    expect(first).toBe(companyOf("demo").orders[0]?.orderID);

    await world.tell(order("1001"), { refunds: [givenBack("51")] }, accountId);
    await world.tell(
      { ...order("1001"), paidMinor: 1500, updatedAt: "2026-11-12T10:00:00.000Z" },
      {},
      accountId,
    );
    await world.deliverSteps();
    expect(ordersIn("other")).toEqual([{ order: "2002", type: 11, total: 10, status: 7 }]);
    expect(paidIn("other")).toEqual([10]);
    expect(ordersIn("demo")).toEqual(before);
    const open = (await world.steps()).filter(({ state }) => state !== "confirmed");
    expect([...new Set(open.map(({ document, state }) => `${document} ${state}`))]).toEqual([
      `order/${world.shopId}/1001 due`,
    ]);
  });

  test("sends them there when it is moved back, once, and what became of the newer ones stays where those are", async () => {
    await world.tell(order("1001"), {}, accountId);
    await world.deliverSteps();
    await move("other");
    await world.tell(order("2002"), {}, accountId);
    await world.tell(order("1001"), { refunds: [givenBack("51")] }, accountId);
    await world.deliverSteps();
    await move("demo");
    await world.tell(order("2002"), { refunds: [givenBack("52")] }, accountId);
    await world.deliverSteps();
    expect(ordersIn("demo")).toEqual([
      { order: "1001", type: 11, total: 10, status: 7 },
      { order: "R51", type: 8, total: -3.33, status: 8 },
    ]);
    expect(ordersIn("other")).toEqual([{ order: "2002", type: 11, total: 10, status: 7 }]);
    await move("other");
    await world.deliverSteps();
    expect(ordersIn("other")).toEqual([
      { order: "2002", type: 11, total: 10, status: 7 },
      { order: "R52", type: 8, total: -3.33, status: 8 },
    ]);
    expect((await world.steps()).every(({ state }) => state === "confirmed")).toBe(true);
  });

  test("finds by a number only what it wrote to the company that is asked", async () => {
    await world.tell(order("1001"), {}, accountId);
    await world.deliverSteps();
    const number = String(companyOf("demo").orders[0]?.orderID);
    const { documents, programId } = world;
    const [before] = await mirrors();
    await move("other");
    const [now] = await mirrors();
    const found = (mirror = 0) => documents.findByRemoteRef(programId, mirror, "exigo.order", number);
    expect(await found(before)).toEqual({ document: `order/${world.shopId}/1001`, shopId: world.shopId });
    expect(await found(now)).toBeNull();
  });
});

async function mirrors(): Promise<number[]> {
  const rows: { mirror: number }[] = await world.database.pool.query(
    "SELECT mirror FROM exigo_connection WHERE program_id = ?",
    [world.programId],
  );
  return rows.map(({ mirror }) => mirror);
}
