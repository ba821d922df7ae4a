import { beforeEach, describe, expect, it } from "vitest";

import type { OrderFacts, OrderNews } from "#core/earning";
import { applyCustomerEvent } from "#usecases/apply-customer-event";
import { applyOrderEvent } from "#usecases/apply-order-event";
import { applyRefundEvent } from "#usecases/apply-refund-event";
import { applyShopEvent } from "#usecases/apply-shop-event";
import type { CustomerFacts } from "#usecases/ports/members";
import type { Told, WebhookPayloads } from "#usecases/ports/webhook-payloads";

import {
  createInMemoryCaps,
  createInMemorySystemActions,
  createInMemoryContexts,
  createInMemoryLedger,
  createInMemoryMembers,
  createInMemoryOrders,
  createInMemoryPrograms,
} from "../support/in-memory-app.ts";
import { facts, refund, rule } from "../core/earning/orders.ts";

const SHOP = "test.myshopify.com";
const ORDER = { programId: 1, shopId: 3, orderId: "1001" };

/** Bodies of these tests are what the payload reader would have made of them. */
const payloads: Pick<
  WebhookPayloads,
  "readOrder" | "readRefund" | "readDispute" | "readDeletedOrder" | "readCustomer"
> = {
  readOrder: (body) => JSON.parse(body) as ReturnType<WebhookPayloads["readOrder"]>,
  readRefund: (body) => JSON.parse(body) as ReturnType<WebhookPayloads["readRefund"]>,
  readDispute: (body) => JSON.parse(body) as ReturnType<WebhookPayloads["readDispute"]>,
  readDeletedOrder: (body) => JSON.parse(body) as ReturnType<WebhookPayloads["readDeletedOrder"]>,
  readCustomer: (body) => JSON.parse(body) as ReturnType<WebhookPayloads["readCustomer"]>,
};

function customer(customerId: string): CustomerFacts {
  const updatedAt = "2026-11-10T09:00:00.000Z";
  return { customerId, email: null, emailVerified: false, firstName: null, lastName: null, updatedAt };
}

function bodyOf<T>(told: Told<T>): { shopDomain: string; body: string } {
  return { shopDomain: SHOP, body: JSON.stringify(told) };
}

function order(told: Partial<OrderFacts> = {}, refunds: OrderNews["refunds"] = []) {
  const news = { facts: facts(told), refunds };
  const { customerId } = news.facts;
  const value = { orderId: "1001", news, customer: customerId === null ? null : customer(customerId) };
  return bodyOf({ ok: true, value });
}

const refundOf = (refundId: string, lines: Record<string, number>) =>
  bodyOf({ ok: true, value: { orderId: "1001", refund: refund(refundId, lines) } });

function createApp(debtPolicy?: "block" | "floor" | "negative") {
  return {
    ...createInMemoryPrograms([rule(1, "2026-11-01T00:00:00.000Z")]),
    ...createInMemoryMembers(),
    ...createInMemoryOrders(),
    ...createInMemoryCaps(),
    ...createInMemorySystemActions(),
    ...createInMemoryContexts(),
    ...createInMemoryLedger(debtPolicy),
    payloads,
  };
}

let app: ReturnType<typeof createApp>;
beforeEach(() => {
  app = createApp();
});

describe("an order", () => {
  it("that is paid posts what it earns, once", async () => {
    expect(await applyOrderEvent(app, order())).toEqual({ outcome: "posted", reason: "earned" });
    await applyOrderEvent(app, order());
    expect(app.entries).toHaveLength(1);
    expect(app.entries[0]).toMatchObject({
      kind: "earn",
      cause: { kind: "rule", ref: "1" },
      reasonCode: "earned",
    });
    expect(app.balanceOf(1)).toBe(50);
  });

  it.each(["pos", "shopify_draft_order"])(
    "that came by %s earns as any other once it is paid",
    async (channel) => {
      await applyOrderEvent(app, order({ channel, financialStatus: "pending" }));
      expect(app.balanceOf(1)).toBe(0);
      const paid = order({ channel, updatedAt: "2026-11-10T10:00:09.000Z" });
      expect(await applyOrderEvent(app, paid)).toEqual({ outcome: "posted", reason: "earned" });
      expect(app.balanceOf(1)).toBe(50);
    },
  );

  it("that is not paid yet posts nothing and says so", async () => {
    const pending = order({ financialStatus: "pending" });
    expect(await applyOrderEvent(app, pending)).toEqual({ outcome: "ignored", reason: "not_paid" });
    expect(app.evaluationOf(ORDER)).toMatchObject({ reason: "not_paid", baseMinor: 5000 });
  });

  it("without a customer is kept with its reason", async () => {
    expect(await applyOrderEvent(app, order({ customerId: null }))).toEqual({
      outcome: "ignored",
      reason: "no_customer",
    });
    expect(app.evaluationOf(ORDER)?.reason).toBe("no_customer");
  });

  it("told late as it was before changes nothing", async () => {
    await applyOrderEvent(app, order({ updatedAt: "2026-11-10T10:00:09.000Z" }));
    await applyOrderEvent(app, order({ financialStatus: "pending", updatedAt: "2026-11-10T10:00:00.000Z" }));
    expect(app.balanceOf(1)).toBe(50);
    expect(app.evaluationOf(ORDER)?.reason).toBe("earned");
  });

  it("that is cancelled gives back what it earned", async () => {
    await applyOrderEvent(app, order());
    const cancelledAt = "2026-11-11T00:00:00.000Z";
    const cancelled = order({ cancelledAt, updatedAt: cancelledAt });
    expect(await applyOrderEvent(app, cancelled)).toEqual({ outcome: "posted", reason: "cancelled" });
    expect(app.balanceOf(1)).toBe(0);
  });

  it("that moves to another customer is taken back from the one and earned by the other", async () => {
    await applyOrderEvent(app, order({ customerId: "7" }));
    const moved = order({ customerId: "8", updatedAt: "2026-11-11T00:00:00.000Z" });
    expect(await applyOrderEvent(app, moved)).toEqual({ outcome: "posted", reason: "earned" });
    expect([app.balanceOf(1), app.balanceOf(2)]).toEqual([0, 50]);
    expect(app.entries[1]).toMatchObject({ accountId: 1, reasonCode: "other_customer" });
  });

  it("that loses its customer gives back, and earns again when it finds one", async () => {
    await applyOrderEvent(app, order({ customerId: "7" }));
    await applyOrderEvent(app, order({ customerId: null, updatedAt: "2026-11-11T00:00:00.000Z" }));
    expect(app.balanceOf(1)).toBe(0);
    await applyOrderEvent(app, order({ customerId: "7", updatedAt: "2026-11-12T00:00:00.000Z" }));
    expect(app.balanceOf(1)).toBe(50);
  });

  it("whose credits were spent says how much could not be taken back", async () => {
    app = createApp("floor");
    await applyOrderEvent(app, order());
    await app.ledger.post(1, [
      {
        kind: "adjust",
        key: "spend",
        accountId: 1,
        amountMinor: -30,
        expiresAt: null,
        effectiveAt: "2026-11-11T00:00:00.000Z",
        cause: { kind: "staff", ref: "1" },
        reasonCode: "correction",
      },
    ]);
    expect(await applyRefundEvent(app, refundOf("1", { 1: 1 }))).toEqual({
      outcome: "posted",
      reason: "nothing_left, 30 minor units could not be taken back",
    });
    expect(app.balanceOf(1)).toBe(0);
  });
});

describe("a refund", () => {
  it("takes back what its units earned, although the order itself says nothing new", async () => {
    await applyOrderEvent(app, order());
    expect(await applyRefundEvent(app, refundOf("1", { 1: 1 }))).toEqual({
      outcome: "posted",
      reason: "nothing_left",
    });
    expect(app.balanceOf(1)).toBe(0);
  });

  it("that comes before its order waits for it", async () => {
    expect(await applyRefundEvent(app, refundOf("1", { 1: 1 }))).toEqual({
      outcome: "ignored",
      reason: "order_unknown",
    });
    expect(await applyOrderEvent(app, order())).toEqual({ outcome: "ignored", reason: "nothing_left" });
    expect(app.entries).toEqual([]);
  });
});

describe("an event", () => {
  const malformed = bodyOf({
    ok: false,
    refusal: { code: "payload_malformed", field: "line_items[0].price", problem: "is no decimal string" },
  });

  it.each([
    ["order", applyOrderEvent],
    ["refund", applyRefundEvent],
    ["customer", applyCustomerEvent],
  ])("with a malformed %s goes to quarantine under the field's name", async (_, apply) => {
    expect(await apply(app, malformed)).toEqual({
      outcome: "quarantined",
      reason: "payload_malformed: line_items[0].price is no decimal string",
    });
  });

  it("of a shop that uninstalled the app changes nothing", async () => {
    const deleted: string[] = [];
    const sessions = {
      deleteOfShop: (shopDomain: string) => Promise.resolve(void deleted.push(shopDomain)),
    };
    const shopAccess = { ask: () => Promise.resolve("no" as const) };
    const event = { shopDomain: SHOP, triggeredAt: null, attempt: 1, ageMs: 0 };
    await applyShopEvent({ ...app, sessions, shopAccess }, event);
    expect(deleted).toEqual([SHOP]);
    expect(await applyOrderEvent(app, order())).toEqual({ outcome: "ignored", reason: "shop_uninstalled" });
    expect(app.entries).toEqual([]);
  });

  it("of a shop that nobody knows changes nothing", async () => {
    const event = { ...order(), shopDomain: "other.myshopify.com" };
    expect(await applyOrderEvent(app, event)).toEqual({ outcome: "ignored", reason: "shop_unknown" });
  });

  it("about a customer makes the member", async () => {
    const told = bodyOf({ ok: true, value: customer("7") });
    expect(await applyCustomerEvent(app, told)).toEqual({ outcome: "posted", reason: "member_known" });
    expect(await app.members.findByAccount(1, 1)).toMatchObject({
      customers: [{ shopId: 3, customerId: "7" }],
    });
  });
});

it("quarantines an order whose command the ledger refuses", async () => {
  const ledger = {
    post: () =>
      Promise.resolve([{ ok: false as const, refusal: { code: "account_unknown" as const, accountId: 1 } }]),
  };
  expect(await applyOrderEvent({ ...app, ledger }, order())).toEqual({
    outcome: "quarantined",
    reason: "earned: account_unknown for shop/3/order/1001/account/1/earn/1/50",
  });
});
