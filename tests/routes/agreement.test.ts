import { afterAll, beforeAll, expect, test } from "vitest";

import type * as AgreementRoute from "../../app/routes/app.agreement.tsx";
import type * as HomeRoute from "../../app/routes/app._index.tsx";
import { createAdminWorld } from "../support/admin-world.ts";
import type { AdminWorld } from "../support/admin-world.ts";

let world: AdminWorld;
let agreement: typeof AgreementRoute;
let programId: number;
let memberId: number;
let accountId: number;

const args = async (shop = "agrees", form?: Record<string, string>) => ({
  request: await world.adminRequest(shop, "/app/agreement", form),
  params: {},
  context: {},
});
const query = async (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => {
  const { getDatabase } = await import("#db");
  return getDatabase().pool.query(sql, values);
};

beforeAll(async () => {
  world = await createAdminWorld();
  const home: typeof HomeRoute = await import("../../app/routes/app._index.tsx");
  agreement = await import("../../app/routes/app.agreement.tsx");
  for (const shop of ["agrees", "looks-over"]) {
    world.addShop(shop);
    await home.loader({ ...(await args(shop)), request: await world.adminRequest(shop, "/app") });
  }
  const { programs, members } = world.wiring.adapters;
  const shop = await programs.findShopByDomain("agrees.myshopify.com");
  if (!shop) throw new Error("the shop is not there");
  programId = shop.programId;
  ({ memberId, accountId } = await members.ensureMember(programId, shop.shopId, {
    ...{
      customerId: "77",
      email: "ada@example.com",
      emailVerified: true,
      firstName: "Ada",
      lastName: "Okafor",
    },
    updatedAt: "2026-11-20T10:00:00.000Z",
  }));
});
afterAll(() => world.close());

test("says that there is nothing to compare with before Exigo is connected", async () => {
  const page = await agreement.loader(await args());
  expect(page.isConnected).toBe(false);
  expect(page.report).toMatchObject({ days: [], gaps: [], causes: [], cases: [], last: null, next: null });
});

test("shows days, gaps with their cause and cases by kind, to their own program only", async () => {
  await query(
    `INSERT INTO agreement_day (program_id, day, measured_at, accounts, value, gap, late_gap, gaps) VALUES
       (?, '2026-11-19', UTC_TIMESTAMP(3), 1, 100, 4, 1, 1), (?, '2026-11-20', UTC_TIMESTAMP(3), 1, 100, 2, 0, 1)`,
    [programId, programId],
  );
  await query(
    `INSERT INTO agreement_gap (program_id, account_id, ledger, exigo, cause, since, seen_at)
     VALUES (?, ?, 100, 98, 'case', UTC_TIMESTAMP(3) - INTERVAL 2 DAY, UTC_TIMESTAMP(3))`,
    [programId, accountId],
  );
  await query(
    `INSERT INTO drift_case (program_id, account_id, kind, cause, amount, state, fingerprint, found_at, mirror)
     VALUES (?, ?, 'sign', 'opposite_sign', -2, 'open', 'test', UTC_TIMESTAMP(3), 1)`,
    [programId, accountId],
  );
  const { report } = await agreement.loader(await args());
  expect(report.days.map(({ day, lateGapMinor }) => [day, lateGapMinor])).toEqual([
    ["2026-11-19", 1],
    ["2026-11-20", 0],
  ]);
  expect(report.measured).toMatchObject({ gaps: 1, gapMinor: 2, lateGapMinor: 2 });
  expect(report.causes).toEqual([{ cause: "case", gaps: 1, gapMinor: 2 }]);
  expect(report.gaps).toMatchObject([{ memberId, ledgerMinor: 100, exigoMinor: 98, cause: "case" }]);
  expect(report.cases).toMatchObject([{ kind: "sign", count: 1, newest: [{ memberId, amountMinor: -2 }] }]);
  const other = await agreement.loader(await args("looks-over"));
  expect(other.report).toMatchObject({ days: [], gaps: [], causes: [], cases: [] });
});

test("makes a comparison of the program due, and shows that it waits", async () => {
  expect(await agreement.action(await args("agrees", { intent: "compare" }))).toEqual({ ok: true });
  const { report } = await agreement.loader(await args());
  expect(report.next).toMatchObject({ state: "waiting", accounts: 0, trouble: null });
  expect((await agreement.loader(await args("looks-over"))).report.next).toBeNull();
});
