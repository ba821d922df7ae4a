import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import type { ExigoSettings } from "#usecases/ports/exigo";

import { createExigoWorld } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";

let world: ExigoWorld;
let accountId: number;
let exigoCustomerId: number;

const LAG_SECONDS = 120;
const withHistory = (changes: Partial<ExigoSettings> = {}) =>
  world.connect({
    historyUrl: `${world.exigo.url}/4.0/demo/model`,
    historyLagSeconds: LAG_SECONDS,
    ...changes,
  });

beforeEach(async () => {
  world = await createExigoWorld({ connected: false });
  await withHistory();
  accountId = await world.addAccount(7001);
  await world.earn(accountId, 100, "a");
  await world.deliverDue();
  exigoCustomerId = world.company().customers[0]?.customerID ?? 0;
});
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.close();
});

const cycle = async (seconds = 5) => {
  await world.letPass(seconds);
  return world.poll();
};
/** What the application's own user may not do. */
const asOwner = async (sql: string) => {
  const owner = openDatabase({ url: world.testDatabase.migrateUrl, connections: 1 });
  await owner.pool.query(sql);
  await owner.close();
};
const entries = (): Promise<
  { kind: string; business_key: string; cause_ref: string; effective_at: Date }[]
> =>
  world.database.pool.query(
    "SELECT kind, business_key, cause_ref, effective_at FROM entry WHERE kind = 'adoptExigoMovement' ORDER BY seq",
  );
const cases = (): Promise<{ id: number; kind: string; cause: string; state: string; amount: number }[]> =>
  world.database.pool.query("SELECT id, kind, cause, state, amount FROM drift_case ORDER BY id");
const movements = (): Promise<{ transaction_id: number; state: string }[]> =>
  world.database.pool.query("SELECT transaction_id, state FROM exigo_movement ORDER BY transaction_id");
const available = async (id = accountId) => {
  const found = await world.ports.balances.readForStorefront(world.programId, id, world.shopId);
  return found?.balance.available;
};

describe("following Exigo's history", () => {
  it("makes an entry of each of Exigo's own movements, keyed by its number and naming its case", async () => {
    await world.poll();
    await world.moveInExigo(exigoCustomerId, "25");
    await world.moveInExigo(exigoCustomerId, "-10");
    await cycle();
    const [first, second] = world.company().pointTransactions.slice(1);
    expect(await entries()).toMatchObject([
      { business_key: `exigo/movement/1/${first?.transactionID}` },
      { business_key: `exigo/movement/1/${second?.transactionID}` },
    ]);
    const found = await cases();
    expect(found).toMatchObject([
      { kind: "extra", state: "adopted", amount: 25 },
      { kind: "missing", state: "adopted", amount: -10 },
    ]);
    expect((await entries()).map(({ cause_ref }) => cause_ref)).toEqual(found.map(({ id }) => `case/${id}`));
    expect(await available()).toBe(115);
    await cycle(300);
    expect(await cycle(300)).toEqual({ agreed: 1 });
    expect(await entries()).toHaveLength(2);
  });

  it("confirms an unknown write by its reference, with Exigo's number", async () => {
    await world.poll();
    await world.earn(accountId, 30, "b");
    world.breakNext("CreatePointTransaction", "answer-lost-after-effect");
    await world.deliverDue();
    await cycle();
    const [, written] = world.company().pointTransactions;
    expect((await world.intents()).at(-1)).toMatchObject({
      state: "confirmed",
      remote_ref: String(written?.transactionID),
    });
    expect(await entries()).toEqual([]);
  });

  it("does not send again what Exigo applied so late that it was due again", async () => {
    await world.poll();
    await world.earn(accountId, 30, "b");
    world.breakNext("CreatePointTransaction", "drop-connection-before-effect");
    await world.deliverDue();
    await world.letPass(LAG_SECONDS + 60);
    await world.deliverDue();
    const late = (await world.intents()).at(-1);
    expect(late).toMatchObject({ state: "due", attempts: 1 });
    const company = world.company();
    const [row] = company.pointTransactions;
    if (!row) throw new Error("nothing was written");
    company.pointTransactions.push({
      ...row,
      transactionID: company.nextTransactionID++,
      amountUnits: 300_000,
      reference: `HC-${late?.id}`,
    });
    company.balanceUnits[`1:${exigoCustomerId}`] = 1_300_000;
    await cycle();
    await world.letPass(120);
    await world.deliverDue();
    expect((await world.intents()).at(-1)).toMatchObject({ state: "confirmed" });
    expect(world.movements()).toHaveLength(2);
    expect(await cycle()).toMatchObject({});
    expect(await cases()).toEqual([]);
  });

  it("finds a movement whose number became visible out of its order", async () => {
    await world.poll();
    await world.moveInExigo(exigoCustomerId, "25");
    await world.moveInExigo(exigoCustomerId, "7");
    const hidden = world.company().pointTransactions.splice(1, 1);
    await cycle();
    expect(await available()).toBe(107);
    world.company().pointTransactions.splice(1, 0, ...hidden);
    await cycle(LAG_SECONDS);
    await cycle(LAG_SECONDS);
    expect(await available()).toBe(132);
    expect(await entries()).toHaveLength(2);
    await cycle(1_000);
    expect(await cycle(1_000)).toEqual({ agreed: 1 });
  });

  it("does not take an entry's time from an Exigo whose clock is ahead", async () => {
    await world.poll();
    await world.moveInExigo(exigoCustomerId, "25");
    const moved = world.company().pointTransactions.at(-1);
    // Its reports show it all the same.
    world.exigo.simulator.timing.historyLagMs = -20 * 365 * 24 * 3_600_000;
    if (moved) moved.transactionDate = "2040-07-01T12:00:00.000";
    await cycle();
    const [entry] = await entries();
    expect(entry?.effective_at.getFullYear()).toBeLessThan(2040);
  });

  it.each([
    {
      clock: "in the hour that spring leaves behind",
      central: "2026-03-08T03:30:00.000",
      at: "2026-03-08T08:30:00.000Z",
    },
    {
      clock: "in the hour that autumn has twice",
      central: "2026-11-01T01:30:00.000",
      at: "2026-11-01T06:30:00.000Z",
    },
    { clock: "in winter", central: "2026-11-02T01:30:00.000", at: "2026-11-02T07:30:00.000Z" },
  ])("takes a movement's time $clock from US Central", async ({ central, at }) => {
    await world.poll();
    await world.moveInExigo(exigoCustomerId, "25");
    const moved = world.company().pointTransactions.at(-1);
    if (moved) moved.transactionDate = central;
    await cycle();
    expect((await entries())[0]?.effective_at.toISOString()).toBe(at);
  });

  it.each(["openCase", "markAdopted", "end"] as const)(
    "heals a process that died before %s",
    async (step) => {
      await world.poll();
      await world.moveInExigo(exigoCustomerId, "25");
      const dying = () => Promise.reject(new Error("died"));
      const { drift, exigoMovements } = world.ports;
      if (step === "end") Object.assign(world.ports, { exigoMovements: { ...exigoMovements, end: dying } });
      else Object.assign(world.ports, { drift: { ...drift, [step]: dying } });
      await world.letPass(5);
      await expect(world.poll()).rejects.toThrow("died");
      Object.assign(world.ports, { drift, exigoMovements });
      await cycle(60);
      expect(await available()).toBe(125);
      expect(await entries()).toHaveLength(1);
      expect(await cases()).toMatchObject([{ state: "adopted" }]);
    },
  );

  it("is read by one of several processes at a time, and each movement is booked once", async () => {
    await world.poll();
    for (let count = 0; count < 10; count += 1) await world.moveInExigo(exigoCustomerId, "1");
    await world.letPass(5);
    await Promise.all([world.poll(), world.poll(), world.poll()]);
    await cycle();
    expect(await available()).toBe(110);
    expect(await entries()).toHaveLength(10);
  });

  it("pauses the connection when the history refuses the login", async () => {
    const [login] = world.company().logins;
    if (login) login.password = "changed";
    await world.poll();
    expect(await world.ports.exigoConnections.find(world.programId)).toMatchObject({ state: "paused" });
  });
});

describe("changing between balances and history", () => {
  it("does not adopt by its number what was adopted by the balance", async () => {
    await world.connect({ historyUrl: null });
    await world.moveInExigo(exigoCustomerId, "25");
    await world.poll();
    await cycle(60);
    expect(await available()).toBe(125);
    await withHistory();
    await cycle();
    for (let count = 0; count < 4; count += 1) await cycle(LAG_SECONDS);
    expect(await available()).toBe(125);
    expect(await entries()).toHaveLength(1);
  });

  it("does not adopt again what becomes visible only after the change", async () => {
    await world.connect({ historyUrl: null });
    await world.moveInExigo(exigoCustomerId, "25");
    const hidden = world.company().pointTransactions.splice(1, 1);
    await world.poll();
    await cycle(60);
    await withHistory();
    await cycle();
    world.company().pointTransactions.push(...hidden);
    for (let count = 0; count < 4; count += 1) await cycle(LAG_SECONDS);
    expect(await available()).toBe(125);
    expect(await entries()).toHaveLength(1);
    expect(await movements()).toMatchObject([{ state: "settled" }]);
  });

  it("books once what one way has seen and the other is to book, there and back again", async () => {
    await world.poll();
    await world.moveInExigo(exigoCustomerId, "25");
    await cycle();
    await world.connect({ historyUrl: null });
    await world.moveInExigo(exigoCustomerId, "5");
    await cycle(60);
    await cycle(60);
    expect(await available()).toBe(130);
    await withHistory();
    await world.moveInExigo(exigoCustomerId, "2");
    for (let count = 0; count < 6; count += 1) await cycle(LAG_SECONDS);
    expect(await available()).toBe(132);
    expect((await entries()).map(({ business_key }) => business_key.split("/").at(1))).toHaveLength(3);
  });

  it("doubts what it finds after a time in which nobody read the history", async () => {
    await world.poll();
    await cycle();
    await world.connect({ historyUrl: null });
    await world.moveInExigo(exigoCustomerId, "25");
    await world.poll();
    await cycle(60);
    await withHistory();
    await asOwner("UPDATE entry SET booked_at = booked_at - INTERVAL 1 DAY");
    await world.database.pool.query("UPDATE exigo_cursor SET looked_at = looked_at - INTERVAL 2 DAY");
    for (let count = 0; count < 4; count += 1) await cycle(LAG_SECONDS);
    expect(await available()).toBe(125);
    expect(await entries()).toHaveLength(1);
  });

  it("takes movements by their number again, some time after the balance was the judge", async () => {
    await world.connect({ historyUrl: null });
    await world.moveInExigo(exigoCustomerId, "25");
    await world.poll();
    await cycle(60);
    await withHistory();
    await cycle();
    await cycle();
    await world.database.pool.query("UPDATE exigo_cursor SET looked_at = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR");
    await world.moveInExigo(exigoCustomerId, "3");
    await cycle();
    expect((await entries()).at(-1)?.business_key).toMatch(/^exigo\/movement\//);
  });
});
