import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlPersonalData } from "#adapters/mysql/personal-data";
import { createMysqlReports } from "#adapters/mysql/reports";
import { createMysqlSpentRuns } from "#adapters/mysql/spent-runs";
import type { Command, PostResult } from "#core/ledger";
import { verifyLedger } from "#usecases/verify-ledger";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { adjust, earn, reverse } from "../../../core/ledger/commands.ts";
import { day, tell } from "../../../core/ledger/timeline.ts";
import type { Call } from "../../../support/ledger-callers.ts";
import { replayInModel } from "../../../support/ledger-replay.ts";
import { proofPorts } from "../../../support/ledger-proof.ts";
import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";
import { seededRandom } from "../../../support/seeded-random.ts";

// Every step of the random history is proved: half a minute on a machine that is busy otherwise.
vi.setConfig({ testTimeout: 180_000 });

let world: LedgerWorld;
let customers = 0;
beforeAll(async () => {
  world = await createLedgerWorld();
});
afterAll(() => world.close());

const post = (...commands: Command[]): Promise<PostResult[]> =>
  createMysqlLedger(world.database).post(world.programId, commands);
const spentRuns = () => createMysqlSpentRuns(world.database);
const verify = () => verifyLedger(proofPorts(world.database), { programId: world.programId });

/** Days after which nothing is due while the tests run, whatever the server's clock says. */
const FAR_AHEAD = 10_000;

/** An account with so many lots of 10 credits; the later it was earned, the sooner it expires, and every third never. */
async function accountWithLots(lots: number): Promise<number> {
  const accountId = await world.addAccount((customers += 1));
  const earnings = Array.from({ length: lots }, (_, index) =>
    earn(`order-${accountId}-${index}`, 1, 10, {
      accountId,
      expiresAt: index % 3 === 0 ? null : day(FAR_AHEAD + lots - index),
    }),
  );
  await post(...earnings);
  return accountId;
}

/** What the rows of the account's lots say, in the order in which they were made. */
async function rowsOf(accountId: number): Promise<number[]> {
  const rows: { remaining: number }[] = await world.database.pool.query(
    "SELECT remaining FROM lot WHERE account_id = ? ORDER BY entry_seq, line",
    [accountId],
  );
  return rows.map((row) => row.remaining);
}

async function isUnwritten(accountId: number): Promise<boolean> {
  return (await spentRuns().findUnwritten(1_000)).some((run) => run.accountId === accountId);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

it("answers a spending across many lots before their rows are written, and the sweep writes them", async () => {
  const accountId = await accountWithLots(90);
  expect(await post(adjust("across-many", -755, { accountId }))).toMatchObject([{ availableMinor: 145 }]);
  // The one lot that keeps something is written at once.
  expect(sum(await rowsOf(accountId))).toBe(895);
  expect(await spentRuns().findUnwritten(1_000)).toContainEqual({ programId: world.programId, accountId });
  expect(await verify()).toMatchObject({ ok: true, finding: null });
  await spentRuns().writeOut({ programId: world.programId, accountId });
  expect(sum(await rowsOf(accountId))).toBe(145);
  expect(await isUnwritten(accountId)).toBe(false);
  await spentRuns().writeOut({ programId: world.programId, accountId });
  expect(await verify()).toMatchObject({ ok: true, finding: null });
});

it("shows no lot that is spent, whether its row is written or not", async () => {
  const accountId = await accountWithLots(90);
  const customer = { shopId: world.shopId, customerId: String(customers) };
  const [{ member_id: memberId }] = await world.database.pool.query(
    "SELECT member_id FROM account WHERE id = ?",
    [accountId],
  );
  const page = { beforeSeq: null, limit: 5 };
  const reports = createMysqlReports(world.database);
  const shown = async () => {
    const account = await reports.account(world.programId, memberId, page);
    const credits = await reports.credits(world.programId, customer, page);
    const person = await createMysqlPersonalData(world.database).read(
      world.programId,
      world.shopId,
      customer.customerId,
    );
    return {
      account: account?.lots,
      took: account?.entries[0]?.lotMovements,
      credits: [credits?.lots, credits?.otherLotsMinor],
      person,
    };
  };
  await post(adjust("shown", -880, { accountId }));
  expect(await isUnwritten(accountId)).toBe(true);
  const before = await shown();
  await spentRuns().writeOut({ programId: world.programId, accountId });
  expect(before).toEqual(await shown());
  expect(before.account?.map((lot) => lot.remainingMinor)).toEqual([10, 10]);
  expect(sum((before.took ?? []).map((movement) => movement.amountMinor))).toBe(-880);
  expect(before.took?.length).toBe(88);
});

it("writes the lots before the account's next command, which then gives back to the same ones", async () => {
  const accountId = await accountWithLots(120);
  const before = await rowsOf(accountId);
  await post(adjust("spent", -1_195, { accountId }));
  expect(await post(reverse("undone", "spent", { accountId, amountMinor: 1_100 }))).toMatchObject([
    { ok: true, amountMinor: 1_100, availableMinor: 1_105 },
  ]);
  expect(await isUnwritten(accountId)).toBe(false);
  expect(await verify()).toMatchObject({ ok: true, finding: null });
  await post(reverse("undone-too", "spent", { accountId }));
  expect(await rowsOf(accountId)).toEqual(before);
});

it("ends a hold across many lots while they are not yet written", async () => {
  const accountId = await accountWithLots(120);
  await post(tell("placeHold", "cart-of-many", { accountId, amountMinor: 1_200, ttlMs: 60_000 }));
  expect(await isUnwritten(accountId)).toBe(true);
  const paid = tell("captureHold", "paid-of-many", {
    accountId,
    holdKey: "cart-of-many",
    amountMinor: 700,
  });
  expect(await post(paid)).toMatchObject([{ ok: true, amountMinor: -700, availableMinor: 500 }]);
  expect(sum(await rowsOf(accountId))).toBe(500);
  await post(reverse("unpaid-of-many", "paid-of-many", { accountId }));
  expect(sum(await rowsOf(accountId))).toBe(1_200);
  expect(await verify()).toMatchObject({ ok: true, finding: null });
});

it("writes each lot at once when a batch goes on with the account", async () => {
  const accountId = await accountWithLots(90);
  await post(adjust("many", -855, { accountId }), adjust("few", -15, { accountId }));
  expect(await isUnwritten(accountId)).toBe(false);
  expect(sum(await rowsOf(accountId))).toBe(30);
  expect(await verify()).toMatchObject({ ok: true, finding: null });
});

it("leaves a pending lot between the spent ones alone", async () => {
  const accountId = await accountWithLots(60);
  const dates = { availableFrom: day(FAR_AHEAD), expiresAt: day(FAR_AHEAD + 30) };
  await post(earn("pending", 1, 7, { accountId, ...dates }));
  await post(adjust("around", -600, { accountId }));
  expect(await isUnwritten(accountId)).toBe(true);
  await spentRuns().writeOut({ programId: world.programId, accountId });
  expect(await rowsOf(accountId)).toEqual([...Array.from({ length: 60 }, () => 0), 7]);
});

it("moves a merged account's many lots, and back", async () => {
  const [accountId, toAccountId] = [await accountWithLots(70), await accountWithLots(60)];
  const before = await rowsOf(accountId);
  await post(adjust("before-merge", -590, { accountId: toAccountId }));
  await post(tell("mergeAccounts", "merge-many", { accountId, toAccountId }));
  expect(await verify()).toMatchObject({ ok: true, finding: null });
  await post(tell("returnTransfer", "return-many", { accountId, toAccountId, reversesKey: "merge-many" }));
  expect(await rowsOf(accountId)).toEqual(before);
  expect(await verify()).toMatchObject({ ok: true, finding: null });
});

it("answers a random history across many lots as the reference model does, and every row stays provable", async () => {
  const random = seededRandom(20_261_121);
  const below = (end: number): number => Math.floor(random() * end);
  const accountIds = [await world.addAccount((customers += 1)), await world.addAccount((customers += 1))];
  const calls: Call[] = [];
  const keys: { key: string; accountId: number }[] = [];
  const holds: { key: string; accountId: number }[] = [];
  for (let step = 0; step < 80; step += 1) {
    const accountId = accountIds[below(2)] ?? 0;
    const commands = nextCommands(step, accountId);
    const answers = await post(...commands);
    commands.forEach((command, index) => {
      const answer = answers[index] ?? { fault: "no answer" };
      calls.push({ command, answer });
    });
    if (random() < 0.3)
      for (const run of await spentRuns().findUnwritten(10)) await spentRuns().writeOut(run);
    expect(await verify(), `after step ${step}: ${commands[0]?.kind}`).toMatchObject({ ok: true });
  }
  expect(await replayInModel(world, accountIds, calls)).toEqual([]);
  const packed = await world.database.pool.query(
    "SELECT COUNT(*) AS rows_of_many FROM lot_movement WHERE more IS NOT NULL AND account_id IN (?)",
    [accountIds],
  );
  expect(packed[0].rows_of_many).toBeGreaterThan(15);

  function nextCommands(step: number, accountId: number): Command[] {
    const key = `random-${step}`;
    const chance = random();
    if (step < 4 || chance < 0.2) {
      return Array.from({ length: 60 }, (_, index) =>
        earn(`${key}-${index}`, 1, 5 + below(10), {
          accountId,
          expiresAt: random() < 0.3 ? null : day(FAR_AHEAD + below(300)),
          availableFrom: random() < 0.1 ? day(FAR_AHEAD) : null,
        }),
      );
    }
    if (chance < 0.55) {
      keys.push({ key, accountId });
      return [adjust(key, -(1 + below(900)), { accountId })];
    }
    if (chance < 0.7) {
      holds.push({ key, accountId });
      return [tell("placeHold", key, { accountId, amountMinor: 1 + below(900), ttlMs: 3_600_000 })];
    }
    const hold = holds.shift();
    if (chance < 0.85 && hold)
      return [tell("captureHold", key, { ...ofHold(hold), amountMinor: 1 + below(400) })];
    const spent = keys.shift();
    if (spent) {
      const amountMinor = random() < 0.5 ? null : 1 + below(300);
      return [reverse(key, spent.key, { accountId: spent.accountId, amountMinor })];
    }
    const toAccountId = accountIds.find((each) => each !== accountId) ?? 0;
    return [tell("transfer", key, { accountId, toAccountId, amountMinor: 1 + below(700) })];
  }
  function ofHold(hold: { key: string; accountId: number }) {
    return { accountId: hold.accountId, holdKey: hold.key };
  }
});
