import type { Database } from "#adapters/mysql/database";
import { createMysqlDueCredits } from "#adapters/mysql/due-credits";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import type { Command } from "#core/ledger";
import { LedgerFault } from "#core/ledger";
import { expireHolds } from "#usecases/expire-holds";
import { expireLots } from "#usecases/expire-lots";
import { matureLots } from "#usecases/mature-lots";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { adjust, earn } from "../../core/ledger/commands.ts";
import { openDatabaseAt } from "../../support/database-clock.ts";
import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";

const DAY_1 = "2026-03-01T00:00:00.000Z";
const DAY_2 = "2026-03-02T00:00:00.000Z";
const DAY_3 = "2026-03-03T00:00:00.000Z";
const input = { limit: 10, signal: new AbortController().signal };

let world: LedgerWorld;
let customers = 0;
let open: Database[] = [];
let accountId: number;

beforeAll(async () => {
  world = await createLedgerWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  accountId = await world.addAccount((customers += 1));
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(open.map((database) => database.close()));
  open = [];
});

/** The ledger and its clockwork while the database's clock says `instant`. */
async function at(instant: string) {
  const database = await openDatabaseAt(world.testDatabase.appUrl, instant);
  open.push(database);
  const broken: number[] = [];
  const ports = {
    ledger: createMysqlLedger(database),
    dueCredits: createMysqlDueCredits(database),
    onBrokenAccount: (account: { accountId: number }) => void broken.push(account.accountId),
  };
  const post = (...commands: Command[]) => ports.ledger.post(world.programId, commands);
  return { ports, post, broken };
}

const key = (name: string) => `${name}-${accountId}`;
const ofAccount = (overrides: object) => ({ accountId, effectiveAt: DAY_1, ...overrides });
const pendingLot = (amountMinor: number, availableFrom: string) =>
  earn(key(`order-${amountMinor}`), 1, amountMinor, ofAccount({ availableFrom }));
const hold = (amountMinor: number, ttlMs: number): Command => ({
  kind: "placeHold",
  key: key("hold"),
  accountId,
  amountMinor,
  ttlMs,
  effectiveAt: DAY_1,
  cause: { kind: "system", ref: "test" },
  reasonCode: "test",
});

async function balances(): Promise<number[]> {
  const [row] = await world.database.pool.query(
    "SELECT available, pending, held, entry_count FROM account WHERE program_id = ? AND id = ?",
    [world.programId, accountId],
  );
  return [row.available, row.pending, row.held, row.entry_count];
}

describe("maturing", () => {
  it("makes a lot available on its day and not before", async () => {
    const dayOne = await at(DAY_1);
    await dayOne.post(pendingLot(100, DAY_2), pendingLot(40, DAY_3));
    expect(await matureLots(dayOne.ports, input)).toBe(0);
    const dayTwo = await at(DAY_2);
    expect(await matureLots(dayTwo.ports, input)).toBe(1);
    expect(await balances()).toEqual([100, 40, 0, 3]);
  });

  it("does nothing twice, one after the other or at once", async () => {
    await (await at(DAY_1)).post(pendingLot(100, DAY_2), pendingLot(50, DAY_2));
    const [one, two] = await Promise.all([at(DAY_2), at(DAY_3)]);
    await Promise.all([matureLots(one.ports, input), matureLots(two.ports, input)]);
    expect(await matureLots(two.ports, input)).toBe(0);
    expect(await balances()).toEqual([150, 0, 0, 4]);
  });

  it("repays what the account owes before anything can be spent", async () => {
    const { post } = await at(DAY_1);
    await post(pendingLot(100, DAY_2), {
      ...adjust(key("exigo"), -30, ofAccount({})),
      kind: "adoptExigoMovement",
    });
    await matureLots((await at(DAY_2)).ports, input);
    expect(await balances()).toEqual([70, 0, 0, 3]);
    const lots = await world.database.pool.query(
      "SELECT bucket, remaining FROM lot WHERE program_id = ? AND account_id = ?",
      [world.programId, accountId],
    );
    expect(lots).toEqual([{ bucket: "available", remaining: 70 }]);
  });

  it("matures again a lot that a merge took away just then and its undoing brought back", async () => {
    const other = await world.addAccount((customers += 1));
    const dayOne = await at(DAY_1);
    await dayOne.post(pendingLot(100, DAY_2));
    const dayTwo = await at(DAY_2);
    const [seen] = await dayTwo.ports.dueCredits.lotsToMature.find({
      programId: world.programId,
      limit: 1,
      exceptAccountIds: [],
    });
    const merge = { ...hold(1, 1), kind: "mergeAccounts", key: key("merge"), toAccountId: other } as const;
    await dayTwo.post(merge);
    // The sweep that saw the lot before the merge comes late.
    const late = { ...dayTwo.ports.dueCredits.lotsToMature, find: vi.fn().mockResolvedValueOnce([seen]) };
    late.find.mockResolvedValue([]);
    late.findPrograms = () => Promise.resolve([world.programId]);
    expect(await matureLots({ ...dayTwo.ports, dueCredits: { lotsToMature: late } }, input)).toBe(0);
    await dayTwo.post({
      ...merge,
      kind: "returnTransfer",
      key: key("unmerge"),
      reversesKey: key("merge"),
    });
    await matureLots(dayTwo.ports, input);
    expect((await balances()).slice(0, 2)).toEqual([100, 0]);
  });
});

describe("expiry of lots", () => {
  const lot = (amountMinor: number, expiresAt: string | null) =>
    adjust(key(`lot-${amountMinor}`), amountMinor, ofAccount({ expiresAt }));

  it("takes what remains of the lots that are due, in one entry, and touches no other", async () => {
    await (await at(DAY_1)).post(lot(100, DAY_2), lot(10, DAY_2), lot(50, DAY_3), lot(7, null));
    await (await at(DAY_1)).post(adjust(key("spend"), -30, ofAccount({})));
    const dayTwo = await at(DAY_2);
    expect(await expireLots(dayTwo.ports, input)).toBe(1);
    expect(await balances()).toEqual([57, 0, 0, 6]);
    const moved = await world.database.pool.query(
      `SELECT m.lot_seq, m.amount FROM lot_movement m
         JOIN entry e ON e.program_id = m.program_id AND e.account_id = m.account_id AND e.seq = m.entry_seq
        WHERE m.program_id = ? AND m.account_id = ? AND e.kind = 'expireLots' ORDER BY m.lot_seq`,
      [world.programId, accountId],
    );
    expect(moved).toEqual([
      { lot_seq: 1, amount: -70 },
      { lot_seq: 2, amount: -10 },
    ]);
  });

  it("makes one entry of two sweeps at once", async () => {
    await (await at(DAY_1)).post(lot(100, DAY_2));
    const sweeps = await Promise.all([at(DAY_2), at(DAY_2), at(DAY_2), at(DAY_3)]);
    await Promise.all(sweeps.map(({ ports }) => expireLots(ports, input)));
    expect(await balances()).toEqual([0, 0, 0, 2]);
  });

  it("takes a lot that arrives expired after the account's expiry of the same instant", async () => {
    await (await at(DAY_1)).post(lot(100, DAY_2));
    const dayThree = await at(DAY_3);
    await expireLots(dayThree.ports, input);
    await dayThree.post(lot(25, DAY_2));
    expect(await expireLots(dayThree.ports, input)).toBe(1);
    expect((await balances())[0]).toBe(0);
  });

  it("works through more accounts than one batch holds, whatever one broken account does", async () => {
    const { post } = await at(DAY_1);
    const accountIds = [accountId];
    for (let index = 0; index < 24; index += 1) accountIds.push(await world.addAccount((customers += 1)));
    await post(
      ...accountIds.map((id) =>
        adjust(`many-${id}`, 5, { accountId: id, effectiveAt: DAY_1, expiresAt: DAY_2 }),
      ),
    );
    await world.database.pool.query("UPDATE lot SET remaining = 3 WHERE program_id = ? AND account_id = ?", [
      world.programId,
      accountIds[12],
    ]);
    const { ports, broken } = await at(DAY_2);
    expect(await expireLots(ports, input)).toBe(24);
    expect(broken).toEqual([accountIds[12]]);
    await world.database.pool.query("UPDATE lot SET remaining = 5 WHERE program_id = ? AND account_id = ?", [
      world.programId,
      accountIds[12],
    ]);
    expect(await expireLots(ports, input)).toBe(1);
  });

  it("is not kept from other accounts by a ledger that fails for one", async () => {
    const { ports, post } = await at(DAY_2);
    await post(lot(100, DAY_1));
    const failing = { post: () => Promise.reject(new LedgerFault("broken")) };
    expect(await expireLots({ ...ports, ledger: failing }, input)).toBe(0);
    expect(await expireLots(ports, input)).toBe(1);
  });

  it("gives a small program its turn between the batches of a large one", async () => {
    const asked: number[] = [];
    const left = new Map([
      [1, 5],
      [2, 1],
    ]);
    const { ports } = await at(DAY_1);
    const find = vi.fn(({ programId }: { programId: number }) => {
      asked.push(programId);
      const more = left.get(programId) ?? 0;
      left.set(programId, more - 1);
      return Promise.resolve(more > 0 ? [{ accountId: more, dueAt: DAY_1, entryCount: 1 }] : []);
    });
    const lotsToExpire = { findPrograms: () => Promise.resolve([1, 2]), find };
    const posted = { ok: true, outcome: "posted" } as const;
    const ledger = {
      post: () =>
        Promise.resolve([{ ...posted, entrySeq: 1, amountMinor: 0, shortfallMinor: 0, availableMinor: 0 }]),
    };
    await expireLots({ ...ports, ledger, dueCredits: { lotsToExpire } }, input);
    expect(asked.slice(0, 4)).toEqual([1, 2, 1, 2]);
  });
});

describe("expiry of holds", () => {
  const lot = (expiresAt: string | null) => adjust(key("lot"), 100, ofAccount({ expiresAt }));

  it("gives a hold back when its time is over and not before", async () => {
    const dayOne = await at(DAY_1);
    await dayOne.post(lot(null), hold(60, 60_000));
    expect(await expireHolds(dayOne.ports, input)).toBe(0);
    expect(await expireHolds((await at("2026-03-01T00:00:59.999Z")).ports, input)).toBe(0);
    expect(await balances()).toEqual([40, 0, 60, 2]);
    expect(await expireHolds((await at("2026-03-01T00:01:00.000Z")).ports, input)).toBe(1);
    expect(await balances()).toEqual([100, 0, 0, 3]);
  });

  it("ends a hold once, however many sweeps there are", async () => {
    await (await at(DAY_1)).post(lot(null), hold(60, 60_000));
    const sweeps = await Promise.all([at(DAY_2), at(DAY_2), at(DAY_3)]);
    await Promise.all(sweeps.map(({ ports }) => expireHolds(ports, input)));
    expect(await balances()).toEqual([100, 0, 0, 3]);
  });

  it("lets credits expire that were held beyond the end of their lot", async () => {
    await (await at(DAY_1)).post(lot(DAY_2), hold(60, 2 * 86_400_000));
    const dayTwo = await at(DAY_2);
    await expireLots(dayTwo.ports, input);
    expect(await balances()).toEqual([0, 0, 60, 3]);
    const dayThree = await at(DAY_3);
    expect(await expireHolds(dayThree.ports, input)).toBe(1);
    expect(await expireLots(dayThree.ports, input)).toBe(0);
    expect((await balances()).slice(0, 3)).toEqual([0, 0, 0]);
  });

  it("goes by the database's clock, however wrong this machine's clock is", async () => {
    const dayOne = await at(DAY_1);
    await dayOne.post(lot(DAY_2), hold(60, 60_000));
    vi.useFakeTimers({ now: Date.parse("2036-01-01"), toFake: ["Date"] });
    expect(await expireHolds(dayOne.ports, input)).toBe(0);
    expect(await expireLots(dayOne.ports, input)).toBe(0);
    vi.setSystemTime(Date.parse("2016-01-01"));
    const dayTwo = await at(DAY_2);
    expect(await expireHolds(dayTwo.ports, input)).toBe(1);
    expect(await expireLots(dayTwo.ports, input)).toBe(1);
    expect((await balances()).slice(0, 3)).toEqual([0, 0, 0]);
  });
});
