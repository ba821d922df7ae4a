import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { OrderFacts, OrderRefund } from "#core/earning";
import { facts, line, refund } from "../../core/earning/orders.ts";
import { createDocumentsWorld } from "../../support/documents-world.ts";
import type { DocumentsWorld } from "../../support/documents-world.ts";

let world: DocumentsWorld;
let accountId: number;

beforeEach(async () => {
  world = await createDocumentsWorld();
  accountId = await world.addAccount(7);
  await world.map("81", "SHIRT");
  await world.map("82", "CAP");
});

afterEach(() => world.close());

/** A paid order of three shirts for 10.00 and two caps, with tax, shipping and a discount. */
const ORDER: OrderFacts = facts({
  lines: [line("1", 3, 1100, { discountMinor: 100, taxMinor: 83 }), line("2", 2, 500, { taxMinor: 41 })],
  shippingMinor: 700,
  shippingTaxMinor: 58,
  total: { shopMinor: 2382, presentmentMinor: 2382 },
  paidMinor: 2382,
});

const money = (units: number): number => units / 10_000;

function shown(orderType = 11) {
  return world
    .exigoOrders()
    .filter((order) => order.orderType === orderType)
    .map((order) => ({
      key: order.orderKey,
      status: order.orderStatus,
      total: money(order.totalUnits),
      subTotal: money(order.subTotalUnits),
      tax: money(order.taxTotalUnits),
      shipping: money(order.shippingTotalUnits),
      lines: order.details.map((detail) => [
        detail.itemCode,
        money(detail.quantityUnits),
        money(detail.priceEachUnits),
        detail.reference1,
      ]),
    }));
}

const statesOf = async (): Promise<string[]> =>
  (await world.steps()).map(({ step_key, state }) => `${step_key.split("/").slice(3).join("/")} ${state}`);

const IN_EXIGO = {
  status: 7,
  total: 23.82,
  subTotal: 15,
  tax: 1.82,
  shipping: 7,
  lines: [
    ["SHIRT", 1, 3.34, "1"],
    ["SHIRT", 2, 3.33, "1"],
    ["CAP", 2, 2.5, "2"],
  ],
};

describe("an order", () => {
  test("stands in Exigo once, with Shopify's totals, its money and its status", async () => {
    await world.tell(ORDER, {}, accountId);
    await world.deliverSteps();
    expect(await statesOf()).toEqual([
      ...["create confirmed", "totals confirmed", "paid/2382 confirmed", "accept confirmed"],
    ]);
    expect(shown()).toEqual([{ key: `HC-${world.shopId}-1001`, ...IN_EXIGO }]);
    expect(world.payments().map(({ amountUnits }) => money(amountUnits))).toEqual([23.82]);
    await world.tell(ORDER, {}, accountId);
    await world.deliverSteps();
    expect(shown()).toHaveLength(1);
    expect(world.stepFaults).toEqual([]);
  });

  test("is found by another field where the company has no order keys", async () => {
    world.exigo.simulator.settings.orderKeys = "disabled";
    await world.configure({ key: "other18" });
    world.breakNext("CreateOrder", "answer-lost-after-effect");
    await world.tell(ORDER, {}, accountId);
    await world.deliverSteps();
    expect(await statesOf()).toContain("create unknown");
    await world.letStepsPass(2);
    await world.deliverSteps();
    expect(shown()).toEqual([{ key: null, ...IN_EXIGO }]);
    expect(world.exigoOrders()[0]?.columns["other18"]).toBe(`HC-${world.shopId}-1001`);
  });

  test("goes with its money in one call where the company takes one", async () => {
    await world.configure({ transaction: true });
    await world.tell(ORDER, {}, accountId);
    world.breakNext("ProcessTransaction", "answer-lost-after-effect");
    await world.deliverSteps();
    await world.letStepsPass(2);
    await world.deliverSteps();
    expect(shown()).toMatchObject([{ total: 23.82, status: 7 }]);
    expect(world.payments()).toHaveLength(1);
    const calls = world.exigo.simulator.log.list().map(({ operation }) => operation);
    expect(calls).not.toContain("CreatePayment");
  });

  test("waits visibly for a product that is no item yet, and goes on when it is mapped", async () => {
    const unmapped = { ...ORDER, lines: [line("3", 1, 2382)] };
    await world.tell(unmapped, {}, accountId);
    await world.deliverSteps();
    const [create] = await world.steps();
    expect(create).toMatchObject({ state: "waiting", waits_for: `item/${world.shopId}/83` });
    expect(world.exigoOrders()).toEqual([]);
    await world.map("83", "MUG");
    await world.deliverSteps();
    expect(shown()).toMatchObject([{ lines: [["MUG", 1, 23.82, "3"]], status: 7 }]);
  });

  test("of a guest waits until it is said whose it is", async () => {
    await world.tell({ ...ORDER, customerId: null }, {}, null);
    await world.deliverSteps();
    expect((await world.steps())[0]).toMatchObject({ state: "waiting", waits_for: "settings" });
    const [customer] = world.company().customers;
    const guest = customer?.customerID ?? (await makeCustomer());
    await world.configure({ guestCustomerId: guest });
    await world.deliverSteps();
    expect(world.exigoOrders().map(({ customerID }) => customerID)).toEqual([guest]);
  });

  test("in a currency that is not mapped waits for it", async () => {
    await world.tell({ ...ORDER, currency: "GBP" }, {}, accountId);
    await world.deliverSteps();
    expect((await world.steps())[0]).toMatchObject({ state: "waiting", waits_for: "settings" });
  });

  test("is paid in parts as the money comes", async () => {
    const unpaid = { ...ORDER, financialStatus: "pending", paidMinor: 0 };
    await world.tell(unpaid, {}, accountId);
    await world.deliverSteps();
    expect(shown()).toMatchObject([{ status: 1 }]);
    expect(world.payments()).toEqual([]);
    const partly = { ...unpaid, financialStatus: "partially_paid", paidMinor: 1000 };
    await world.tell({ ...partly, updatedAt: "2026-11-11T10:00:00.000Z" }, {}, accountId);
    await world.deliverSteps();
    await world.tell({ ...ORDER, updatedAt: "2026-11-12T10:00:00.000Z" }, {}, accountId);
    await world.deliverSteps();
    expect(world.payments().map(({ amountUnits }) => money(amountUnits))).toEqual([10, 13.82]);
    expect(shown()).toMatchObject([{ status: 7 }]);
  });

  test("becomes what an edit made of it", async () => {
    await world.tell(ORDER, {}, accountId);
    await world.deliverSteps();
    const edited = {
      ...ORDER,
      lines: [...ORDER.lines, line("4", 1, 400, { variantId: "82" })],
      total: { shopMinor: 2782, presentmentMinor: 2782 },
      updatedAt: "2026-11-11T10:00:00.000Z",
    };
    await world.tell(edited, {}, accountId);
    await world.deliverSteps();
    expect(shown()).toMatchObject([
      { total: 27.82, subTotal: 19, status: 7, lines: [...IN_EXIGO.lines, ["CAP", 1, 4, "4"]] },
    ]);
    expect(world.payments()).toHaveLength(1);
  });

  test("that was edited after Exigo began to ship it is for a person", async () => {
    await world.tell(ORDER, {}, accountId);
    await world.deliverSteps();
    Object.assign(world.exigoOrders()[0] ?? {}, { orderStatus: 9 });
    const lines = [...ORDER.lines, line("4", 1, 400, { variantId: "82" })];
    await world.tell({ ...ORDER, lines, updatedAt: "2026-11-11T10:00:00.000Z" }, {}, accountId);
    await world.deliverSteps();
    expect((await statesOf()).filter((state) => state.endsWith("needs_review"))).toHaveLength(1);
    expect(shown()).toMatchObject([{ total: 23.82 }]);
  });

  test("that was cancelled is cancelled in Exigo, and its refunds need no return", async () => {
    await world.tell(ORDER, {}, accountId);
    await world.deliverSteps();
    const cancelled = {
      ...ORDER,
      cancelledAt: "2026-11-12T10:00:00.000Z",
      updatedAt: "2026-11-12T10:00:00.000Z",
    };
    await world.tell(cancelled, { refunds: [refund("9", { "1": 3, "2": 2 })] }, accountId);
    await world.deliverSteps();
    expect(shown()).toMatchObject([{ status: 4 }]);
    expect(shown(8)).toEqual([]);
    expect((await world.steps()).every(({ state }) => state === "confirmed")).toBe(true);
  });

  test("whose cancellation got no answer needs no return either", async () => {
    await world.tell(ORDER, {}, accountId);
    await world.deliverSteps();
    world.breakNext("ChangeOrderStatus", "answer-lost-after-effect");
    const cancelled = {
      ...ORDER,
      cancelledAt: "2026-11-12T10:00:00.000Z",
      updatedAt: "2026-11-12T10:00:00.000Z",
    };
    await world.tell(cancelled, { refunds: [refund("9", { "1": 3, "2": 2 })] }, accountId);
    await world.deliverSteps();
    await world.letStepsPass(31);
    await world.deliverSteps();
    expect(shown()).toMatchObject([{ status: 4 }]);
    expect(shown(8)).toEqual([]);
  });

  test("that Exigo refuses waits with Exigo's own words, and what follows it waits, too", async () => {
    world.addresses.next = world.addresses.next && {
      ...world.addresses.next,
      shipTo: { ...world.addresses.next.shipTo, country: null },
    };
    await world.tell(ORDER, {}, accountId);
    await world.deliverSteps();
    const [create, totals] = await world.steps();
    expect(create).toMatchObject({ state: "refused", last_error: "country is required." });
    expect(totals).toMatchObject({ state: "due", claims: 0 });
  });
});

describe("a refund", () => {
  const refunded: OrderRefund = {
    ...refund("9", { "1": 2 }),
    money: {
      lines: { shopMinor: 667, presentmentMinor: 667 },
      lineTax: { shopMinor: 55, presentmentMinor: 55 },
      shipping: { shopMinor: 0, presentmentMinor: 0 },
      shippingTax: { shopMinor: 0, presentmentMinor: 0 },
      taxAlone: { shopMinor: 0, presentmentMinor: 0 },
      transactions: [
        {
          transactionId: "1",
          kind: "refund",
          status: "success",
          gateway: "b",
          currency: "USD",
          amountMinor: 700,
        },
      ],
    },
  };

  test("is a return of the order in Exigo, once, to the cent of the money that went back", async () => {
    await world.tell(ORDER, { refunds: [refunded] }, accountId);
    world.breakNext("CreateOrder", "answer-lost-after-effect");
    for (let round = 0; round < 3; round += 1) {
      await world.deliverSteps();
      await world.letStepsPass(31);
    }
    const [order] = world.exigoOrders();
    expect(shown(8)).toEqual([
      {
        key: `HC-${world.shopId}-R9`,
        status: 8,
        total: -7,
        subTotal: -6.67,
        tax: -0.55,
        shipping: 0,
        lines: [
          ["SHIRT", -1, 3.34, "1"],
          ["SHIRT", -1, 3.33, "1"],
        ],
      },
    ]);
    expect(world.exigoOrders().at(-1)?.returnOrderID).toBe(order?.orderID);
    expect((await world.steps()).every(({ state }) => state === "confirmed")).toBe(true);
  });

  test("leaves no payment on its return, unless the company wants one: then once, also when the answer is lost", async () => {
    await world.tell(ORDER, { refunds: [refunded] }, accountId);
    await world.deliverSteps();
    const onReturns = () => {
      const returns = world.exigoOrders().filter(({ orderType }) => orderType === 8);
      return world
        .payments()
        .filter(({ orderID }) => returns.some((row) => row.orderID === orderID))
        .map(({ amountUnits }) => money(amountUnits));
    };
    expect(onReturns()).toEqual([]);
    await world.configure({ refundPayments: true });
    await world.tell(ORDER, { refunds: [refunded] }, accountId);
    world.breakNext("CreatePayment", "answer-lost-after-effect");
    for (let round = 0; round < 3; round += 1) {
      await world.deliverSteps();
      await world.letStepsPass(31);
    }
    expect(onReturns()).toEqual([-7]);
    expect((await statesOf()).at(-1)).toBe("return/9/payment confirmed");
  });
});

describe("what is personal", () => {
  test("is read when it is sent and stored nowhere", async () => {
    await world.tell(ORDER, {}, accountId);
    await world.deliverSteps();
    expect(world.addresses.asked).toEqual(["1001"]);
    const rows = await world.database.pool.query("SELECT * FROM document_intent");
    expect(JSON.stringify(rows)).not.toMatch(/Ada|Okafor|Main Street|62701/);
    expect(world.exigoOrders()[0]?.columns).toMatchObject({ firstName: "Ada", address1: "1 Main Street" });
  });
});

async function makeCustomer(): Promise<number> {
  const made = await world.ports.exigo.createCustomer(
    { ...world.settings, password: "demo-password" },
    { customerKey: "GUESTS", firstName: "Guests", lastName: "All", email: null },
  );
  if (!made.ok) throw new Error(made.message);
  return made.value.exigoCustomerId;
}
