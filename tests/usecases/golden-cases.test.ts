import { beforeEach, describe, expect, it } from "vitest";

import type { OrderNews } from "#core/earning";
import type { DebtPolicy } from "#core/ledger";
import type { RuleVersion } from "#core/rules";
import type { Shop } from "#usecases/ports/programs";
import { settleOrder } from "#usecases/settle-order";

import { adjust } from "../core/ledger/commands.ts";
import { rule } from "../core/earning/orders.ts";
import { Till } from "../core/earning/till.ts";
import {
  createInMemoryCaps,
  createInMemoryContexts,
  createInMemoryLedger,
  createInMemoryMembers,
  createInMemoryOrders,
  createInMemoryPrograms,
} from "../support/in-memory-app.ts";

/** The cases of docs that other products answer otherwise: what this one does, from Shopify's telling to the balance. */
const ACCOUNT = 1;
const shop: Shop = {
  shopId: 3,
  programId: 1,
  domain: "test.myshopify.com",
  name: "Test",
  currency: "USD",
  state: "installed",
};

function createApp(debtPolicy?: DebtPolicy) {
  const rules: RuleVersion[] = [rule(1, "2026-11-01T00:00:00.000Z")];
  const app = {
    ...createInMemoryPrograms(rules),
    ...createInMemoryMembers(),
    ...createInMemoryOrders(),
    ...createInMemoryCaps(),
    ...createInMemoryContexts(),
    ...createInMemoryLedger(debtPolicy),
  };
  let told = 0;
  return {
    ...app,
    rules,
    /** Tells everything that the till has said since it was asked last. */
    async tell(till: Till): Promise<void> {
      const events = till.events.slice(told);
      told = till.events.length;
      for (const news of events)
        await settleOrder(app, { shop, orderId: "1001", news, customer: customerOf(news) });
    },
    evaluation: () => app.evaluationOf({ programId: 1, shopId: 3, orderId: "1001" }),
    balance: () => app.balanceOf(ACCOUNT),
  };
}

function customerOf({ facts }: OrderNews) {
  if (!facts || facts.customerId === null) return null;
  const { customerId, updatedAt } = facts;
  return { customerId, email: null, emailVerified: false, firstName: null, lastName: null, updatedAt };
}

let app: ReturnType<typeof createApp>;
beforeEach(() => {
  app = createApp();
});

const fifty = () => new Till({ items: [{ quantity: 1, unitMinor: 5000 }] }).pay();
const LATER = "2026-11-11T00:00:00.000Z";

describe("a rule that changes between an order and its refund", () => {
  it.each([
    ["is raised", rule(2, LATER, { creditsPerUnitMicros: 2_000_000 })],
    ["is switched off", rule(2, LATER, { enabled: false })],
    ["is written for another currency", rule(2, LATER, { currency: "EUR" })],
  ])("and %s: the 50 that were given are taken back", async (_, changed) => {
    const till = fifty();
    await app.tell(till);
    expect(app.balance()).toBe(50);
    app.rules.push(changed);
    await app.tell(till.refund({ 0: 1 }));
    expect(app.balance()).toBe(0);
    expect(app.entries.map(({ postings }) => postings[0]?.amountMinor)).toEqual([50, -50]);
  });
});

it("two $10 items are refunded one, then the other: 20, 10, 0", async () => {
  const till = new Till({
    items: [
      { quantity: 1, unitMinor: 1000 },
      { quantity: 1, unitMinor: 1000 },
    ],
  }).pay();
  await app.tell(till);
  expect(app.balance()).toBe(20);
  await app.tell(till.refund({ 0: 1 }));
  expect(app.balance()).toBe(10);
  await app.tell(till.refund({ 1: 1 }));
  expect(app.balance()).toBe(0);
});

it.each([
  ["floor", 49],
  ["half-up", 50],
  ["ceil", 50],
] as const)(
  "$49.95 at one per dollar, rounded %s: %i, and a refund takes back just that",
  async (rounding, earned) => {
    app.rules.splice(0, 1, rule(1, "2026-11-01T00:00:00.000Z", { rounding }));
    const till = new Till({ items: [{ quantity: 1, unitMinor: 4995 }] }).pay();
    await app.tell(till);
    expect(app.balance()).toBe(earned);
    await app.tell(till.refund({ 0: 1 }));
    expect(app.balance()).toBe(0);
  },
);

it.each([
  ["negative", -50],
  ["floor", 0],
  ["block", 0],
] as const)("earn 50, spend 50, return the order: policy %s leaves %i", async (policy, left) => {
  app = createApp(policy);
  const till = fifty();
  await app.tell(till);
  await app.ledger.post(1, [adjust("spend", -50)]);
  await app.tell(till.refund({ 0: 1 }));
  expect(app.balance()).toBe(left);
});

it("a $50 item with a $10 coupon earns 40, and its return takes 40", async () => {
  const till = new Till({ items: [{ quantity: 1, unitMinor: 4000, discountMinor: 1000 }] }).pay();
  await app.tell(till);
  expect(app.balance()).toBe(40);
  await app.tell(till.refund({ 0: 1 }));
  expect(app.balance()).toBe(0);
});

it("five $20 items are paid, an edit removes one: no change until its money moves, and the change is expected", async () => {
  const till = new Till({ items: [{ quantity: 5, unitMinor: 2000 }] }).pay();
  await app.tell(till);
  await app.tell(till.edit({ 0: 1 }));
  expect(app.balance()).toBe(100);
  expect(app.evaluation()).toMatchObject({ targetMinor: 100, expectedMinor: 80 });
  await app.tell(till.giveMoney(2000));
  expect(app.balance()).toBe(80);
  expect(app.evaluation()).toMatchObject({ targetMinor: 80, expectedMinor: null });
});
