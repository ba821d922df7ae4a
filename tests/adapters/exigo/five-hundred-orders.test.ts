import { afterEach, beforeEach, expect, test } from "vitest";

import type { MoneyPair, OrderFacts, OrderLine, OrderRefund } from "#core/earning";
import type { OrderRow } from "../../../simulators/exigo/state/orders.ts";
import { facts, line } from "../../core/earning/orders.ts";
import { createDocumentsWorld } from "../../support/documents-world.ts";
import type { DocumentsWorld } from "../../support/documents-world.ts";
import { seededRandom } from "../../support/seeded-random.ts";

const ORDERS = 520;
const MEMBERS = 60;
const SEED = 20261121;
const ITEMS = ["SHIRT", "CAP", "MUG", "BAG", "SOCKS"];

let world: DocumentsWorld;
const random = seededRandom(SEED);
const upTo = (most: number): number => Math.floor(random() * most);
const both = (minor: number): MoneyPair => ({ shopMinor: minor, presentmentMinor: minor });

beforeEach(async () => {
  world = await createDocumentsWorld();
  for (const [index, code] of ITEMS.entries()) await world.map(String(8_001 + index), code);
});
afterEach(() => world.close());

interface Life {
  /** What is told one after the other. */
  readonly told: readonly { readonly facts: OrderFacts; readonly refunds: readonly OrderRefund[] }[];
  readonly accountId: number;
}

/** An order with its payment, perhaps an edit, refunds or a cancellation, as Shopify would tell it. */
function lifeOf(orderId: string, accountId: number): Life {
  const lines = Array.from({ length: 1 + upTo(4) }, (_, index) => randomLine(String(index + 1)));
  const placed = totalled(
    facts({
      orderId,
      name: `#${orderId}`,
      currency: random() < 0.2 ? "EUR" : "USD",
      taxesIncluded: random() < 0.2,
      shippingMinor: random() < 0.5 ? 500 + upTo(900) : 0,
      financialStatus: "pending",
      lines,
    }),
    0,
  );
  const edited = random() < 0.1 ? totalled({ ...placed, lines: [...lines, randomLine("9")] }, 1) : placed;
  const paid = { ...later(edited, 2), financialStatus: "paid", paidMinor: edited.total?.shopMinor ?? 0 };
  const told: Life["told"][number][] = [placed, edited, paid].map((known) => ({ facts: known, refunds: [] }));
  const fate = random();
  if (fate < 0.1) {
    const cancelled = { ...later(paid, 3), cancelledAt: "2026-11-12T10:00:00.000Z" };
    told.push({ facts: cancelled, refunds: [refundOf(cancelled, `${orderId}1`, 1)] });
  } else if (fate < 0.4) {
    const first = refundOf(paid, `${orderId}1`, 0.5);
    told.push({ facts: later(paid, 3), refunds: [first] });
    if (fate < 0.2) told.push({ facts: later(paid, 4), refunds: [first, goodwill(`${orderId}2`)] });
  }
  return { told: random() < 0.2 ? told.slice(-1) : told, accountId };
}

function randomLine(lineId: string): OrderLine {
  const quantity = 1 + upTo(7);
  const grossMinor = quantity * (100 + upTo(9_000));
  const discountMinor = random() < 0.4 ? upTo(grossMinor) : 0;
  const taxMinor = random() < 0.7 ? Math.round((grossMinor - discountMinor) * 0.0825) : 0;
  const variantId = String(8_001 + upTo(ITEMS.length));
  return line(lineId, quantity, grossMinor, { discountMinor, taxMinor, variantId });
}

function totalled(order: OrderFacts, days: number): OrderFacts {
  const goods = order.lines.reduce(
    (sum, each) => sum + each.grossMinor - each.discountMinor + each.taxMinor,
    0,
  );
  // Now and then Shopify's total holds what no line has, such as duties.
  const beyond = random() < 0.1 ? upTo(500) : 0;
  return { ...later(order, days), total: both(goods + order.shippingMinor + beyond) };
}

function later(order: OrderFacts, days: number): OrderFacts {
  return { ...order, updatedAt: `2026-11-1${days}T10:00:00.000Z` };
}

/** The first units of each line, as a part of all; now and then less money than they are worth. */
function refundOf(order: OrderFacts, refundId: string, part: number): OrderRefund {
  const units = order.lines.map((each) => ({ ...each, back: Math.ceil(each.quantity * part) }));
  const share = (each: (typeof units)[number], minor: number): number =>
    Math.round((minor * each.back) / each.quantity);
  const net = units.reduce((sum, each) => sum + share(each, each.grossMinor - each.discountMinor), 0);
  const tax = units.reduce((sum, each) => sum + share(each, each.taxMinor), 0);
  const kept = random() < 0.3 ? Math.min(net + tax, upTo(300)) : 0;
  return {
    refundId,
    createdAt: `2026-11-13T10:00:0${upTo(10)}.000Z`,
    lines: units.map(({ lineId, back }) => ({ lineId, quantity: back })),
    money: moneyOf({
      lines: order.taxesIncluded ? net + tax : net,
      tax,
      given: net + tax - kept,
      currency: order.currency,
    }),
  };
}

function goodwill(refundId: string): OrderRefund {
  const money = moneyOf({ lines: 0, tax: 0, given: 100 + upTo(500), currency: "USD" });
  return { refundId, createdAt: "2026-11-14T10:00:00.000Z", lines: [], money };
}

function moneyOf(of: { lines: number; tax: number; given: number; currency: string }): OrderRefund["money"] {
  return {
    lines: both(of.lines),
    lineTax: both(of.tax),
    shipping: both(0),
    shippingTax: both(0),
    taxAlone: both(0),
    transactions: [
      {
        transactionId: "1",
        kind: "refund",
        status: "success",
        gateway: "bogus",
        currency: of.currency,
        amountMinor: of.given,
      },
    ],
  };
}

function armFaults(): void {
  const { faults } = world.exigo.simulator;
  for (const operation of [
    "CreateCustomer",
    "CreateOrder",
    "CreatePayment",
    "UpdateOrder",
    "ChangeOrderStatus",
  ]) {
    const order = { operation, times: null, status: 500, delayMs: 5 };
    faults.arm({ ...order, kind: "answer-lost-after-effect", probability: 0.1, seed: SEED });
    faults.arm({ ...order, kind: "error-before-effect", probability: 0.05, seed: SEED + 1 });
    faults.arm({ ...order, kind: "applied-late", probability: 0.02, seed: SEED + 2 });
  }
}

const lateOnes = () =>
  world.exigo.simulator.log.list().filter((call) => call.fault === "applied-late" && !call.applied);

/** Documents delivered before time goes by; the simulator's log must still hold all their calls. */
const AT_ONCE = 16;

async function deliverAll(): Promise<void> {
  for (let rounds = 0; rounds < 5_000; rounds += 1) {
    const due = await world.documents.findDue(AT_ONCE);
    await Promise.all(due.map(({ id }) => world.deliverStep(id)));
    if (due.length > 0) continue;
    const open = (await world.steps()).filter(({ state }) => ["due", "unknown", "sending"].includes(state));
    if (open.length === 0) return;
    // The quiet time counts from the send: nothing may still be on its way when it is over.
    await expect.poll(lateOnes).toEqual([]);
    await world.letStepsPass(31);
    await world.database.pool.query("UPDATE member SET exigo_claim_until = NULL WHERE program_id = ?", [
      world.programId,
    ]);
  }
  throw new Error("the steps do not come to an end");
}

const minor = (units: number): number => units / 100;

const shownOf = ({ totalUnits, taxTotalUnits, shippingTotalUnits, currencyCode }: OrderRow) => ({
  total: minor(totalUnits),
  tax: minor(taxTotalUnits),
  shipping: minor(shippingTotalUnits),
  currencyCode,
});

/** What Exigo must have of each life at its end, worked out from what Shopify told and nothing else. */
function expectedOf({ told }: Life) {
  const last = told.at(-1);
  const order = last?.facts ?? facts();
  const refunds = order.cancelledAt === null ? (last?.refunds ?? []) : [];
  const taxMinor = order.lines.reduce((sum, each) => sum + each.taxMinor, 0);
  return {
    order: {
      total: order.total?.shopMinor,
      tax: taxMinor,
      shipping: order.shippingMinor,
      currencyCode: order.currency.toLowerCase(),
    },
    paid: order.paidMinor,
    status: order.cancelledAt === null ? 7 : 4,
    returns: refunds.map(({ money }) => 0 - (money?.transactions[0]?.amountMinor ?? 0)).toSorted(),
  };
}

test(
  `${ORDERS} orders with all that becomes of them stand in Exigo once and to the cent, of every ten writes one lost its answer`,
  { timeout: 300_000 },
  async () => {
    const accounts: number[] = [];
    for (let customer = 1; customer <= MEMBERS; customer += 1)
      accounts.push(await world.addAccount(7_000 + customer));
    const lives = Array.from({ length: ORDERS }, (_, index) =>
      lifeOf(String(5_001 + index), accounts[index % MEMBERS] ?? 0),
    );
    armFaults();
    const most = Math.max(...lives.map(({ told }) => told.length));
    for (let turn = 0; turn < most; turn += 1) {
      for (const { told, accountId } of lives) {
        const news = told[turn];
        if (news) await world.tell(news.facts, { refunds: news.refunds }, accountId);
      }
      // The next news come while some of this is under way and some is not begun.
      for (const { id } of await world.documents.findDue(200)) await world.deliverStep(id);
    }
    await deliverAll();

    const rows = world.exigoOrders();
    const wrong: unknown[] = [];
    for (const life of lives) {
      const orderId = life.told[0]?.facts.orderId ?? "";
      const made = rows.filter(({ orderKey }) => orderKey === `HC-${world.shopId}-${orderId}`);
      const [order] = made;
      const returns = rows.filter(
        ({ returnOrderID }) => returnOrderID !== null && returnOrderID === order?.orderID,
      );
      const payments = world.payments().filter(({ orderID }) => orderID === order?.orderID);
      const shown = {
        order: order && shownOf(order),
        paid: payments.reduce((sum, { amountUnits }) => sum + minor(amountUnits), 0),
        status: order?.orderStatus,
        returns: returns.map(({ totalUnits }) => minor(totalUnits)).toSorted(),
      };
      const expected = expectedOf(life);
      const isRight = made.length === 1 && payments.length === 1;
      if (!isRight || JSON.stringify(shown) !== JSON.stringify(expected)) {
        wrong.push({ orderId, times: made.length, payments: payments.length, shown, expected });
      }
    }
    expect(wrong).toEqual([]);
    expect((await world.steps()).filter(({ state }) => state !== "confirmed")).toEqual([]);
    const keys = rows.map(({ orderKey }) => orderKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(world.stepFaults).toEqual([]);
  },
);
