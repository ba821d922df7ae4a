import { beforeEach, describe, expect, it } from "vitest";

import type { OrderNews } from "#core/earning";
import type { DebtPolicy } from "#core/ledger";
import type { RuleVersion } from "#core/rules";
import type { Shop } from "#usecases/ports/programs";
import { settleOrder } from "#usecases/settle-order";

import { adjust, NOW } from "../core/ledger/commands.ts";
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

const system = {
  accountId: ACCOUNT,
  effectiveAt: NOW,
  cause: { kind: "system", ref: "test" },
  reasonCode: "test",
} as const;
const open = (key: string, amountMinor: number, expiresAt: string) =>
  ({ ...system, kind: "open", key, amountMinor, availableFrom: null, expiresAt }) as const;
const expireLots = (dueAt: string) =>
  ({ ...system, kind: "expireLots", key: `expire/${dueAt}`, dueAt }) as const;

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

/** One credit per dollar, pending until something happens. */
const pendingRule = (
  until: "days" | "fulfilled" | "paid",
  version = 1,
  activeFrom = "2026-11-01T00:00:00.000Z",
) =>
  rule(version, activeFrom, {}, (document) => ({
    ...document,
    system: { ...document.system, pending: { enabled: true, until, days: 30 } },
  }));

describe("credits that are pending", () => {
  it("keep the day that was promised when the merchant ends the period", async () => {
    app.rules.splice(0, 1, pendingRule("days"));
    const till = fifty();
    await app.tell(till);
    app.rules.push(rule(2, LATER));
    await app.tell(till.fulfil());
    expect([app.balance(), app.pendingOf(ACCOUNT)]).toEqual([0, 50]);
    expect(app.entries.flatMap(({ newLots }) => newLots)).toMatchObject([
      { bucket: "pending", availableFrom: "2026-12-10T10:00:00.000Z" },
    ]);
  });

  it("are left alone by an expiry day that arrives before their own", async () => {
    app.rules.splice(0, 1, pendingRule("days"));
    await app.tell(fifty());
    await app.ledger.post(1, [open("old", 20, "2026-11-15T00:00:00.000Z"), expireLots(NOW)]);
    expect([app.balance(), app.pendingOf(ACCOUNT)]).toEqual([0, 50]);
  });

  it.each(["days", "fulfilled"] as const)(
    "until %s are taken back where they are, and what can be spent is not touched",
    async (until) => {
      app.rules.splice(0, 1, pendingRule(until));
      await app.ledger.post(1, [adjust("gift", 30)]);
      const till = new Till({ items: [{ quantity: 5, unitMinor: 1000 }] }).pay();
      await app.tell(till);
      await app.tell(till.refund({ 0: 2 }));
      expect([app.balance(), app.pendingOf(ACCOUNT)]).toEqual([30, 30]);
      await app.tell(till.refund({ 0: 3 }));
      expect([app.balance(), app.pendingOf(ACCOUNT)]).toEqual([30, 0]);
    },
  );

  it("after they were released a return takes the same from what can be spent", async () => {
    app.rules.splice(0, 1, pendingRule("fulfilled"));
    const till = new Till({ items: [{ quantity: 5, unitMinor: 1000 }] }).pay();
    await app.tell(till);
    expect([app.balance(), app.pendingOf(ACCOUNT)]).toEqual([0, 50]);
    await app.tell(till.fulfil());
    expect([app.balance(), app.pendingOf(ACCOUNT)]).toEqual([50, 0]);
    await app.tell(till.refund({ 0: 2 }));
    expect(app.balance()).toBe(30);
  });

  it("until the order is paid stand there while it waits, and go when it is cancelled", async () => {
    app.rules.splice(0, 1, pendingRule("paid"));
    const till = new Till({ items: [{ quantity: 1, unitMinor: 5000 }] });
    await app.tell(till);
    expect([app.balance(), app.pendingOf(ACCOUNT)]).toEqual([0, 50]);
    await app.tell(till.cancel());
    expect([app.balance(), app.pendingOf(ACCOUNT)]).toEqual([0, 0]);
  });

  it("are released once, however often the payment is told", async () => {
    app.rules.splice(0, 1, pendingRule("paid"));
    const till = new Till({ items: [{ quantity: 1, unitMinor: 5000 }] });
    await app.tell(till);
    await app.tell(till.pay().fulfil());
    await app.tell(till.setCustomer("7"));
    expect([app.balance(), app.pendingOf(ACCOUNT)]).toEqual([50, 0]);
    expect(app.entries.map(({ reasonCode }) => reasonCode)).toEqual(["earned", "released", "earned"]);
  });

  it("of an order that is deleted while it waits are given up, and what was earned stays", async () => {
    app.rules.splice(0, 1, pendingRule("fulfilled"));
    const till = fifty();
    await app.tell(till.delete());
    expect([app.balance(), app.pendingOf(ACCOUNT)]).toEqual([0, 0]);
    expect(app.evaluation()).toMatchObject({ reason: "deleted" });
  });
});

it("an order that counts when it is sent earns with the last parcel, once", async () => {
  app.rules.splice(
    0,
    1,
    rule(1, "2026-11-01T00:00:00.000Z", {}, (document) => ({ ...document, award: "fulfilled" })),
  );
  const till = fifty();
  await app.tell(till);
  expect(app.balance()).toBe(0);
  expect(app.evaluation()).toMatchObject({ reason: "not_fulfilled", expectedMinor: 50 });
  await app.tell(till.fulfil());
  await app.tell(till.setCustomer("7"));
  expect(app.balance()).toBe(50);
  expect(app.entries).toHaveLength(1);
});
