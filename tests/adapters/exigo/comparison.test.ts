import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createExigoClient } from "#adapters/exigo/client";
import { createMysqlComparisons } from "#adapters/mysql/comparisons";
import { runComparisons } from "#usecases/run-comparisons";

import { createExigoWorld } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";

let world: ExigoWorld;
let accountIds: number[];
let failures: unknown[];

const connect = (changes: Parameters<ExigoWorld["connect"]>[0] = {}) =>
  world.connect({ historyUrl: `${world.exigo.url}/4.0/demo/model`, historyLagSeconds: 1, ...changes });

beforeEach(async () => {
  world = await createExigoWorld({ connected: false });
  await connect();
  accountIds = [];
  failures = [];
  for (const [index, points] of [100, 40, 7].entries()) {
    const accountId = await world.addAccount(7001 + index);
    accountIds.push(accountId);
    await world.earn(accountId, points, `earn-${index}`);
  }
  await world.deliverDue();
  await world.handOver();
  await world.database.pool.query("UPDATE intent SET created_at = created_at - INTERVAL 1 HOUR");
  await world.letPass(3_600);
  await world.poll();
});
afterEach(() => world.close());

/** Half a day from now: an hour that passes in a test must not bring the night. */
const hour = (new Date().getUTCHours() + 12) % 24;
const comparisons = () => createMysqlComparisons(world.database, { hour, deltaMinutes: 60 });
const ports = (changes: object = {}) => ({
  ...world.ports,
  comparisons: comparisons(),
  onComparisonFailure: (_: number, failure: unknown) => failures.push(failure),
  ...changes,
});
const compare = (changes: object = {}) =>
  runComparisons(ports(changes), { concurrency: 2, signal: new AbortController().signal });
const ask = () => comparisons().ask(world.programId);
const gaps = (): Promise<{ account_id: number; ledger: number; exigo: number | null; cause: string }[]> =>
  world.database.pool.query("SELECT account_id, ledger, exigo, cause FROM agreement_gap ORDER BY account_id");
const run = async (kind = "full") => {
  const [row]: {
    state: string;
    accounts: number;
    strangers: number;
    trouble: string | null;
    position: number;
  }[] = await world.database.pool.query(
    "SELECT state, accounts, strangers, trouble, position FROM comparison_run WHERE kind = ?",
    [kind],
  );
  return row;
};
const customerOf = (index: number) => world.company().customers[index]?.customerID ?? 0;
const letAnHourPass = () =>
  world.database.pool.query(
    "UPDATE comparison_run SET begun_at = begun_at - INTERVAL 61 MINUTE, finished_at = finished_at - INTERVAL 61 MINUTE",
  );

describe("comparing all balances with Exigo's", () => {
  it("finds that both agree, and keeps the day's figures", async () => {
    expect(await compare()).toBe(1);
    expect(await run()).toMatchObject({ state: "finished", accounts: 3, strangers: 0 });
    expect(await gaps()).toEqual([]);
    const [day] = await world.database.pool.query(
      "SELECT accounts, value, gap, late_gap, gaps FROM agreement_day WHERE day = DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%d')",
    );
    expect(day).toEqual({ accounts: 3, value: 147, gap: 0, late_gap: 0, gaps: 0 });
    expect(await compare()).toBe(0);
  });

  it("lists every gap with its cause, and what was healed is gone with the next look", async () => {
    await connect({ driftPolicy: "review" });
    await world.moveInExigo(customerOf(0), "9");
    await world.earn(accountIds[1] ?? 0, 5, "on-its-way");
    const unlinked = await world.addAccount(7009);
    await world.earn(unlinked, 3, "unlinked");
    await world.database.pool.query("UPDATE intent SET state = 'refused' WHERE account_id = ?", [unlinked]);
    await compare();
    expect(await gaps()).toEqual([
      { account_id: accountIds[0], ledger: 100, exigo: 109, cause: "being_checked" },
      { account_id: accountIds[1], ledger: 45, exigo: 40, cause: "on_its_way" },
      { account_id: unlinked, ledger: 3, exigo: null, cause: "refused" },
    ]);
    expect(await comparisons().measure(world.programId)).toMatchObject({
      valueMinor: 155,
      gapMinor: 17,
      gaps: 3,
    });
    await world.letPass(5);
    await world.poll();
    await world.letPass(5);
    await world.poll();
    await world.deliverDue();
    await ask();
    await compare();
    expect((await gaps()).map(({ cause }) => cause)).toEqual(["case", "refused"]);
  });

  it("counts customers with points who are no members, and members who are not in Exigo", async () => {
    const made = await world.ports.exigo.createCustomer(
      { ...world.settings, password: "demo-password" },
      { customerKey: "S", firstName: "S", lastName: "S", email: null },
    );
    if (!made.ok) throw new Error(made.message);
    await world.moveInExigo(made.value.exigoCustomerId, "12");
    delete world.company().balanceUnits[`1:${customerOf(2)}`];
    await compare();
    expect(await run()).toMatchObject({ strangers: 1 });
    expect(await gaps()).toMatchObject([{ account_id: accountIds[2], exigo: null, cause: "not_in_exigo" }]);
  });

  it("goes on where a process died, and one process has it at a time", async () => {
    const dying = comparisons();
    const firstStep = dying.advance;
    const died = new Error("died");
    await compare({
      comparisons: {
        ...dying,
        advance: async (...args: Parameters<typeof firstStep>) => {
          await firstStep(...args);
          throw died;
        },
        putOff: () => Promise.resolve(),
      },
    });
    expect(failures).toEqual([died]);
    expect(await run()).toMatchObject({ state: "running", accounts: 3 });
    expect(await compare()).toBe(0);
    await world.database.pool.query("UPDATE comparison_run SET due_at = due_at - INTERVAL 2 MINUTE");
    expect((await Promise.all([compare(), compare(), compare()])).toSorted()).toEqual([0, 0, 1]);
    expect(await run()).toMatchObject({ state: "finished", accounts: 3 });
  });

  it("waits for an Exigo that is out of reach, and says so", async () => {
    world.breakNext("ReadCustomerPointAccounts", "status", 503);
    expect(await compare()).toBe(0);
    expect(await run()).toMatchObject({ state: "waiting", trouble: "exigo_out_of_reach" });
    await world.database.pool.query("UPDATE comparison_run SET due_at = due_at - INTERVAL 2 MINUTE");
    expect(await compare()).toBe(1);
  });

  it("goes on without a word when the calls are used up for now", async () => {
    const budget = {
      admit: () => Promise.resolve({ admitted: false as const, waitMs: 40_000 }),
      end: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    const exigo = createExigoClient({ allowLoopback: true, budget });
    const waitsFor = async (): Promise<unknown> =>
      world.database.pool.query(
        `SELECT kind, state, trouble, TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), due_at) BETWEEN 30 AND 40 AS soon
           FROM comparison_run WHERE state <> 'finished'`,
      );
    expect(await compare({ exigo })).toBe(0);
    expect(await waitsFor()).toEqual([{ kind: "full", state: "waiting", trouble: null, soon: 1 }]);
    await world.database.pool.query("UPDATE comparison_run SET due_at = due_at - INTERVAL 2 MINUTE");
    expect(await compare()).toBe(1);
    await letAnHourPass();
    await world.earn(accountIds[1] ?? 0, 5, "later");
    await world.deliverDue();
    expect(await compare({ exigo })).toBe(0);
    expect(await waitsFor()).toEqual([{ kind: "delta", state: "waiting", trouble: null, soon: 1 }]);
    expect(failures).toEqual([]);
  });

  it("goes on soon after each step that it came on, however often Exigo fails in between", async () => {
    const failing = comparisons();
    const afterSeconds: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      await compare({
        comparisons: {
          ...failing,
          finish: () => Promise.reject(new Error("Exigo failed")),
          putOff: (
            run: Parameters<typeof failing.putOff>[0],
            again: Parameters<typeof failing.putOff>[1],
          ) => {
            afterSeconds.push(again.afterSeconds);
            return failing.putOff(run, { ...again, afterSeconds: 0 });
          },
        },
      });
      await world.database.pool.query("UPDATE comparison_run SET position = 0, stage = 'join'");
    }
    expect(afterSeconds).toEqual([30, 60, 60]);
  });

  it("compares with what was read one by one where the company has no list", async () => {
    await connect({ historyUrl: null });
    await world.moveInExigo(customerOf(0), "9");
    await world.letPass(3_600);
    await world.poll();
    await compare();
    expect(await gaps()).toMatchObject([{ account_id: accountIds[0], ledger: 100, exigo: 109 }]);
    expect(world.exigo.simulator.log).toBeDefined();
  });

  it("keeps a gap's age until its account agrees, and counts it late after a day", async () => {
    await connect({ driftPolicy: "review" });
    await world.moveInExigo(customerOf(0), "9");
    await compare();
    await world.database.pool.query("UPDATE agreement_gap SET since = since - INTERVAL 25 HOUR");
    await ask();
    await compare();
    expect(await comparisons().measure(world.programId)).toMatchObject({ gapMinor: 9, lateGapMinor: 9 });
  });
});

describe("comparing what has changed each hour", () => {
  it("reads only accounts that changed or had a gap, and puts them right", async () => {
    await compare();
    await letAnHourPass();
    await world.database.pool.query("UPDATE account SET updated_at = updated_at - INTERVAL 3 HOUR");
    await world.earn(accountIds[1] ?? 0, 5, "later");
    await world.deliverDue();
    await world.moveInExigo(customerOf(1), "50");
    await world.moveInExigo(customerOf(2), "2");
    expect(await compare()).toBe(1);
    expect(await run("delta")).toMatchObject({ state: "finished", accounts: 1 });
    expect(await gaps()).toMatchObject([{ account_id: accountIds[1], ledger: 45, exigo: 95 }]);
    expect(await compare()).toBe(0);
  });
});
