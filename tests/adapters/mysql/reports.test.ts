import { randomBytes } from "node:crypto";

import { afterAll, beforeAll, expect, test } from "vitest";

import { createMysqlExigoConnections } from "#adapters/mysql/exigo-connections";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlRollup } from "#adapters/mysql/ledger-reading/rollup";
import { createMysqlMembers } from "#adapters/mysql/members";
import { createMysqlOpenings } from "#adapters/mysql/openings";
import { createMysqlOrders } from "#adapters/mysql/orders";
import { createMysqlReports } from "#adapters/mysql/reports";
import { createSealing } from "#adapters/system/sealing";
import type { Evaluation } from "#core/earning";
import { rollUpLedger } from "#usecases/roll-up-ledger";
import type { Reports } from "#usecases/ports/reports";

import { facts, line } from "../../core/earning/orders.ts";
import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";

let world: LedgerWorld;
let reports: Reports;
let ada: { memberId: number; accountId: number };

const at = "2026-11-20T12:00:00.000Z";
const subject = () => `shop/${world.shopId}/order/501`;

const evaluation = (quantity: number): Evaluation => ({
  reason: quantity > 0 ? "earned" : "nothing_left",
  targetMinor: quantity * 10,
  ruleVersion: 1,
  creditsPerUnitMicros: 1_000_000,
  rounding: "floor",
  baseMinor: quantity * 1000,
  currency: "USD",
  currencyScale: 2,
  lines: [
    { lineId: "1", title: "Mug", quantity: 2, remainingQuantity: quantity, baseMinor: quantity * 1000 },
  ],
});

const mugs = facts({
  orderId: "501",
  name: "#501",
  customerId: "1",
  placedAt: at,
  updatedAt: at,
  lines: [line("1", 2, 2000)],
});

async function addMember(customerId: string, firstName: string, lastName: string, email: string) {
  return createMysqlMembers(world.database).ensureMember(world.programId, world.shopId, {
    customerId,
    firstName,
    lastName,
    email,
    emailVerified: true,
    updatedAt: at,
  });
}

const earn = (revision: number, quantity: number) => ({
  kind: "earn" as const,
  key: `${subject()}/account/${ada.accountId}/earn/${revision}/${quantity * 10}`,
  accountId: ada.accountId,
  subject: subject(),
  subjectVersion: revision,
  targetMinor: quantity * 10,
  effectiveAt: at,
  availableFrom: null,
  expiresAt: null,
  cause: { kind: "rule" as const, ref: "1" },
  reasonCode: "earned",
  trace: evaluation(quantity),
});

beforeAll(async () => {
  world = await createLedgerWorld();
  reports = createMysqlReports(world.database);
  await createMysqlExigoConnections(
    world.database,
    createSealing([{ id: "test", key: randomBytes(32) }]),
  ).save({
    programId: world.programId,
    baseUrl: "https://example.com/3.0",
    company: "demo",
    loginName: "api",
    password: "secret",
    pointAccountId: 1,
    driftPolicy: "adopt",
    driftLimitMinor: 1_000,
    pollSeconds: 60,
    historyUrl: null,
    historyLagSeconds: 300,
  });
  ada = await addMember("1", "Ada", "Okafor", "ada@example.com");
  await addMember("2", "Adam", "Smith", "smith@example.com");
  await addMember("3", "Zoë", "Adams", "z_100%@example.com");
  const orders = createMysqlOrders(world.database);
  const key = { programId: world.programId, shopId: world.shopId, orderId: "501" };
  const known = await orders.merge(key, { facts: mugs, refunds: [] }, ada.accountId);
  await orders.saveEvaluation(key, known.revision, evaluation(1));
  const ledger = createMysqlLedger(world.database);
  await ledger.post(world.programId, [earn(1, 2)]);
  await ledger.post(world.programId, [earn(2, 1)]);
  await ledger.post(world.programId, [
    {
      kind: "adjust",
      key: "adjust/1",
      accountId: ada.accountId,
      amountMinor: 5,
      expiresAt: null,
      effectiveAt: at,
      cause: { kind: "staff", ref: "42" },
      reasonCode: "goodwill",
      note: "Late parcel",
    },
  ]);
});

afterAll(() => world.close());

test("counts members, what they hold, and what the last 30 days earned and took back", async () => {
  const before = await reports.home(world.programId);
  expect(before).toMatchObject({ members: 3, completeTo: null, lagMs: null });
  expect(before.days.at(-1)).toMatchObject({ earnedMinor: 0, closeMinor: 0 });
  const rollup = createMysqlRollup(world.database);
  await rollUpLedger({ rollup }, { programId: world.programId, signal: new AbortController().signal });

  const figures = await reports.home(world.programId);

  expect(figures).toMatchObject({ members: 3, openCases: 0, completeTo: expect.any(String) });
  expect(figures.lagMs).toBeGreaterThanOrEqual(10_000);
  expect(figures.days).toHaveLength(30);
  expect(figures.days.at(-1)).toMatchObject({ earnedMinor: 20, reversedMinor: -10, closeMinor: 15 });
  expect(figures.days[0]).toMatchObject({ openMinor: 0, earnedMinor: 0, reversedMinor: 0 });
  expect(figures.intents.due).toBeGreaterThan(0);
});

test("explains every entry with its postings, its evaluation and the one before it", async () => {
  const page = await reports.account(world.programId, ada.memberId, { beforeSeq: null, limit: 10 });

  expect(page?.member).toMatchObject({ name: "Ada Okafor", availableMinor: 15, accountId: ada.accountId });
  const [adjusted, takenBack, earned] = page!.entries;
  expect(earned).toMatchObject({ seq: 1, amountMinor: 20, orderName: "#501", evaluationBefore: null });
  expect(takenBack).toMatchObject({
    seq: 2,
    amountMinor: -10,
    balanceAfterMinor: 10,
    evaluation: { targetMinor: 10 },
    evaluationBefore: { targetMinor: 20, lines: [{ remainingQuantity: 2 }] },
    exigo: { state: "due", remoteRef: null },
  });
  expect(adjusted).toMatchObject({ kind: "adjust", note: "Late parcel", evaluation: null });
  for (const entry of page!.entries) {
    expect(entry.postings.reduce((sum, posting) => sum + posting.amountMinor, 0)).toBe(0);
  }
  expect(page?.orders).toMatchObject([{ name: "#501", evaluation: { targetMinor: 10 } }]);
  expect(page?.lots.reduce((sum, lot) => sum + lot.remainingMinor, 0)).toBe(15);
});

test("pages through the entries without losing or repeating one", async () => {
  const seen: number[] = [];
  let beforeSeq: number | null = null;
  do {
    const page = await reports.account(world.programId, ada.memberId, { beforeSeq, limit: 2 });
    seen.push(...page!.entries.map((entry) => entry.seq));
    beforeSeq = page!.nextBeforeSeq;
  } while (beforeSeq !== null);

  expect(seen).toEqual([3, 2, 1]);
});

test.each([
  ["ada", ["Ada Okafor", "Adam Smith", "Zoë Adams"]],
  ["Ada Oka", ["Ada Okafor"]],
  ["smith@", ["Adam Smith"]],
  ["okafor", ["Ada Okafor"]],
  ["z_100%", ["Zoë Adams"]],
  ["%", []],
  ["example.com", []],
])("finds by the start of a name or email: %s", async (search, names) => {
  const { rows } = await reports.members(world.programId, { search, page: 1, pageSize: 10 });

  expect(rows.map((row) => row.name).sort()).toEqual(names);
});

test("finds a member by the whole number of their Exigo customer", async () => {
  await createMysqlMembers(world.database).linkExigoCustomer(world.programId, ada.memberId, {
    exigoCustomerId: 9001,
    mirror: 1,
  });

  const { rows } = await reports.members(world.programId, { search: "9001", page: 1, pageSize: 10 });

  expect(rows.map((row) => row.memberId)).toEqual([ada.memberId]);
});

test("lists members by newest movement, page by page", async () => {
  const first = await reports.members(world.programId, { search: "", page: 1, pageSize: 2 });
  const second = await reports.members(world.programId, { search: "", page: 2, pageSize: 2 });

  expect(first.rows[0]).toMatchObject({ memberId: ada.memberId, availableMinor: 15 });
  expect(first).toMatchObject({ hasMore: true });
  expect(second).toMatchObject({ hasMore: false });
  expect(new Set([...first.rows, ...second.rows].map((row) => row.memberId)).size).toBe(3);
});

test("lists what waits for a person with the member it is about", async () => {
  const { pool } = world.database;
  await pool.query(
    `UPDATE intent SET state = 'needs_review', last_error = 'moved meanwhile'
     WHERE program_id = ? AND entry_seq = 1 AND kind = 'exigo.point'`,
    [world.programId],
  );
  await pool.query(
    `INSERT INTO drift_case (program_id, account_id, kind, amount, state, fingerprint, found_at, mirror)
     VALUES (?, ?, 'extra', 7, 'open', 'a/1/7', UTC_TIMESTAMP(3), 1)`,
    [world.programId, ada.accountId],
  );

  const rows = await reports.attention(world.programId, 10);

  expect(rows).toHaveLength(2);
  expect(rows).toContainEqual(
    expect.objectContaining({
      kind: "intent",
      state: "needs_review",
      reason: "moved meanwhile",
      amountMinor: 20,
    }),
  );
  expect(rows).toContainEqual(expect.objectContaining({ kind: "case", drift: "extra", amountMinor: 7 }));
  expect(rows.every((row) => row.memberId === ada.memberId && row.memberName === "Ada Okafor")).toBe(true);
});

test("lists imported balances that wait, newest first, page by page, and counts them", async () => {
  const openings = createMysqlOpenings(world.database);
  await openings.storeWaiting(
    world.programId,
    ["first", "second", "third"].map((name, index) => ({
      key: `smile/${name}`,
      email: `${name}@example.com`,
      source: "smile",
      line: index + 2,
      mode: "skip",
      amountMinor: 10 * (index + 1),
      effectiveAt: at,
      availableFrom: null,
      expiresAt: null,
      note: null,
    })),
  );
  await world.database.pool.query(
    `UPDATE waiting_opening SET state = 'opened' WHERE program_id = ? AND business_key = 'smile/second'`,
    [world.programId],
  );

  const first = await reports.waitingOpenings(world.programId, { beforeId: null, limit: 1 });
  const second = await reports.waitingOpenings(world.programId, { beforeId: first.nextBeforeId, limit: 1 });

  expect(first.rows).toMatchObject([
    { email: "third@example.com", amountMinor: 30, reason: "customer_unknown" },
  ]);
  expect(second.rows).toMatchObject([{ email: "first@example.com", source: "smile" }]);
  expect(second.nextBeforeId).toBeNull();
  expect(await reports.home(world.programId)).toMatchObject({ waitingOpenings: 2 });
});

test("shows another program nothing of it", async () => {
  const other = world.programId + 1;

  expect(await reports.account(other, ada.memberId, { beforeSeq: null, limit: 10 })).toBeNull();
  expect(await reports.members(other, { search: "ada", page: 1, pageSize: 10 })).toEqual({
    rows: [],
    hasMore: false,
  });
  expect(await reports.home(other)).toMatchObject({
    members: 0,
    completeTo: null,
    days: { 29: { closeMinor: 0 } },
  });
  expect(await reports.attention(other, 10)).toEqual([]);
  expect((await reports.waitingOpenings(other, { beforeId: null, limit: 10 })).rows).toEqual([]);
});
