import { afterAll, beforeAll, expect, it } from "vitest";

import { createMysqlCaps } from "#adapters/mysql/caps";
import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlMembers } from "#adapters/mysql/members";
import { createMysqlOrders } from "#adapters/mysql/orders";
import { createMysqlPastOrders } from "#adapters/mysql/past-orders";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { createMysqlWaitingCredits } from "#adapters/mysql/waiting-credits";
import { shopifyWebhookPayloads } from "#adapters/shopify/webhook-payloads";
import { createTimeZones } from "#adapters/system/time-zones";
import { noCaps, utcCalendar } from "#core/rules";
import type { EarnRulesDocument } from "#core/rules";
import { applyOrderEvent } from "#usecases/apply-order-event";
import { tryEarnRules } from "#usecases/try-earn-rules";

import { earnRule } from "../../core/rules/orders.ts";
import { createInMemoryContexts } from "../../support/in-memory-app.ts";
import { firstDocument } from "../../support/in-memory-rules.ts";
import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { customerBody, lineBody, orderBody, refundBody } from "../shopify/bodies.ts";

const ORDERS = 120;
const MEMBERS = 10;

const draft: EarnRulesDocument = {
  ...firstDocument,
  rounding: "half-up",
  rules: [
    earnRule({ id: "every-order", earns: { creditsPerUnitMicros: 1_250_000 } }),
    earnRule({
      id: "acme",
      when: { vendor: ["Acme"] },
      earns: { multiplyBps: 25_000 },
      caps: { perOrderMinor: 60, ...noCaps, perMemberMonthMinor: 100 },
    }),
    earnRule({ id: "big", when: { orderMinimumMinor: 5_000 }, earns: { creditsPerOrderMinor: 20 } }),
  ],
  limits: { ...firstDocument.limits, perMemberDayMinor: 150, budgetMinor: 5_000 },
};

/** Orders of November, of which some are not paid, some refunded in part and one of another currency. */
function makeOrders(): Record<string, unknown>[] {
  const random = seededRandom(14);
  const below = (limit: number): number => Math.floor(random() * limit);
  return Array.from({ length: ORDERS }, (_, index) => {
    const refunded = below(4) === 0;
    const price = `${10 + below(60)}.00`;
    const id = 1_000 + index;
    const second = String(index % 60).padStart(2, "0");
    const placed = `2026-11-${String(1 + Math.floor(index / 10)).padStart(2, "0")}T12:00:${second}Z`;
    const line = { id: 11, price, vendor: below(2) === 0 ? "Acme" : "Other" };
    return orderBody({
      id,
      name: `#${id}`,
      customer: customerBody({ id: 1 + below(MEMBERS), email: null }),
      currency: index === 7 ? "EUR" : "USD",
      financial_status: below(10) === 0 ? "pending" : refunded ? "partially_refunded" : "paid",
      ...{ created_at: placed, processed_at: placed, updated_at: placed },
      line_items: [
        lineBody({ ...line, current_quantity: refunded ? 1 : 2 }),
        lineBody({ id: 12, price: "9.99" }),
      ],
      refunds: refunded
        ? [refundBody({ id, order_id: id, refund_line_items: [{ line_item_id: 11, quantity: 1 }] })]
        : [],
    });
  });
}

let live: LedgerWorld;
let scratch: LedgerWorld;
beforeAll(async () => {
  [live, scratch] = await Promise.all([createLedgerWorld(), createLedgerWorld()]);
  await Promise.all([tellAll(live, firstDocument), tellAll(scratch, draft)]);
}, 60_000);
afterAll(async () => {
  await live.close();
  await scratch.close();
});

/** Lets a program with these rules live through all orders, one after the other as they were placed. */
async function tellAll({ database, programId }: LedgerWorld, document: EarnRulesDocument): Promise<void> {
  const earnRules = createMysqlEarnRules(database);
  await earnRules.add(programId, {
    ...{ document, calendar: utcCalendar, author: "Ada", reason: "", activeFrom: null },
    ...{ rollbackOf: null, needsApproval: false },
  });
  const ports = {
    programs: createMysqlPrograms(database),
    members: createMysqlMembers(database),
    orders: createMysqlOrders(database),
    ledger: createMysqlLedger(database),
    earnRules,
    caps: createMysqlCaps(database),
    ...createInMemoryContexts(),
    waitingCredits: createMysqlWaitingCredits(database),
    payloads: shopifyWebhookPayloads,
  };
  for (const body of makeOrders()) {
    await applyOrderEvent(ports, { shopDomain: "test.myshopify.com", body: JSON.stringify(body) });
  }
}

/** Credits of every customer, whatever their accounts are numbered. */
async function creditsOf({ database, programId }: LedgerWorld): Promise<Map<number, number>> {
  const rows = await database.pool.query<{ customer_id: number; available: number }[]>(
    `SELECT c.customer_id, a.available FROM account a
       JOIN member_customer c ON c.program_id = a.program_id AND c.member_id = a.member_id
      WHERE a.program_id = ?`,
    [programId],
  );
  return new Map(rows.map((row) => [row.customer_id, row.available]));
}

async function customerOf(accountId: number): Promise<number> {
  const [row] = await live.database.pool.query<{ customer_id: number }[]>(
    `SELECT c.customer_id FROM account a
       JOIN member_customer c ON c.program_id = a.program_id AND c.member_id = a.member_id
      WHERE a.program_id = ? AND a.id = ?`,
    [live.programId, accountId],
  );
  return row?.customer_id ?? 0;
}

/** Checksums of every table: nothing was written when none of them changed. */
async function checksums(): Promise<unknown> {
  const { pool } = live.database;
  const tables = await pool.query<{ name: string }[]>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()",
  );
  const names = tables.map(({ name }) => name).filter((name) => name !== "_prisma_migrations");
  return pool.query(`CHECKSUM TABLE ${names.map((name) => `\`${name}\``).join(", ")}`);
}

const ports = () => ({
  programs: createMysqlPrograms(live.database),
  earnRules: createMysqlEarnRules(live.database),
  timeZones: createTimeZones(),
  pastOrders: createMysqlPastOrders(live.database),
});
const asked = { draft, from: null, until: null, shownMembers: MEMBERS };

it("comes to what the same orders earn in a scratch ledger, and writes nothing", async () => {
  const before = await checksums();
  const progress: { orders: number; total: number }[] = [];
  const tried = await tryEarnRules(ports(), {
    ...{ ...asked, programId: live.programId },
    onProgress: (done) => progress.push(done),
  });
  expect(await checksums()).toEqual(before);
  expect(progress.at(-1)).toEqual({ orders: ORDERS, total: ORDERS });
  if (!tried.ok) throw new Error(tried.refusal.code);
  const { result } = tried;
  const [liveCredits, scratchCredits] = await Promise.all([creditsOf(live), creditsOf(scratch)]);
  const sum = (credits: Map<number, number>): number => [...credits.values()].reduce((a, b) => a + b, 0);
  expect(result.live.totalMinor).toBe(sum(liveCredits));
  expect(result.draft.totalMinor).toBe(sum(scratchCredits));
  expect(result.draft.totalMinor).toBe(5_000);
  const told = [...result.winners.first, ...result.losers.first];
  expect(told.length).toBeGreaterThan(5);
  for (const { accountId, liveMinor, draftMinor } of told) {
    const customerId = await customerOf(accountId);
    expect(liveMinor).toBe(liveCredits.get(customerId));
    expect(draftMinor).toBe(scratchCredits.get(customerId));
  }
  for (const side of ["live", "draft"] as const) {
    const ofRules = result.rules.reduce((total, rule) => total + rule[`${side}Minor`], 0);
    expect(ofRules).toBe(result[side].totalMinor);
  }
});

it("looks at the orders of a range alone, page by page", async () => {
  const range = { from: "2026-11-02T00:00:00.000Z", until: "2026-11-04T00:00:00.000Z" };
  const tried = await tryEarnRules(ports(), { ...asked, ...range, programId: live.programId });
  expect(tried).toMatchObject({ ok: true, result: { orders: 20 } });
});

it("refuses a program that does not exist and a zone that nobody knows", async () => {
  expect(await tryEarnRules(ports(), { ...asked, programId: 999_999 })).toMatchObject({
    refusal: { code: "program_unknown" },
  });
  const elsewhere = { ...asked, draft: { ...draft, timeZone: "Mars/Olympus" }, programId: live.programId };
  expect(await tryEarnRules(ports(), elsewhere)).toMatchObject({ refusal: { code: "time_zone_unknown" } });
});
