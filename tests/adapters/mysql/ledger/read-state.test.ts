import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import type { Command } from "#core/ledger";
import { afterAll, beforeAll, expect, it } from "vitest";
import { adopt, earn } from "../../../core/ledger/commands.ts";
import { open, tell } from "../../../core/ledger/timeline.ts";
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

it("counts no version of a refused command as decided", async () => {
  const accountId = await world.addAccount(3);
  expect(await post(earn("order", 5, -1, { accountId }))).toMatchObject({ ok: false });
  expect(await post(earn("order", 4, 30, { accountId }))).toMatchObject({
    outcome: "posted",
    availableMinor: 30,
  });
});
