import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { ExigoSettings } from "#usecases/ports/exigo";
import { reviewDriftCase } from "#usecases/review-drift-case";

import { createExigoWorld } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";

let world: ExigoWorld;
let accountId: number;
let otherAccountId: number;
let exigoCustomerId: number;
let otherCustomerId: number;

const connect = (changes: Partial<ExigoSettings>) =>
  world.connect({ historyUrl: `${world.exigo.url}/4.0/demo/model`, historyLagSeconds: 120, ...changes });

beforeEach(async () => {
  world = await createExigoWorld({ connected: false });
  await connect({});
  accountId = await world.addAccount(7001);
  otherAccountId = await world.addAccount(7002);
  await world.earn(accountId, 100, "a");
  await world.earn(otherAccountId, 40, "b");
  await world.deliverDue();
  await world.earn(accountId, 30, "c");
  await world.deliverDue();
  [exigoCustomerId = 0, otherCustomerId = 0] = world.company().customers.map(({ customerID }) => customerID);
  // Long enough ago that a balance without it is no old one.
  await world.database.pool.query("UPDATE intent SET created_at = created_at - INTERVAL 1 HOUR");
  await world.letPass(3_600);
  await world.poll();
});
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.close();
});

const cycle = async (seconds = 5) => {
  await world.letPass(seconds);
  return world.poll();
};
const cases = (): Promise<
  { id: number; account_id: number; kind: string; cause: string; state: string; amount: number }[]
> =>
  world.database.pool.query(
    "SELECT id, account_id, kind, cause, state, amount FROM drift_case WHERE state <> 'superseded' ORDER BY id",
  );
const rowOf = (points: number) => {
  const row = world.company().pointTransactions.find(({ amountUnits }) => amountUnits === points * 10_000);
  if (!row) throw new Error("there is no such movement");
  return row;
};
const shift = (customerId: number, points: number) => {
  const balances = world.company().balanceUnits;
  balances[`1:${customerId}`] = (balances[`1:${customerId}`] ?? 0) + points * 10_000;
};

/** What may go wrong in Exigo behind our back, each as its history and its balances show it. */
const injections = {
  missing: () => {
    const rows = world.company().pointTransactions;
    rows.splice(rows.indexOf(rowOf(30)), 1);
    shift(exigoCustomerId, -30);
  },
  extra: () => {
    const rows = world.company().pointTransactions;
    rows.push({ ...rowOf(30), transactionID: world.company().nextTransactionID++ });
    shift(exigoCustomerId, 30);
  },
  amount: () => {
    rowOf(30).amountUnits = 330_000;
    shift(exigoCustomerId, 3);
  },
  sign: () => {
    rowOf(30).amountUnits = -300_000;
    shift(exigoCustomerId, -60);
  },
  wrong_account: () => {
    const rows = world.company().pointTransactions;
    const row = rowOf(30);
    rows.splice(rows.indexOf(row), 1);
    rows.push({ ...row, transactionID: world.company().nextTransactionID++, customerID: otherCustomerId });
    shift(exigoCustomerId, -30);
    shift(otherCustomerId, 30);
  },
  stale: () => shift(exigoCustomerId, -30),
};

describe("naming a drift by Exigo's history", () => {
  it.each([
    { kind: "missing", cause: "write_gone", amounts: [-30] },
    { kind: "extra", cause: "twice", amounts: [30] },
    { kind: "amount", cause: "other_amount", amounts: [3] },
    { kind: "sign", cause: "opposite_sign", amounts: [-60] },
    { kind: "wrong_account", cause: "other_account", amounts: [-30, 30] },
    { kind: "stale", cause: "old_balance", amounts: [-30] },
  ] as const)("names $kind within one cycle", async ({ kind, cause, amounts }) => {
    await connect({ driftPolicy: "review" });
    injections[kind]();
    await cycle(3_600);
    const found = await cases();
    expect(found.map(({ amount }) => amount).toSorted((one, other) => one - other)).toEqual(amounts);
    for (const each of found) expect(each).toMatchObject({ kind, cause, state: "open" });
  });

  it("names what Exigo moved by itself", async () => {
    await connect({ driftPolicy: "review" });
    await world.moveInExigo(exigoCustomerId, "-7");
    await cycle();
    expect(await cases()).toMatchObject([{ kind: "missing", cause: "not_ours", amount: -7 }]);
  });

  it("names a reference of ours that no intent has", async () => {
    rowOf(30).reference = "HC-999999";
    const rows = world.company().pointTransactions;
    rows.push({ ...rowOf(30), transactionID: world.company().nextTransactionID++, amountUnits: 70_000 });
    rowOf(30).reference = `HC-${(await world.intents()).at(-1)?.id}`;
    shift(exigoCustomerId, 7);
    await cycle();
    expect(await cases()).toMatchObject([
      { kind: "extra", cause: "reference_unknown", state: "open", amount: 7 },
    ]);
  });

  it.each(["missing", "amount", "sign"] as const)(
    "heals %s below the limit by an entry that names its case",
    async (kind) => {
      injections[kind]();
      await cycle(3_600);
      const [found] = await cases();
      expect(found).toMatchObject({ kind, state: "adopted" });
      const [entry] = await world.database.pool.query(
        "SELECT cause_ref FROM entry WHERE kind = 'adoptExigoMovement'",
      );
      expect(entry).toEqual({ cause_ref: `case/${found?.id}` });
      await cycle(3_600);
      expect(await cycle(3_600)).toEqual({ agreed: 2 });
      expect(await cases()).toHaveLength(1);
    },
  );

  it.each(["extra", "wrong_account", "stale"] as const)(
    "leaves %s of a write of ours to a person",
    async (kind) => {
      injections[kind]();
      await cycle(3_600);
      await cycle(3_600);
      for (const each of await cases()) expect(each).toMatchObject({ kind, state: "open" });
      expect(await cases()).not.toEqual([]);
    },
  );
});

describe("naming a drift by balances alone", () => {
  beforeEach(() => connect({ historyUrl: null, driftPolicy: "review" }));

  // A balance shows neither another amount nor that a write stands twice: both look like Exigo's own movement.
  it.each([
    { injected: "missing", kind: "missing", cause: "write_gone" },
    { injected: "extra", kind: "extra", cause: "not_ours" },
    { injected: "amount", kind: "extra", cause: "not_ours" },
    { injected: "sign", kind: "sign", cause: "opposite_sign" },
    { injected: "wrong_account", kind: "wrong_account", cause: "other_account" },
  ] as const)("calls $injected $kind once it was seen twice", async ({ injected, kind, cause }) => {
    injections[injected]();
    await cycle(3_600);
    await cycle(60);
    const found = await cases();
    expect(found.length).toBe(injected === "wrong_account" ? 2 : 1);
    for (const each of found) expect(each).toMatchObject({ kind, cause, state: "open" });
  });

  it("calls a balance without the newest writes stale at first, and missing when it stays so", async () => {
    await world.earn(accountId, 5, "young");
    await world.deliverDue();
    shift(exigoCustomerId, -5);
    await cycle();
    await cycle();
    expect(await cases()).toMatchObject([{ kind: "stale", state: "open" }]);
    await cycle(3_600);
    expect(await cases()).toMatchObject([{ kind: "missing", state: "open" }]);
  });
});

describe("writing a drift back", () => {
  it.each(["history", "balance"] as const)("takes off again what Exigo added, told by %s", async (by) => {
    await connect({ driftPolicy: "push", ...(by === "balance" ? { historyUrl: null } : {}) });
    await world.moveInExigo(exigoCustomerId, "25");
    await cycle();
    await cycle(60);
    const [found] = await cases();
    expect(found).toMatchObject({ kind: "extra", state: "pushed", amount: 25 });
    const written: unknown = await world.database.pool.query(
      "SELECT amount, case_id FROM intent WHERE case_id IS NOT NULL",
    );
    expect(written).toEqual([{ amount: -25, case_id: found?.id }]);
    await world.deliverDue();
    await cycle(60);
    await cycle(3_600);
    expect(world.company().balanceUnits[`1:${exigoCustomerId}`]).toBe(1_300_000);
    expect(await cases()).toHaveLength(1);
    expect(await world.database.pool.query("SELECT 1 FROM entry WHERE kind = 'adoptExigoMovement'")).toEqual(
      [],
    );
  });

  it("writes the same drift back each time that it comes", async () => {
    await connect({ driftPolicy: "push" });
    for (let count = 0; count < 3; count += 1) {
      await world.moveInExigo(exigoCustomerId, "25");
      await cycle();
      await world.deliverDue();
      await cycle(60);
    }
    expect((await cases()).map(({ state }) => state)).toEqual(["pushed", "pushed", "pushed"]);
    expect(world.company().balanceUnits[`1:${exigoCustomerId}`]).toBe(1_300_000);
  });

  it("asks a person when Exigo does not take it back, and is not handed over in its place", async () => {
    await connect({ driftPolicy: "push" });
    await world.moveInExigo(exigoCustomerId, "25");
    await cycle();
    world.breakNext("CreatePointTransaction", "status", 400);
    await world.deliverDue();
    await world.database.pool.query("UPDATE intent SET state = 'refused' WHERE case_id IS NOT NULL");
    await cycle(3_600);
    await cycle(3_600);
    expect(await cases()).toMatchObject([{ state: "pushed" }, { state: "open", amount: 25 }]);
    await world.ports.handOvers.lookAgain(world.programId);
    await world.handOver();
    expect(await world.intents()).toHaveLength(4);
  });

  it("is a person's decision, too", async () => {
    await connect({ driftPolicy: "review" });
    await world.moveInExigo(exigoCustomerId, "5000");
    await cycle();
    const [found] = await cases();
    const decision = {
      programId: world.programId,
      caseId: found?.id ?? 0,
      verdict: "push" as const,
      staff: "7",
    };
    expect(await reviewDriftCase(world.ports, decision)).toEqual({ outcome: "pushed" });
    expect(await reviewDriftCase(world.ports, decision)).toEqual({ outcome: "pushed" });
    await world.deliverDue();
    expect(world.company().balanceUnits[`1:${exigoCustomerId}`]).toBe(1_300_000);
  });
});
