import { afterAll, beforeAll, expect, it } from "vitest";

import { createMysqlCaps } from "#adapters/mysql/caps";
import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { createTimeZones } from "#adapters/system/time-zones";
import { applyGrants, compileRules, evaluateRules, noCaps, utcCalendar } from "#core/rules";
import type { EarnRulesDocument, PastOrder } from "#core/rules";
import { tryEarnRules } from "#usecases/try-earn-rules";

import { earn } from "../../core/ledger/commands.ts";
import { earnRule, ruleLine, ruleSubject } from "../../core/rules/orders.ts";
import { firstDocument } from "../../support/in-memory-rules.ts";
import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";
import { seededRandom } from "../../support/seeded-random.ts";

const ORDERS = 300;
const MEMBERS = 12;

const draft: EarnRulesDocument = {
  ...firstDocument,
  rounding: "half-up",
  rules: [
    earnRule({ id: "every-order", earns: { creditsPerUnitMicros: 1_250_000 } }),
    earnRule({
      id: "acme",
      when: { vendor: ["Acme"] },
      earns: { multiplyBps: 25_000 },
      caps: { perOrderMinor: 60, ...noCaps, perMemberMonthMinor: 200 },
    }),
    earnRule({ id: "big", when: { orderMinimumMinor: 5_000 }, earns: { creditsPerOrderMinor: 20 } }),
  ],
  limits: { ...firstDocument.limits, perMemberDayMinor: 150, budgetMinor: 9_000 },
};

let world: LedgerWorld;
let orders: PastOrder[];
beforeAll(async () => {
  world = await createLedgerWorld();
  const accounts = await Promise.all(
    Array.from({ length: MEMBERS }, (_, each) => world.addAccount(each + 1)),
  );
  const random = seededRandom(14);
  const below = (limit: number): number => Math.floor(random() * limit);
  orders = Array.from({ length: ORDERS }, (_, index): PastOrder => {
    const lines = Array.from({ length: 1 + below(3) }, (_line, line) =>
      ruleLine({
        lineId: String(line),
        quantity: 3,
        grossMinor: below(6_000),
        vendor: below(2) === 0 ? "Acme" : "Other",
        kept: { numerator: BigInt(below(4)), denominator: 3n },
      }),
    );
    const day = String(1 + Math.floor(index / 15)).padStart(2, "0");
    const placedAt = `2026-11-${day}T12:00:00.${String(index).padStart(3, "0")}Z`;
    return {
      ...{ accountId: accounts[below(MEMBERS)] ?? 0, isPaid: below(10) > 0, isFulfilled: false },
      subject: ruleSubject({ orderId: String(index), placedAt, lines }),
    };
  });
});
afterAll(() => world.close());

/** Rows of every table of the database: nothing was written when none of them changed. */
async function checksums(): Promise<unknown> {
  const { pool } = world.database;
  const tables = await pool.query<{ name: string }[]>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()",
  );
  const names = tables.map(({ name }) => name).filter((name) => name !== "_prisma_migrations");
  return pool.query(`CHECKSUM TABLE ${names.map((name) => `\`${name}\``).join(", ")}`);
}

/** The credits of every account after the orders were posted one by one, by a document. */
async function postAll(document: EarnRulesDocument): Promise<Map<number, number>> {
  const caps = createMysqlCaps(world.database);
  const ledger = createMysqlLedger(world.database);
  const rules = compileRules({ document, calendar: utcCalendar }, { scale: 0 });
  for (const { accountId, isPaid, subject } of orders) {
    if (!isPaid) continue;
    const name = `shop/${world.shopId}/order/${subject.orderId}`;
    const outcome = evaluateRules(rules, subject);
    const claim = { subject: name, accountId, revision: 1 };
    const final = applyGrants(outcome, await caps.claim(world.programId, claim, outcome.wants));
    await ledger.post(world.programId, [
      { ...earn(name, 1, final.targetMinor), key: `${name}/earn`, accountId },
    ]);
  }
  const rows = await world.database.pool.query<{ id: number; available: number }[]>(
    "SELECT id, available FROM account WHERE program_id = ?",
    [world.programId],
  );
  return new Map(rows.map(({ id, available }) => [id, available]));
}

it("comes to what posting the same orders gives, writes nothing, and tells how far it is", async () => {
  const earnRules = createMysqlEarnRules(world.database);
  await earnRules.add(world.programId, {
    ...{ document: firstDocument, calendar: utcCalendar, author: "Ada", reason: "", activeFrom: null },
    ...{ rollbackOf: null, needsApproval: false },
  });
  const pages = [orders.slice(0, 120), orders.slice(120, 240), orders.slice(240)];
  const pastOrders = {
    count: () => Promise.resolve(ORDERS),
    async *read() {
      yield* pages;
    },
  };
  const before = await checksums();
  const progress: number[] = [];
  const tried = await tryEarnRules(
    { programs: createMysqlPrograms(world.database), earnRules, timeZones: createTimeZones(), pastOrders },
    {
      ...{ programId: world.programId, draft, from: null, until: null, shownMembers: MEMBERS },
      onProgress: (done) => progress.push(done.orders / done.total),
    },
  );
  expect(await checksums()).toEqual(before);
  expect(progress).toEqual([0.4, 0.8, 1]);
  if (!tried.ok) throw new Error(tried.refusal.code);
  const balances = await postAll(draft);
  const { result } = tried;
  expect(result.orders).toBe(ORDERS);
  expect(result.draft.totalMinor).toBe(9_000);
  expect(result.draft.totalMinor).toBe([...balances.values()].reduce((sum, each) => sum + each, 0));
  const told = new Map(
    [...result.winners.first, ...result.losers.first].map((each) => [each.accountId, each]),
  );
  for (const [accountId, available] of balances) expect(told.get(accountId)?.draftMinor).toBe(available);
  const sumOf = (side: "liveMinor" | "draftMinor") => result.rules.reduce((sum, rule) => sum + rule[side], 0);
  expect([sumOf("liveMinor"), sumOf("draftMinor")]).toEqual([
    result.live.totalMinor,
    result.draft.totalMinor,
  ]);
}, 60_000);

it("refuses a program that does not exist and a zone that nobody knows", async () => {
  const pastOrders = { count: () => Promise.resolve(0), async *read() {} };
  const ports = {
    programs: createMysqlPrograms(world.database),
    earnRules: createMysqlEarnRules(world.database),
    ...{ timeZones: createTimeZones(), pastOrders },
  };
  const asked = { draft, from: null, until: null, shownMembers: 1 };
  expect(await tryEarnRules(ports, { ...asked, programId: 999_999 })).toMatchObject({
    refusal: { code: "program_unknown" },
  });
  const elsewhere = { ...draft, timeZone: "Mars/Olympus" };
  expect(await tryEarnRules(ports, { ...asked, programId: world.programId, draft: elsewhere })).toMatchObject(
    { refusal: { code: "time_zone_unknown" } },
  );
});
