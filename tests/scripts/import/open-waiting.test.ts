import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlMembersInBulk } from "#adapters/mysql/members-in-bulk";
import { createMysqlOpenings } from "#adapters/mysql/openings";
import { openWaiting } from "#usecases/open-waiting";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createOpeningsWorld } from "./openings-world.ts";

const HEADER = "customer_id,email,amount,earned_at,expires_at,available_from,note\n";

let world: Awaited<ReturnType<typeof createOpeningsWorld>>;
beforeEach(async () => {
  world = await createOpeningsWorld();
});
afterEach(() => world.close());

/** One sweep over what waits. */
async function sweep(): Promise<(string | undefined)[]> {
  const openings = createMysqlOpenings(world.database);
  const ports = {
    openings,
    ledger: createMysqlLedger(world.database),
    membersInBulk: createMysqlMembersInBulk(world.database),
  };
  const due = await openings.findDue(100);
  return Promise.all(due.map(async (opening) => (await openWaiting(ports, opening))?.state));
}

const importRows = (rows: string, options = {}) =>
  world.importFile(world.write("waiting.csv", `${HEADER}${rows}`), options);

test("a balance waits until its customer appears, and is opened with its dates", async () => {
  await importRows(",Later@example.com,30,2026-02-02,2099-01-01,,moved\n,other@example.com,5,,,,\n");
  expect(await sweep()).toEqual([]);
  await world.tellCustomer("77", "later@EXAMPLE.com");
  expect(await sweep()).toEqual(["opened"]);
  expect(await sweep()).toEqual([]);
  expect(await world.balances()).toEqual({ 77: [30, 0] });
  const [lot] = await world.database.pool.query(
    "SELECT available_from, expires_at FROM lot WHERE program_id = ?",
    [world.programId],
  );
  expect(lot).toEqual({ available_from: new Date("2026-02-02"), expires_at: new Date("2099-01-02") });
});

test("an email that is not verified opens nothing until it is", async () => {
  await importRows(",later@example.com,30,,,,\n");
  await world.tellCustomer("77", "later@example.com", false);
  expect(await sweep()).toEqual([]);
  await world.tellCustomer("77", "later@example.com", true);
  expect(await sweep()).toEqual(["opened"]);
  expect(await world.balances()).toEqual({ 77: [30, 0] });
});

test("the file imported again after the customer appeared opens the balance once", async () => {
  await importRows(",later@example.com,30,,,,\n");
  await world.tellCustomer("77", "later@example.com");
  await importRows(",later@example.com,30,,,,\n");
  expect(await sweep()).toEqual(["opened"]);
  expect(await world.balances()).toEqual({ 77: [30, 0] });
});

test("two sweeps at once open a balance once", async () => {
  await importRows(",later@example.com,30,,,,\n,later@example.com,4,2026-01-01,,,\n");
  await world.tellCustomer("77", "later@example.com");
  await Promise.all([sweep(), sweep(), sweep()]);
  expect(await world.balances()).toEqual({ 77: [34, 0] });
});

test("a customer who was opened by another source meanwhile is left alone, unless adding was wanted", async () => {
  await importRows(",later@example.com,30,,,,\n");
  await world.tellCustomer("77", "later@example.com");
  await importRows("77,,8,,,,\n", { source: "till" });
  expect(await sweep()).toEqual(["refused"]);
  expect(await world.balances()).toEqual({ 77: [8, 0] });
  await importRows(",another@example.com,30,,,,\n", { mode: "add" });
  await world.tellCustomer("78", "another@example.com");
  await importRows("78,,8,,,,\n", { source: "till" });
  expect(await sweep()).toEqual(["opened"]);
  expect(await world.balances()).toMatchObject({ 78: [38, 0] });
});

test("another file of the same source does not pile up on what waits", async () => {
  await importRows(",later@example.com,30,,,,\n");
  expect(await importRows(",later@example.com,45,,,,\n")).toMatchObject({
    counts: { reasons: { already_opened: 1 } },
  });
  await world.tellCustomer("77", "later@example.com");
  await sweep();
  expect(await world.balances()).toEqual({ 77: [30, 0] });
});
