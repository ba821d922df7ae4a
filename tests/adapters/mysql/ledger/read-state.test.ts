import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { movementsOf } from "#adapters/mysql/ledger/movement-rows";
import { createMysqlSpentRuns } from "#adapters/mysql/spent-runs";
import type { Command } from "#core/ledger";
import { afterAll, beforeAll, expect, it } from "vitest";
import { adjust, adopt, earn } from "../../../core/ledger/commands.ts";
import { day, open, tell } from "../../../core/ledger/timeline.ts";
import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";

let world: LedgerWorld;
beforeAll(async () => {
  world = await createLedgerWorld("block");
});
afterAll(() => world.close());

const post = async (command: Command) => {
  const [result] = await createMysqlLedger(world.database, () => {}).post(world.programId, [command]);
  return result;
};

it("knows what a merge repaid, so that its return restores the debt", async () => {
  const [accountId, toAccountId] = [await world.addAccount(1), await world.addAccount(2)];
  await post(open("import", 100, { accountId }));
  await post(adopt("exigo", -40, { accountId: toAccountId }));
  expect(await post(tell("mergeAccounts", "merge", { accountId, toAccountId }))).toMatchObject({
    amountMinor: -100,
  });
  const back = tell("returnTransfer", "back", { accountId, toAccountId, reversesKey: "merge" });
  expect(await post(back)).toMatchObject({
    ok: true,
    outcome: "posted",
    amountMinor: 100,
    availableMinor: 100,
  });
  const [row] = await world.database.pool.query("SELECT available FROM account WHERE id = ?", [toAccountId]);
  expect(row.available).toBe(-40);
});

/** Days after which nothing is due while the tests run, whatever the server's clock says. */
const FAR_AHEAD = 10_000;

/** Gives an account so many lots of 10 credits; the later it was earned, the sooner it expires. */
async function giveLots(accountId: number, lots: number): Promise<void> {
  const earnings = Array.from({ length: lots }, (_, index) =>
    earn(`lots-${accountId}-${index}`, 1, 10, { accountId, expiresAt: day(FAR_AHEAD + lots - index) }),
  );
  await createMysqlLedger(world.database).post(world.programId, earnings);
}

/** How many lots are empty once the sweep was there, and the oldest and newest lot that the newest entry took from. */
async function takenFrom(accountId: number) {
  await createMysqlSpentRuns(world.database).writeOut({ programId: world.programId, accountId });
  const lots = await world.database.pool.query("SELECT remaining FROM lot WHERE account_id = ?", [accountId]);
  const rows = await world.database.pool.query(
    `SELECT m.lot_seq, m.lot_line, m.amount, m.more FROM lot_movement m
     JOIN account a ON a.id = m.account_id AND a.entry_count = m.entry_seq WHERE a.id = ?`,
    [accountId],
  );
  const seqs = (rows as Parameters<typeof movementsOf>[0][])
    .flatMap(movementsOf)
    .map(({ lot }) => lot.entrySeq);
  return {
    emptied: (lots as { remaining: number }[]).filter((lot) => lot.remaining === 0).length,
    oldest: Math.min(...seqs),
    newest: Math.max(...seqs),
  };
}

it.each([
  { history: "a short history", member: 4, earlier: 0 },
  { history: "a long one", member: 9, earlier: 10_000 },
])(
  "takes from the lots that expire soonest, among more than it reads at first, of $history",
  async ({ member, earlier }) => {
    const accountId = await world.addAccount(member);
    await giveLots(accountId, 120);
    await world.database.pool.query("UPDATE account SET entry_count = entry_count + ? WHERE id = ?", [
      earlier,
      accountId,
    ]);
    expect(await post(adjust(`few-${member}`, -25, { accountId }))).toMatchObject({ availableMinor: 1175 });
    expect(await takenFrom(accountId)).toEqual({ emptied: 2, oldest: 118, newest: 120 });
    expect(await post(adjust(`many-${member}`, -1_000, { accountId }))).toMatchObject({
      availableMinor: 175,
    });
    expect(await takenFrom(accountId)).toEqual({ emptied: 102, oldest: 18, newest: 118 });
  },
);

it("refuses more than there is in all of many lots", async () => {
  const accountId = await world.addAccount(5);
  await giveLots(accountId, 60);
  expect(await post(adjust("too-much", -601, { accountId }))).toEqual({
    ok: false,
    refusal: { code: "not_enough_credits", availableMinor: 600, requestedMinor: 601 },
  });
});

it("takes from two accounts in one batch, of which one has more lots than are read for both", async () => {
  const [rich, poor] = [await world.addAccount(6), await world.addAccount(7)];
  await giveLots(rich, 150);
  await giveLots(poor, 2);
  const results = await createMysqlLedger(world.database).post(world.programId, [
    adjust("from-rich", -15, { accountId: rich }),
    adjust("from-poor", -15, { accountId: poor }),
  ]);
  expect(results).toMatchObject([{ availableMinor: 1485 }, { availableMinor: 5 }]);
  expect(await takenFrom(rich)).toEqual({ emptied: 1, oldest: 149, newest: 150 });
  expect(await takenFrom(poor)).toEqual({ emptied: 1, oldest: 1, newest: 2 });
});

it("ends a hold whose lots are not among those that are spent first", async () => {
  const accountId = await world.addAccount(8);
  await giveLots(accountId, 120);
  await post(tell("placeHold", "cart", { accountId, amountMinor: 1_200, ttlMs: 60_000 }));
  const capture = tell("captureHold", "paid", { accountId, holdKey: "cart", amountMinor: 1_195 });
  expect(await post(capture)).toMatchObject({ ok: true, amountMinor: -1_195, availableMinor: 5 });
  const [row] = await world.database.pool.query(
    "SELECT entry_seq, remaining FROM lot WHERE account_id = ? AND remaining > 0",
    [accountId],
  );
  expect(row).toEqual({ entry_seq: 1, remaining: 5 });
});

it("counts no version of a refused command as decided", async () => {
  const accountId = await world.addAccount(3);
  expect(await post(earn("order", 5, -1, { accountId }))).toMatchObject({ ok: false });
  expect(await post(earn("order", 4, 30, { accountId }))).toMatchObject({
    outcome: "posted",
    availableMinor: 30,
  });
});
