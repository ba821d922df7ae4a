import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createMysqlOrders } from "#adapters/mysql/orders";

import { NO_CONTEXT } from "#core/earning";
import type { Orders } from "#usecases/ports/orders";

import { evaluateBy, facts, refund, rule } from "../../core/earning/orders.ts";
import { createInMemoryOrders } from "../../support/in-memory-app.ts";
import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";

let world: LedgerWorld;
let onMysql: Orders;
beforeAll(async () => {
  world = await createLedgerWorld();
  onMysql = createMysqlOrders(world.database);
});
afterAll(() => world.close());

const inMemory = createInMemoryOrders().orders;
const pair = (minor: number) => ({ shopMinor: minor, presentmentMinor: minor });
const later = "2026-11-11T00:00:00.000Z";

describe.each([
  ["in memory", () => inMemory],
  ["on MySQL", () => onMysql],
])("orders %s", (_, orders) => {
  const keyOf = (orderId: string) => ({ programId: world.programId, shopId: world.shopId, orderId });

  it("keep the newest facts and every refund", async () => {
    const key = keyOf("301");
    await orders().merge(key, { facts: null, refunds: [refund("1", { 1: 1 })] }, null);
    await orders().merge(key, { facts: facts({ updatedAt: later }), refunds: [refund("2", { 1: 1 })] }, 5);
    const known = await orders().merge(key, { facts: facts(), refunds: [] }, 5);
    expect(known).toEqual({
      snapshot: {
        facts: facts({ updatedAt: later }),
        refunds: [refund("1", { 1: 1 }), refund("2", { 1: 1 })],
        disputes: [],
        deleted: false,
        wasPaidInFull: true,
      },
      revision: 2,
      accountId: 5,
      formerAccountIds: [],
      context: null,
    });
  });

  it("keep disputes as they were told last, and that the order was deleted", async () => {
    const key = keyOf("305");
    const dispute = {
      disputeId: "9",
      type: "chargeback",
      status: "needs_response",
      currency: "USD",
      amountMinor: 5000,
      initiatedAt: later,
      finalizedAt: null,
    };
    const won = { ...dispute, status: "won", finalizedAt: later };
    await orders().merge(key, { facts: null, refunds: [], disputes: [won] }, null);
    await orders().merge(key, { facts: null, refunds: [], deleted: true }, null);
    const known = await orders().merge(key, { facts: null, refunds: [], disputes: [dispute] }, null);
    expect(known).toMatchObject({ revision: 2, snapshot: { disputes: [won], deleted: true } });
  });

  it("keep what was asked about an order first, until it is asked for more or for another customer", async () => {
    const key = keyOf("306");
    await orders().merge(key, { facts: facts(), refunds: [] }, 5);
    const first = { ...NO_CONTEXT, accountId: 5, lineIds: ["1"], giftCardPaidMinor: 100 };
    expect(await orders().keepContext(key, first)).toEqual(first);
    expect(await orders().keepContext(key, { ...first, giftCardPaidMinor: 200 })).toEqual(first);
    const more = { ...first, lineIds: ["1", "2"] };
    expect(await orders().keepContext(key, more)).toEqual(more);
    const other = { ...first, accountId: 6 };
    expect(await orders().keepContext(key, other)).toEqual(other);
    expect(await orders().merge(key, { facts: null, refunds: [] }, null)).toMatchObject({ context: other });
  });

  it("know no more after the same news again", async () => {
    const key = keyOf("302");
    const news = { facts: facts(), refunds: [refund("1", { 1: 1 })] };
    const first = await orders().merge(key, news, 5);
    expect(first.revision).toBe(1);
    expect(await orders().merge(key, news, 5)).toEqual(first);
  });

  it("remember the accounts that an order has left", async () => {
    const key = keyOf("303");
    await orders().merge(key, { facts: facts({ customerId: "7" }), refunds: [] }, 5);
    await orders().merge(key, { facts: facts({ customerId: "8", updatedAt: later }), refunds: [] }, 6);
    const known = await orders().merge(key, { facts: facts({ customerId: "7" }), refunds: [] }, 5);
    expect(known).toMatchObject({ revision: 2, accountId: 6, formerAccountIds: [5] });
  });

  it("keep the account when only a refund is told", async () => {
    const key = keyOf("304");
    await orders().merge(key, { facts: facts(), refunds: [] }, 5);
    const known = await orders().merge(key, { facts: null, refunds: [refund("1", { 1: 1 })] }, null);
    expect(known).toMatchObject({ revision: 2, accountId: 5, formerAccountIds: [] });
  });
});

describe("an order that was stored before money was read", () => {
  it("keeps its units and learns the rest when it is told again", async () => {
    const here = { programId: world.programId, shopId: world.shopId, orderId: "450" };
    const { orderId, name, customerId, currency, currencyScale, financialStatus, placedAt, updatedAt } =
      facts();
    const earlier = {
      ...{ orderId, name, customerId, currency, currencyScale, financialStatus, placedAt, updatedAt },
      cancelledAt: null,
      lines: [{ lineId: "1", title: "Mug", quantity: 2, currentQuantity: 1, netMinor: 5000 }],
    };
    const refunds = [{ refundId: "1", createdAt: placedAt, lines: [{ lineId: "1", quantity: 1 }] }];
    await world.database.pool.query(
      `INSERT INTO order_snapshot (program_id, shop_id, order_id, snapshot, refunds, revision, account_id, former_account_ids)
       VALUES (?, ?, ?, ?, ?, 3, 5, '[]')`,
      [here.programId, here.shopId, 450, JSON.stringify(earlier), JSON.stringify(refunds)],
    );
    const known = await onMysql.merge(here, { facts: null, refunds: [] }, null);
    expect(known.snapshot).toMatchObject({
      facts: {
        channel: "",
        paidMinor: null,
        lines: [{ grossMinor: 5000, discountMinor: 0, productId: null }],
      },
      refunds: [{ refundId: "1", money: null }],
    });
    const rules = [rule(1, "2026-11-01T00:00:00.000Z")];
    expect(evaluateBy(known.snapshot, rules, { scale: 0 }).targetMinor).toBe(25);
    const told = await onMysql.merge(
      here,
      { facts: facts({ total: pair(5000), paidMinor: 5000 }), refunds: [] },
      5,
    );
    expect(told.snapshot.facts).toMatchObject({ channel: "web", paidMinor: 5000 });
  });
});

describe("orders on MySQL", () => {
  const key = { programId: 0, shopId: 0, orderId: "400" };
  const rowOf = async (orderId: string) => {
    const [row] = await world.database.pool.query<Record<string, unknown>[]>(
      "SELECT * FROM order_snapshot WHERE program_id = ? AND shop_id = ? AND order_id = ?",
      [world.programId, world.shopId, Number(orderId)],
    );
    return row;
  };

  it("count every event once when they come at once", async () => {
    const here = { ...key, programId: world.programId, shopId: world.shopId };
    const refunds = Array.from({ length: 12 }, (_, index) => refund(String(index + 1), { 1: 1 }));
    await Promise.all(
      refunds.flatMap((each) => [
        onMysql.merge(here, { facts: null, refunds: [each] }, null),
        onMysql.merge(here, { facts: facts(), refunds: [each] }, 5),
      ]),
    );
    const known = await onMysql.merge(here, { facts: null, refunds: [] }, null);
    expect(known.snapshot).toMatchObject({ facts: facts(), refunds });
    expect(known.revision).toBeLessThanOrEqual(13);
  });

  it("told of at one moment are each answered as they are, whatever was told of the others", async () => {
    const here = (orderId: string) => ({ programId: world.programId, shopId: world.shopId, orderId });
    await onMysql.merge(here("411"), { facts: facts({ updatedAt: later }), refunds: [] }, 5);
    const known = await Promise.all([
      onMysql.merge(here("412"), { facts: facts(), refunds: [] }, 6),
      onMysql.merge(here("411"), { facts: null, refunds: [refund("1", { 1: 1 })] }, null),
      onMysql.merge(here("410"), { facts: null, refunds: [refund("2", { 1: 1 })] }, null),
      onMysql.merge(here("412"), { facts: null, refunds: [refund("3", { 1: 1 })] }, null),
    ]);
    expect(known).toMatchObject([
      { revision: 1, accountId: 6, snapshot: { facts: facts(), refunds: [] } },
      {
        revision: 2,
        accountId: 5,
        snapshot: { facts: facts({ updatedAt: later }), refunds: [refund("1", { 1: 1 })] },
      },
      { revision: 1, accountId: null, snapshot: { facts: null, refunds: [refund("2", { 1: 1 })] } },
      { revision: 2, accountId: 6, snapshot: { facts: facts(), refunds: [refund("3", { 1: 1 })] } },
    ]);
    for (const [index, orderId] of ["412", "411", "410", "412"].entries()) {
      if (index > 0) expect(await onMysql.find(here(orderId))).toEqual(known[index]);
    }
  });

  it("show the order beside its explanation", async () => {
    const here = { programId: world.programId, shopId: world.shopId, orderId: "401" };
    const known = await onMysql.merge(here, { facts: facts({ name: "#".repeat(80) }), refunds: [] }, 5);
    const evaluation = evaluateBy(known.snapshot, [rule(1, "2026-11-01T00:00:00.000Z")], { scale: 0 });
    await onMysql.saveEvaluation(here, known.revision, evaluation);
    const row = await rowOf("401");
    expect(row).toMatchObject({
      name: "#".repeat(64),
      customer_id: 7,
      account_id: 5,
      placed_at: new Date("2026-11-10T10:00:00.000Z"),
      updated_at: new Date("2026-11-10T10:00:05.000Z"),
    });
    const stored: unknown =
      typeof row?.evaluation === "string" ? JSON.parse(row.evaluation) : row?.evaluation;
    expect(stored).toEqual(evaluation);
  });

  it("keep no evaluation of what was known before", async () => {
    const here = { programId: world.programId, shopId: world.shopId, orderId: "402" };
    const known = await onMysql.merge(here, { facts: facts(), refunds: [] }, 5);
    await onMysql.merge(here, { facts: null, refunds: [refund("1", { 1: 1 })] }, null);
    await onMysql.saveEvaluation(here, known.revision, evaluateBy(known.snapshot, [], { scale: 0 }));
    expect(await rowOf("402")).toMatchObject({ evaluation: null, evaluated_at: null });
  });
});
