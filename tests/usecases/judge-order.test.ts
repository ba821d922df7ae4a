import { beforeEach, describe, expect, it } from "vitest";

import { OrderContextFault } from "#adapters/shopify/order-context";
import { learnOrder, unknownOrder } from "#core/earning";
import type { EarnRule, EarnRulesDocument, RuleVersion } from "#core/rules";
import type { Program } from "#usecases/ports/programs";
import { judgeOrder } from "#usecases/judge-order";

import { facts, line, rule } from "../core/earning/orders.ts";
import {
  createInMemoryCaps,
  createInMemoryContexts,
  createInMemoryMembers,
  createInMemoryOrders,
  createInMemoryPrograms,
} from "../support/in-memory-app.ts";

const program: Program = {
  ...{ programId: 1, name: "Test", unitName: "credits", scale: 0, currency: "USD", debtPolicy: "negative" },
};
const key = { programId: 1, shopId: 3, orderId: "1001" };

/** The simple rule, under a condition. */
const when = (condition: EarnRule["when"]) =>
  versionWith((document) => ({
    ...document,
    rules: document.rules.map((each) => ({ ...each, when: condition })),
  }));

const versionWith = (change: (document: EarnRulesDocument) => EarnRulesDocument): RuleVersion =>
  rule(1, "2026-11-01T00:00:00.000Z", {}, change);

function createApp(version: RuleVersion, known: Parameters<typeof createInMemoryContexts>[0] = {}) {
  const { orders } = createInMemoryOrders();
  const contexts = createInMemoryContexts(known);
  const ports = {
    ...createInMemoryPrograms([version]),
    ...createInMemoryMembers(),
    ...createInMemoryCaps(),
    ...contexts,
    orders,
  };
  return { ports, asked: contexts.asked };
}

async function judge({ ports }: ReturnType<typeof createApp>, told = facts()) {
  const customer = { customerId: "7", email: null, emailVerified: false, firstName: null, lastName: null };
  const { accountId } = await ports.members.ensureMember(1, 3, { ...customer, updatedAt: told.updatedAt });
  const orderAccount = told.customerId === null ? null : accountId;
  const known = await ports.orders.merge(key, { facts: told, refunds: [] }, orderAccount);
  return (await judgeOrder(ports, { program, key, shopDomain: "test.myshopify.com", known })).evaluation;
}

describe("what is asked about an order", () => {
  const collection = { collection: ["55"] };
  const products = [
    { productId: "71", productType: null, tags: [], collectionIds: ["55"], saleVariantIds: [] },
  ];

  it("is nothing while its own facts are enough", async () => {
    const app = createApp(when({ vendor: ["acme"] }));
    expect(await judge(app)).toMatchObject({ reason: "earned", targetMinor: 50 });
    expect(app.asked).toEqual([]);
  });

  it("is nothing while the order earns nothing anyway", async () => {
    const app = createApp(when(collection), { products });
    await judge(app, facts({ financialStatus: "pending" }));
    await judge(app, facts({ customerId: null }));
    expect(app.asked).toEqual([]);
  });

  it("is asked once and kept: what a product is now changes nothing", async () => {
    const app = createApp(when(collection), { products });
    expect(await judge(app)).toMatchObject({ reason: "earned", targetMinor: 50 });
    const moved = createInMemoryContexts({ products: [] });
    const later = { ...app, ports: { ...app.ports, ...moved } };
    const refunded = facts({ updatedAt: "2026-11-12T00:00:00.000Z", tags: ["checked"] });
    expect(await judge(later, refunded)).toMatchObject({ reason: "earned", targetMinor: 50 });
    expect([app.asked, moved.asked]).toEqual([["1001"], []]);
  });

  it("is asked again for a line that an edit adds, and what is known stays", async () => {
    const app = createApp(when(collection), { products });
    await judge(app);
    const added = { productId: "72", productType: null, tags: [], collectionIds: ["55"], saleVariantIds: [] };
    const changed = {
      ...products[0],
      productId: "71",
      productType: null,
      tags: [],
      collectionIds: [],
      saleVariantIds: [],
    };
    const later = createInMemoryContexts({ products: [changed, added] });
    const lines = [line("1", 1, 5000), line("2", 1, 700)];
    const edited = facts({ updatedAt: "2026-11-12T00:00:00.000Z", lines });
    expect((await judge({ ...app, ports: { ...app.ports, ...later } }, edited)).targetMinor).toBe(57);
    expect(later.asked).toEqual(["1001"]);
  });

  it.each([
    ["the first order", { firstOrder: true }, { orderIndex: 1 }, 50],
    ["the second order", { firstOrder: true }, { orderIndex: 2 }, 0],
    ["a customer's tag", { customerTag: ["vip"] }, { customerTags: ["VIP"] }, 50],
    ["Exigo's rank", { exigoRank: ["Gold"] }, { exigoRank: "Silver" }, 0],
  ])("decides by %s", async (_, condition, known, earned) => {
    expect((await judge(createApp(when(condition), known))).targetMinor).toBe(earned);
  });

  it("tells the part that gift cards paid, where it does not count", async () => {
    const version = versionWith((document) => ({
      ...document,
      base: { ...document.base, paidWithGiftCards: false },
    }));
    expect((await judge(createApp(version, { giftCardPaidMinor: 2000 }))).targetMinor).toBe(30);
  });

  it("stops everything while Shopify is out of reach", async () => {
    const app = createApp(when(collection));
    const orderContexts = { read: () => Promise.reject(new OrderContextFault("away")) };
    await expect(judge({ ...app, ports: { ...app.ports, orderContexts } })).rejects.toThrow(
      OrderContextFault,
    );
  });
});

describe("a cap over several orders", () => {
  const capped = versionWith((document) => ({
    ...document,
    limits: { ...document.limits, perMemberMinor: 70 },
  }));
  let app: ReturnType<typeof createApp>;
  beforeEach(() => {
    app = createApp(capped);
  });
  const known = (orderId: string, change = {}) =>
    learnOrder(unknownOrder, { facts: facts({ orderId, ...change }), refunds: [] }, 1);
  const earns = async (orderId: string, order = known(orderId)) => {
    const input = { program, key: { ...key, orderId }, shopDomain: "test.myshopify.com", known: order };
    return (await judgeOrder(app.ports, input)).evaluation;
  };

  it("lowers the order that comes last, says so, and answers the same again", async () => {
    expect((await earns("1")).targetMinor).toBe(50);
    expect(await earns("2")).toMatchObject({
      targetMinor: 20,
      trace: { caps: [{ wantedMinor: 50, grantedMinor: 20 }] },
    });
    expect((await earns("2")).targetMinor).toBe(20);
    expect(await earns("3")).toMatchObject({ targetMinor: 0, reason: "cap_reached" });
  });

  it("gets back what a cancelled order had", async () => {
    await earns("1");
    const cancelledAt = "2026-11-11T00:00:00.000Z";
    await earns("1", { ...known("1", { cancelledAt }), revision: 2 });
    expect((await earns("2")).targetMinor).toBe(50);
  });
});

it("tips earn nothing, whatever the rules say", async () => {
  const app = createApp(versionWith((document) => document));
  const lines = [line("1", 1, 5000), line("2", 1, 900, { tip: true, productId: null })];
  expect(await judge(app, facts({ lines }))).toMatchObject({ targetMinor: 50, baseMinor: 5000 });
});
