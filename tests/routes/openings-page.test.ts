import { afterAll, beforeAll, expect, test } from "vitest";

import { openWaiting } from "#usecases/open-waiting";

import type * as CsvRoute from "../../app/routes/app.openings[.]csv.ts";
import type * as HomeRoute from "../../app/routes/app._index.tsx";
import type * as OpeningsRoute from "../../app/routes/app.openings.tsx";
import { createAdminWorld } from "../support/admin-world.ts";
import type { AdminWorld } from "../support/admin-world.ts";

// One import's story. Each test goes on where the one before ended.

const SHOP = "openings";

let world: AdminWorld;
let home: typeof HomeRoute;
let page: typeof OpeningsRoute;
let csv: typeof CsvRoute;
let programId: number;
let accountId: number;

const args = async (path: string, form?: Record<string, string>, shop = SHOP) => ({
  request: await world.adminRequest(shop, path, form),
  params: {},
  context: {},
});
const load = async (shop = SHOP) => page.loader(await args("/app/openings", undefined, shop));
const tryAgain = async (id: number | string, shop = SHOP) =>
  page.action(await args("/app/openings", { id: String(id) }, shop));
const file = async (shop = SHOP) =>
  (await csv.loader(await args("/app/openings.csv", undefined, shop))).text();

/** What the worker does with balances that are to be looked at. */
async function work(): Promise<(string | undefined)[]> {
  const { adapters } = world.wiring;
  const due = await adapters.openings.findDue(10);
  return Promise.all(due.map(async (opening) => (await openWaiting(adapters, opening))?.state));
}

beforeAll(async () => {
  world = await createAdminWorld();
  home = await import("../../app/routes/app._index.tsx");
  page = await import("../../app/routes/app.openings.tsx");
  csv = await import("../../app/routes/app.openings[.]csv.ts");
  for (const shop of [SHOP, "looks-over"]) {
    world.addShop(shop);
    await home.loader(await args("/app", undefined, shop));
  }
  const { programs, members, ledger, openings } = world.wiring.adapters;
  const shop = (await programs.findShopByDomain(`${SHOP}.myshopify.com`))!;
  ({ programId } = shop);
  ({ accountId } = await members.ensureMember(programId, shop.shopId, {
    customerId: "77",
    email: "ada@example.com",
    emailVerified: true,
    firstName: "Ada",
    lastName: "Okafor",
    updatedAt: "2026-11-20T10:00:00.000Z",
  }));
  const opening = {
    amountMinor: 40,
    effectiveAt: "2026-11-01T00:00:00.000Z",
    availableFrom: null,
    expiresAt: "2030-01-01T00:00:00.000Z",
  };
  await ledger.post(programId, [
    {
      ...{ kind: "open", key: "open/smile/1.0", accountId, ...opening, reasonCode: "opening_balance" },
      cause: { kind: "system", ref: "import/smile" },
    },
  ]);
  const waiting = { ...opening, source: "yotpo", mode: "skip" as const, note: '=HYPERLINK("x")' };
  await openings.storeWaiting(programId, [
    { ...waiting, key: "open/yotpo/1.0", email: "ada@example.com", line: 12 },
    { ...waiting, key: "open/yotpo/2.0", email: "bo@example.com", line: 13 },
  ]);
  const { getDatabase } = await import("#db");
  await getDatabase().pool.query("UPDATE waiting_opening SET due_at = UTC_TIMESTAMP(3)");
});
afterAll(() => world.close());

test("lists a balance that was refused, with its line and its reason, to its own program alone", async () => {
  expect(await work()).toEqual(["refused", "waiting"]);
  const { rows, refused } = await load();
  expect(rows).toMatchObject([{ email: "bo@example.com", line: 13, reason: "customer_unknown" }]);
  expect(refused).toMatchObject({
    rows: [
      {
        email: "ada@example.com",
        source: "yotpo",
        line: 12,
        amountMinor: 40,
        reason: "already_opened",
        decidedBy: null,
      },
    ],
    before: null,
    nextBeforeId: null,
  });
  expect((await load("looks-over")).refused.rows).toEqual([]);
  expect((await home.loader(await args("/app"))).figures).toMatchObject({
    waitingOpenings: 1,
    refusedOpenings: 1,
  });
});

test("gives it as a file that can be imported again, safe for spreadsheets", async () => {
  const lines = (await file()).replace("\uFEFF", "").split("\r\n");
  expect(lines).toEqual([
    "email,amount,earned_at,available_from,expires_at,note,source,line,reason",
    'ada@example.com,40,2026-11-01T00:00:00.000Z,,2030-01-01T00:00:00.000Z,"\'=HYPERLINK(""x"")",yotpo,12,already_opened',
    "",
  ]);
  expect((await file("looks-over")).split("\r\n")).toHaveLength(2);
});

test("opens it all the same when a person says so, once and in their own program only", async () => {
  const [row] = (await load()).refused.rows;
  const changed = { ok: false, message: "This balance has changed since. Load the page again" };
  expect(await tryAgain(row!.id, "looks-over")).toEqual(changed);
  expect(await tryAgain("none")).toEqual(changed);

  expect(await tryAgain(row!.id)).toEqual({ ok: true, message: "It is tried again" });
  expect(await tryAgain(row!.id)).toEqual(changed);
  const { rows, refused } = await load();
  expect(refused.rows).toEqual([]);
  expect(rows).toContainEqual(expect.objectContaining({ id: row!.id, reason: "tried_again" }));

  expect(await work()).toEqual(["opened"]);
  const { getDatabase } = await import("#db");
  const available = "SELECT available FROM account WHERE program_id = ? AND id = ?";
  expect(await getDatabase().pool.query(available, [programId, accountId])).toEqual([{ available: 80 }]);
});

test("does not offer what is left of somebody who was redacted", async () => {
  const { getDatabase } = await import("#db");
  await getDatabase().pool.query(
    `UPDATE waiting_opening SET state = 'refused', reason = 'redacted', finished_at = UTC_TIMESTAMP(3)
      WHERE program_id = ? AND business_key = 'open/yotpo/2.0'`,
    [programId],
  );
  const [{ id }] = await getDatabase().pool.query<[{ id: number }]>(
    "SELECT id FROM waiting_opening WHERE program_id = ? AND reason = 'redacted'",
    [programId],
  );
  expect((await load()).refused.rows).toEqual([]);
  expect(await tryAgain(id)).toMatchObject({ ok: false });
  expect((await home.loader(await args("/app"))).figures).toMatchObject({ refusedOpenings: 0 });
});
