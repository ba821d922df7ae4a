import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createMysqlIntents } from "#adapters/mysql/intents";
import type { ClaimedIntent } from "#usecases/ports/intents";

import { createExigoWorld } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";

const ACCOUNTS = 12;
const DONE = { state: "confirmed", remoteRef: "1" } as const;

let world: ExigoWorld;
let accountIds: number[];
/** The first point write of each account. */
let ids: number[];

beforeEach(async () => {
  world = await createExigoWorld();
  accountIds = [];
  for (let customer = 1; customer <= ACCOUNTS; customer += 1) {
    accountIds.push(await world.addAccount(7_000 + customer));
  }
  for (const [index, accountId] of accountIds.entries())
    await world.earn(accountId, index + 1, `first/${index}`);
  ids = (await world.intents()).map(({ id }) => id);
});
afterEach(() => world.close());

const claim = (id: number) => world.ports.intents.claim(world.programId, id);

async function claimed(id: number): Promise<ClaimedIntent> {
  const intent = await claim(id);
  if (!intent) throw new Error(`${id} was not claimed`);
  return intent;
}

/** Another process has the row since. */
const takeOver = (intent: ClaimedIntent | undefined) =>
  world.database.pool.query("UPDATE intent SET claims = claims + 1 WHERE program_id = ? AND id = ?", [
    world.programId,
    intent?.id,
  ]);

/** Holds the row of an intent as another process's commit does, until it is let go. */
async function hold(id: number): Promise<() => Promise<void>> {
  const connection = await world.database.pool.getConnection();
  await connection.beginTransaction();
  await connection.query("SELECT id FROM intent WHERE program_id = ? AND id = ? FOR UPDATE", [
    world.programId,
    id,
  ]);
  return async () => {
    await connection.rollback();
    await connection.release();
  };
}

describe("claims that are asked for together", () => {
  it("each get their own row, with what its delivery needs to know", async () => {
    await world.database.pool.query("UPDATE member SET exigo_customer_id = 900 + id WHERE program_id = ?", [
      world.programId,
    ]);
    const intents = await Promise.all(ids.map(claim));
    expect(intents.map((intent) => intent?.id)).toEqual(ids);
    expect(intents.map((intent) => intent?.accountId)).toEqual(accountIds);
    expect(intents.map((intent) => intent?.amountMinor)).toEqual(accountIds.map((_, index) => index + 1));
    expect(new Set(intents.map((intent) => intent?.exigoCustomerId)).size).toBe(ACCOUNTS);
    expect(intents.every((intent) => intent?.scale === 0 && intent.claim === 1)).toBe(true);
  });

  it("get one row once, and of one account's writes the earlier one only", async () => {
    const [first = 0] = ids;
    await world.earn(accountIds[0] ?? 0, 5, "second");
    const second = (await world.intents()).at(-1)?.id ?? 0;
    const intents = await Promise.all([second, first, second, first].map(claim));
    expect(intents.map((intent) => intent?.id)).toEqual([undefined, first, undefined, undefined]);
  });

  it("pass over rows that are done, claimed or not there", async () => {
    const [done = 0, taken = 0, open = 0] = ids;
    await world.ports.intents.finish(await claimed(done), DONE);
    await claimed(taken);
    const intents = await Promise.all([done, 999_999, taken, open].map(claim));
    expect(intents.map((intent) => intent?.id)).toEqual([undefined, undefined, undefined, open]);
  });

  it("do not wait for a row that somebody else holds, but who wants that one does", async () => {
    const [held = 0, ...others] = ids;
    const letGo = await hold(held);
    let isHeldClaimed = false;
    const waiting = claim(held).then((intent) => {
      isHeldClaimed = true;
      return intent?.id;
    });
    const [last = 0, ...sameMoment] = others.toReversed();
    const intents = await Promise.all(sameMoment.map(claim));
    expect(intents.map((intent) => intent?.id)).toEqual(sameMoment);
    expect((await claim(last))?.id).toBe(last);
    expect(isHeldClaimed).toBe(false);
    await letGo();
    expect(await waiting).toBe(held);
  });

  it("share the rows when two processes ask for all of them at once", async () => {
    const other = createMysqlIntents(world.database, { host: "other", pid: 2, leaseSeconds: 30 });
    const asked = await Promise.all(ids.flatMap((id) => [claim(id), other.claim(world.programId, id)]));
    const got = asked.flatMap((intent) => (intent ? [intent.id] : []));
    expect(got.toSorted((a, b) => a - b)).toEqual(ids);
  });
});

describe("writes that leave together", () => {
  it("each store their own fence, and one whose claim was lost is not sent", async () => {
    const intents = await Promise.all(ids.map(claimed));
    await takeOver(intents[0]);
    const marked = await Promise.all(
      intents.map((intent, index) =>
        world.ports.intents.markSending(intent, { balanceMinor: 100 + index, readAgainInSeconds: 5 }),
      ),
    );
    expect(marked).toEqual(ids.map((_, index) => index !== 0));
    const rows: { state: string; fence: number | null }[] = await world.database.pool.query(
      "SELECT state, fence FROM intent WHERE program_id = ? AND kind = 'exigo.point' ORDER BY id",
      [world.programId],
    );
    expect(rows).toEqual(
      ids.map((_, index) =>
        index === 0 ? { state: "due", fence: null } : { state: "sending", fence: 100 + index },
      ),
    );
  });

  it("are read again after the account's interval, but at once where something stood before the first", async () => {
    const [empty = 0, full = 0] = ids;
    for (const [id, balanceMinor] of [
      [empty, 0],
      [full, 50],
    ] as const) {
      await world.ports.intents.markSending(await claimed(id), { balanceMinor, readAgainInSeconds: 600 });
    }
    const due: { accountId: number; isDue: number }[] = await world.database.pool.query(
      `SELECT account_id AS accountId, next_poll_at <= UTC_TIMESTAMP(3) AS isDue FROM exigo_observation
        WHERE program_id = ? ORDER BY account_id`,
      [world.programId],
    );
    expect(due.map(({ isDue }) => isDue)).toEqual([0, 1]);
  });
});

describe("claims that end together", () => {
  it("each tell what may follow in their own account, and a lost one changes nothing", async () => {
    await world.earn(accountIds[1] ?? 0, 5, "second");
    const second = (await world.intents()).at(-1)?.id;
    const intents = await Promise.all(ids.map(claimed));
    await takeOver(intents[0]);
    const ends = await Promise.all(
      intents.map((intent) => world.ports.intents.finish(intent, { ...DONE, remoteRef: `T${intent.id}` })),
    );
    expect(ends).toEqual(
      ids.map((_, index) => (index === 0 ? null : { nextId: index === 1 ? second : null })),
    );
    const rows = await world.intents();
    expect(rows.slice(0, ACCOUNTS).map(({ state, remote_ref }) => [state, remote_ref])).toEqual(
      ids.map((id, index) => (index === 0 ? ["due", null] : ["confirmed", `T${id}`])),
    );
  });
});

describe("a connection that is read for many deliveries", () => {
  it("has the password and the settings that were saved last", async () => {
    const { exigoConnections } = world.ports;
    const find = () => exigoConnections.find(world.programId);
    const before = await Promise.all([find(), find(), find()]);
    expect(new Set(before.map((connection) => connection?.password))).toEqual(new Set(["demo-password"]));
    const setup = before[0]?.setup;
    if (!setup) throw new Error("the connection has no settings");
    await world.connect({ password: "another", setup: { ...setup, api: { ...setup.api, callsAtOnce: 7 } } });
    expect(await find()).toMatchObject({ password: "another", setup: { api: { callsAtOnce: 7 } } });
    expect(await exigoConnections.find(world.programId + 1)).toBeNull();
  });
});
