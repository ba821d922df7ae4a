import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import type { Finding } from "#core/proof";

import type * as HomeRoute from "../../app/routes/app._index.tsx";
import type * as CsvRoute from "../../app/routes/app.liability[.]csv.ts";
import type * as LiabilityRoute from "../../app/routes/app.liability.tsx";
import type * as OpeningsRoute from "../../app/routes/app.openings.tsx";
import { createAdminWorld } from "../support/admin-world.ts";
import type { AdminWorld } from "../support/admin-world.ts";

let world: AdminWorld;
let routes: {
  csv: typeof CsvRoute;
  home: typeof HomeRoute;
  liability: typeof LiabilityRoute;
  openings: typeof OpeningsRoute;
};
let programId: number;
let shopId: number;
let memberId: number;
let accountId: number;

const args = async (path: string, shop = "reports", form?: Record<string, string>) => ({
  request: await world.adminRequest(shop, path, form),
  params: {},
  context: {},
});
const query = async (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => {
  const { getDatabase } = await import("#db");
  return getDatabase().pool.query(sql, values);
};
const page = async (search = "", shop = "reports") =>
  routes.liability.loader(await args(`/app/liability${search}`, shop));
const csv = async (search: string, shop = "reports") =>
  routes.csv.loader(await args(`/app/liability.csv${search}`, shop));
const today = () => new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  world = await createAdminWorld();
  routes = {
    csv: await import("../../app/routes/app.liability[.]csv.ts"),
    home: await import("../../app/routes/app._index.tsx"),
    liability: await import("../../app/routes/app.liability.tsx"),
    openings: await import("../../app/routes/app.openings.tsx"),
  };
  for (const shop of ["reports", "looks-over"]) {
    world.addShop(shop);
    await routes.home.loader(await args("/app", shop));
  }
  const { programs, members, rollup } = world.wiring.adapters;
  ({ programId, shopId } = (await programs.findShopByDomain("reports.myshopify.com"))!);
  ({ memberId, accountId } = await members.ensureMember(programId, shopId, {
    customerId: "77",
    email: "ada@example.com",
    emailVerified: true,
    firstName: "Ada",
    lastName: "Okafor",
    updatedAt: "2026-11-20T10:00:00.000Z",
  }));
  await world.wiring.adapters.ledger.post(programId, [
    {
      kind: "adjust",
      key: "a",
      accountId,
      amountMinor: 40,
      expiresAt: null,
      effectiveAt: "2026-11-20T10:00:00.000Z",
      cause: { kind: "system", ref: "test" },
      reasonCode: "goodwill",
      shopId,
    },
  ]);
  await rollup.catchUp(programId, 100, null);
});

afterAll(() => world.close());

beforeEach(async () => {
  await query("DELETE FROM proof_run");
  await query("DELETE FROM verification");
});

test("shows the roll-forward of the chosen time and says how far it is behind", async () => {
  const report = await page("?period=thisYear");

  expect(report.period.to).toBe(today());
  expect(report.sum).toMatchObject({ openMinor: 0, adjustedMinor: 40, closeMinor: 40, differenceMinor: 0 });
  expect(report.days.at(-1)).toMatchObject({ day: today(), closeMinor: 40 });
  expect(report.byShop).toEqual([{ shopId, currency: "USD", liabilityMinor: 40 }]);
  expect(report.progress.lagMs).toBeGreaterThanOrEqual(10_000);
  expect((await page("?period=nonsense&scope=shop-'")).query).toEqual({ period: "last30", scope: "all" });
});

test("shows one shop's or one currency's entries alone", async () => {
  const closes = async (scope: string) => (await page(`?scope=${scope}`)).sum?.closeMinor;
  expect(await closes(`shop-${shopId}`)).toBe(40);
  expect(await closes("shop-0")).toBe(0);
  expect(await closes("currency-USD")).toBe(40);
  expect(await closes("currency-EUR")).toBe(0);
});

test("exports the days that were asked for, and to its own program only", async () => {
  const answer = await csv(`?from=${today()}&to=${today()}&scope=shop-${shopId}`);

  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toContain(`roll-forward-${today()}-${today()}.csv`);
  const lines = (await answer.text()).split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines[1]).toBe(`${today()},reports.myshopify.com,USD,credits,0,0,0,0,0,0,40,0,0,0,0,40,0`);
  const foreign = await csv(`?from=${today()}&to=${today()}&scope=shop-${shopId}`, "looks-over");
  expect(await foreign.text()).toContain(`${today()},None,,credits,0,0,0,0,0,0,0,`);
});

test.each(["", "?from=2026-11-02&to=2026-11-01&scope=all", "?from=2026-02-30&to=2026-03-01&scope=all"])(
  "refuses to export what is no stretch of days: %j",
  async (search) => {
    await expect(csv(search)).rejects.toMatchObject({ status: 400 });
  },
);

test("asks for a proof, once, and only of the own program's ledger", async () => {
  expect((await page()).proof).toMatchObject({ last: null, next: null, checkpoint: null });
  const ask = async () => routes.liability.action(await args("/app/liability", "reports", {}));

  await Promise.all([ask(), ask()]);

  expect((await page()).proof.next).toMatchObject({ state: "waiting", entries: 0 });
  expect((await page("", "looks-over")).proof.next).toBeNull();
  expect(await world.wiring.adapters.proofRuns.findDue()).toEqual([programId]);
});

test("shows how far the proof is, and that a worker left it", async () => {
  await query(
    `INSERT INTO proof_run (program_id, state, due_at, claims, attempts, begun_at, entries, entries_in_all)
     VALUES (?, 'running', UTC_TIMESTAMP(3) + INTERVAL 30 SECOND, 1, 1, UTC_TIMESTAMP(3), 25, 100)`,
    [programId],
  );
  expect((await page()).proof.next).toMatchObject({ state: "running", entries: 25, entriesInAll: 100 });

  await query("UPDATE proof_run SET due_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");

  expect((await page()).proof.next).toMatchObject({ state: "left" });
});

test("lists the own program's waiting balances only", async () => {
  await world.wiring.adapters.openings.storeWaiting(programId, [
    {
      key: "plain/1",
      email: "bo@example.com",
      source: "plain",
      line: 2,
      mode: "skip",
      amountMinor: 5,
      effectiveAt: "2026-11-20T10:00:00.000Z",
      availableFrom: null,
      expiresAt: null,
      note: null,
    },
  ]);
  const list = async (shop: string) => routes.openings.loader(await args("/app/openings?before=x", shop));

  expect(await list("reports")).toMatchObject({ before: null, rows: [{ email: "bo@example.com" }] });
  expect((await list("looks-over")).rows).toEqual([]);
});

test("leads from a finding to the member whose account it is about", async () => {
  const finding = {
    code: "content_changed",
    accountId,
    seq: 1,
    detail: "its rows are not what was hashed",
  } as const;
  const save = (found: Finding) =>
    world.wiring.adapters.verifications.save({
      programId,
      startedAt: "2026-11-21T02:00:00.000Z",
      finishedAt: "2026-11-21T02:00:07.000Z",
      ok: false,
      accounts: 1,
      entries: 1,
      broken: 1,
      finding: found,
    });
  await save(finding);

  const home = await routes.home.loader(await args("/app"));

  expect(home.proof.last).toMatchObject({ broken: 1, finding: { ...finding, memberId } });
  expect((await page("", "looks-over")).proof.last).toBeNull();

  await save({ ...finding, code: "account_missing", accountId: accountId + 1_000 });

  expect((await page()).proof.last?.finding).toMatchObject({ memberId: null });
});
