import { setTimeout as sleep } from "node:timers/promises";

import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import type { Command, PostResult } from "#core/ledger";

import type { LedgerWorld } from "./ledger-world.ts";

/** Long enough to post what comes before, short enough to wait for. */
const SOON_MS = 400;

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

/**
 * Posts a history with every kind of command on real tables: three accounts that spend, hold, owe, give back, expire,
 * merge and unmerge, and refusals beside them; one account stays empty; one holds and spends across many lots, the last
 * time just now. Returns the accounts.
 */
export async function postHistory(world: LedgerWorld): Promise<number[]> {
  const ledger = createMysqlLedger(world.database);
  const [a = 0, b = 0, c = 0, empty = 0, rich = 0] = [
    await world.addAccount(1001),
    await world.addAccount(1002),
    await world.addAccount(1003),
    await world.addAccount(1004),
    await world.addAccount(1005),
  ];
  const post = async (...commands: Partial<Command>[]): Promise<PostResult[]> => {
    const results = await ledger.post(world.programId, commands.map(complete));
    const refused = results.findIndex(
      (result, index) => !result.ok && !commands[index]?.key?.startsWith("no/"),
    );
    if (refused >= 0) throw new Error(`${commands[refused]?.key}: ${JSON.stringify(results[refused])}`);
    return results;
  };

  await post(
    {
      kind: "open",
      key: "open/a",
      accountId: a,
      amountMinor: 500,
      availableFrom: null,
      expiresAt: inMs(9e8),
    },
    { kind: "open", key: "open/b", accountId: b, amountMinor: 70, availableFrom: null, expiresAt: null },
    earn(world, a, 1, 120, { availableFrom: inMs(SOON_MS), expiresAt: inMs(9e9) }),
    earn(world, b, 2, 300, { trace: { baseMinor: 3000, rate: 0.1, lines: [{ id: "é", minor: 300 }] } }),
    earn(world, c, 3, 40, { expiresAt: inMs(SOON_MS) }),
    { kind: "adjust", key: "adjust/a", accountId: a, amountMinor: 55, expiresAt: inMs(SOON_MS * 50) },
    { kind: "adjust", key: "no/adjust/c", accountId: c, amountMinor: -4000, expiresAt: null },
    { kind: "placeHold", key: "hold/1", accountId: a, amountMinor: 200, ttlMs: 3_600_000 },
    { kind: "placeHold", key: "hold/2", accountId: a, amountMinor: 60, ttlMs: 3_600_000 },
    { kind: "placeHold", key: "hold/3", accountId: b, amountMinor: 10, ttlMs: 1 },
    { kind: "placeHold", key: "hold/4", accountId: b, amountMinor: 10, ttlMs: 3_600_000 },
    { kind: "placeHold", key: "no/hold", accountId: b, amountMinor: 99_999, ttlMs: 1 },
  );
  await post(
    { kind: "captureHold", key: "capture/1", accountId: a, holdKey: "hold/1", amountMinor: 150 },
    { kind: "voidHold", key: "void/2", accountId: a, holdKey: "hold/2" },
    { kind: "adjust", key: "spend/b", accountId: b, amountMinor: -120, expiresAt: null, note: "by hand" },
    { kind: "reverse", key: "undo/spend/b/1", accountId: b, reversesKey: "spend/b", amountMinor: 20 },
    { kind: "reverse", key: "undo/spend/b/2", accountId: b, reversesKey: "spend/b", amountMinor: null },
    { kind: "reverse", key: "undo/capture/1", accountId: a, reversesKey: "capture/1", amountMinor: 30 },
    { kind: "reverse", key: "no/undo", accountId: b, reversesKey: "spend/b", amountMinor: null },
    { kind: "transfer", key: "transfer/1", accountId: a, toAccountId: b, amountMinor: 90 },
  );
  await sleep(SOON_MS + 50);
  await post(
    { kind: "mature", key: "mature/a", accountId: a, lot: await pendingLot(world, a) },
    { kind: "expireLots", key: "expire/c", accountId: c, dueAt: inMs(-1) },
    { kind: "expireHold", key: "expire/hold/3", accountId: b, holdKey: "hold/3" },
    earn(world, b, 2, 0, { subjectVersion: 9 }),
    earn(world, c, 4, 80, { availableFrom: inMs(9e7) }),
    { kind: "adoptExigoMovement", key: "exigo/c", accountId: c, amountMinor: -35 },
    { kind: "writeOffDebt", key: "forgive/c", accountId: c, amountMinor: 5 },
    { kind: "adoptExigoMovement", key: "exigo/a", accountId: a, amountMinor: 12 },
    earn(world, c, 5, 20, {}),
    earn(world, c, 5, 20, { key: "order/5/again", subjectVersion: 2 }),
  );
  await post(
    { kind: "mergeAccounts", key: "merge/1", accountId: c, toAccountId: b },
    { kind: "returnTransfer", key: "unmerge/1", accountId: c, toAccountId: b, reversesKey: "merge/1" },
    { kind: "adjust", key: "last/c", accountId: c, amountMinor: 7, expiresAt: null },
    { kind: "adjust", key: "no/last/b", accountId: b, amountMinor: -99_999, expiresAt: null },
  );
  await spendAcrossLots(world, rich, post);
  return [a, b, c, empty, rich];
}

/** Lots of the account that spends across them: some for a hold, and more than are changed row by row. */
const MANY_LOTS = 85;

async function spendAcrossLots(
  world: LedgerWorld,
  accountId: number,
  post: (...commands: Partial<Command>[]) => Promise<unknown>,
): Promise<void> {
  await post(
    ...Array.from({ length: MANY_LOTS }, (_, index) =>
      earn(world, accountId, 1_000 + index, 10, { expiresAt: index % 3 === 0 ? null : inMs(9e9 + index) }),
    ),
  );
  await post(
    { kind: "placeHold", key: "hold/many", accountId, amountMinor: 245, ttlMs: 3_600_000 },
    { kind: "captureHold", key: "capture/many", accountId, holdKey: "hold/many", amountMinor: 238 },
    { kind: "reverse", key: "undo/capture/many", accountId, reversesKey: "capture/many", amountMinor: 25 },
  );
  await post({ kind: "adjust", key: "spend/many", accountId, amountMinor: -605, expiresAt: null });
}

function complete(command: Partial<Command>): Command {
  const base = {
    effectiveAt: "2026-11-01T08:30:00.123Z",
    cause: { kind: "staff", ref: "gid/7" },
    reasonCode: "test",
  };
  return { ...base, ...command } as Command;
}

function earn(
  world: LedgerWorld,
  accountId: number,
  order: number,
  targetMinor: number,
  more: object,
): Partial<Command> {
  return {
    kind: "earn",
    key: `order/${order}/${targetMinor}`,
    accountId,
    subject: `order/${order}`,
    subjectVersion: 1,
    targetMinor,
    availableFrom: null,
    expiresAt: null,
    shopId: world.shopId,
    trace: { baseMinor: targetMinor, rounding: "floor", cap: null },
    ...more,
  };
}

async function pendingLot(world: LedgerWorld, accountId: number) {
  const [lot] = await world.database.pool.query(
    "SELECT entry_seq, line FROM lot WHERE program_id = ? AND account_id = ? AND bucket = 'pending'",
    [world.programId, accountId],
  );
  return { entrySeq: lot.entry_seq, line: lot.line };
}
