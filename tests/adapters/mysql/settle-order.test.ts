import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createMysqlCaps } from "#adapters/mysql/caps";
import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlMembers } from "#adapters/mysql/members";
import { createMysqlOrders } from "#adapters/mysql/orders";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { createMysqlWaitingCredits } from "#adapters/mysql/waiting-credits";
import { shopifyWebhookPayloads } from "#adapters/shopify/webhook-payloads";
import { applyOrderEvent } from "#usecases/apply-order-event";
import type { ApplyOrderEventPorts } from "#usecases/apply-order-event";
import { applyRefundEvent } from "#usecases/apply-refund-event";

import { createInMemoryContexts } from "../../support/in-memory-app.ts";
import { addSimpleRule } from "../../support/simple-rule.ts";
import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";
import { customerBody, lineBody, orderBody, refundBody } from "../shopify/bodies.ts";

let world: LedgerWorld;
let ports: ApplyOrderEventPorts;
beforeAll(async () => {
  world = await createLedgerWorld();
  const { database } = world;
  const programs = createMysqlPrograms(database);
  await addSimpleRule(database, world.programId);
  ports = {
    programs,
    members: createMysqlMembers(database),
    orders: createMysqlOrders(database),
    ledger: createMysqlLedger(database),
    earnRules: createMysqlEarnRules(database),
    caps: createMysqlCaps(database),
    ...createInMemoryContexts(),
    waitingCredits: createMysqlWaitingCredits(database),
    payloads: shopifyWebhookPayloads,
  };
});
afterAll(() => world.close());

const event = (body: object) => ({ shopDomain: "test.myshopify.com", body: JSON.stringify(body) });
const tellOrder = (changes: Record<string, unknown>) => applyOrderEvent(ports, event(orderBody(changes)));
const tellRefund = (changes: Record<string, unknown>) => applyRefundEvent(ports, event(refundBody(changes)));

async function accountOf(
  customerId: number,
): Promise<{ available: number; pending: number; entry_count: number } | undefined> {
  const [row] = await world.database.pool.query<
    { available: number; pending: number; entry_count: number }[]
  >(
    `SELECT a.available, a.pending, a.entry_count FROM account a
       JOIN member_customer c ON c.program_id = a.program_id AND c.member_id = a.member_id
      WHERE c.program_id = ? AND c.shop_id = ? AND c.customer_id = ?`,
    [world.programId, world.shopId, customerId],
  );
  return row;
}

describe("an order on the real ledger", () => {
  it("delivered 20 times in parallel earns once", async () => {
    const told = { id: 501, customer: customerBody({ id: 51 }) };
    await Promise.all(Array.from({ length: 20 }, () => tellOrder(told)));
    await tellOrder(told);
    expect(await accountOf(51)).toEqual({ available: 50, pending: 0, entry_count: 1 });
  });

  it("told in all its states at once ends at what remains of it", async () => {
    const at = (second: number) => ({ updated_at: `2026-11-10T05:00:0${second}-05:00` });
    const told = { id: 502, customer: customerBody({ id: 52 }) };
    const refund = { id: 1, order_id: 502, refund_line_items: [{ line_item_id: 11, quantity: 1 }] };
    const refunded = { line_items: [lineBody({ current_quantity: 1 })], refunds: [refundBody(refund)] };
    const tellAll = () => [
      tellOrder({ ...told, ...at(1), financial_status: "pending" }),
      tellOrder({ ...told, ...at(1) }),
      tellRefund(refund),
      tellOrder({ ...told, ...at(2), ...refunded, financial_status: "partially_refunded" }),
    ];
    await Promise.all([...tellAll(), ...tellAll(), ...tellAll().reverse()]);
    expect((await accountOf(52))?.available).toBe(25);
  });

  it("cancelled at the same moment as it is paid ends at nothing", async () => {
    for (let round = 0; round < 10; round += 1) {
      const told = { id: 510 + round, customer: customerBody({ id: 53 }) };
      const cancelled = { ...told, cancelled_at: "2026-11-10T05:00:05-05:00" };
      await Promise.all([tellOrder(told), tellOrder(cancelled), tellOrder(told)]);
    }
    expect((await accountOf(53))?.available).toBe(0);
  });

  it("that changes hands while it is told ends on one account only", async () => {
    for (let round = 0; round < 10; round += 1) {
      const told = { id: 530 + round, customer: customerBody({ id: 54 }) };
      const moved = { ...told, customer: customerBody({ id: 55 }), updated_at: "2026-11-10T05:00:06-05:00" };
      await Promise.all([tellOrder(told), tellOrder(moved), tellOrder(told)]);
    }
    expect((await accountOf(54))?.available).toBe(0);
    expect((await accountOf(55))?.available).toBe(500);
  });

  it("earns pending credits until it is sent, and then credits that can be spent, once", async () => {
    // Later than the version that is saved next, so that this one judges it.
    const processed_at = new Date(Date.now() + 3_600_000).toISOString();
    await addSimpleRule(world.database, world.programId, {}, { enabled: true, until: "fulfilled" });
    const told = { id: 540, customer: customerBody({ id: 57 }), processed_at };
    await tellOrder(told);
    expect(await accountOf(57)).toEqual({ available: 0, pending: 50, entry_count: 1 });
    const sent = { ...told, fulfillment_status: "fulfilled", updated_at: "2026-11-11T05:00:00-05:00" };
    await Promise.all([tellOrder(sent), tellOrder(sent), tellOrder({ ...sent, tags: "checked" })]);
    await tellOrder({ ...sent, updated_at: "2026-11-12T05:00:00-05:00" });
    expect(await accountOf(57)).toEqual({ available: 50, pending: 0, entry_count: 3 });
    await addSimpleRule(world.database, world.programId);
  });

  it("keeps what it earned when the rule changes before the refund, and gives back just that", async () => {
    const told = { id: 550, customer: customerBody({ id: 56 }), processed_at: new Date().toISOString() };
    await tellOrder(told);
    await addSimpleRule(world.database, world.programId, { creditsPerUnitMicros: 2_000_000, enabled: false });
    const lines = [{ line_item_id: 11, quantity: 2 }];
    expect(await tellRefund({ id: 2, order_id: 550, refund_line_items: lines })).toEqual({
      outcome: "posted",
      reason: "nothing_left",
    });
    expect(await accountOf(56)).toEqual({ available: 0, pending: 0, entry_count: 2 });
  });
});
