import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { saveExigoConnection } from "#usecases/save-exigo-connection";

import { createExigoWorld, PASSWORD } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";

let world: ExigoWorld;
let accountIds: number[];

beforeEach(async () => {
  world = await createExigoWorld({ connected: false });
  accountIds = [];
  for (let index = 1; index <= 5; index += 1) accountIds.push(await world.addAccount(7000 + index));
});
afterEach(() => world.close());

const first = () => accountIds[0] ?? 0;
const amounts = async () => (await world.intents()).map(({ amount }) => amount);
const progress = () => world.ports.handOvers.progress(world.programId);

/** Exigo's balances of one place by account. */
function balances(pointAccountID = 1): Record<string, number> {
  const { balanceUnits } = world.company();
  return Object.fromEntries(
    Object.entries(balanceUnits)
      .filter(([key]) => key.startsWith(`${pointAccountID}:`))
      .map(([key, units]) => [key.slice(key.indexOf(":") + 1), units / 10_000]),
  );
}

async function adjust(accountId: number, amountMinor: number, key: string): Promise<void> {
  const [result] = await world.ports.ledger.post(world.programId, [
    {
      kind: "adjust",
      key,
      accountId,
      amountMinor,
      expiresAt: null,
      effectiveAt: "2026-11-20T12:00:00.000Z",
      cause: { kind: "staff", ref: "1" },
      reasonCode: "goodwill",
    },
  ]);
  if (!result?.ok) throw new Error("the test's own adjustment was refused");
}

describe("the first connection", () => {
  it("hands over once what every account held before", async () => {
    await world.earn(first(), 100, "a");
    await world.earn(accountIds[3] ?? 0, 40, "b");
    await world.connect();
    await world.handOver();
    await world.handOver();
    expect(await amounts()).toEqual([100, 40]);
    await world.deliverDue();
    expect(Object.values(balances()).toSorted()).toEqual([100, 40]);
    expect(await world.poll()).toEqual({ agreed: 2 });
  });

  it("takes along what is earned before an account's turn, and owes apart what is earned after it", async () => {
    await world.earn(first(), 100, "a");
    await world.connect();
    await adjust(first(), -30, "before");
    expect(await amounts()).toEqual([]);
    await world.handOver();
    await adjust(first(), -5, "after");
    expect(await amounts()).toEqual([70, -5]);
  });

  it("neither doubles nor misses anything while entries are posted at the same time", async () => {
    const earnings = Array.from({ length: 40 }, (_, index) => index);
    const post = earnings.map(async (index) => {
      if (index === 8) await world.connect();
      await world.earn(accountIds[index % 5] ?? 0, index + 1, `k${index}`);
      if (index >= 8) await world.ports.handOvers.handOverNext(world.programId, 1);
    });
    await Promise.all(post);
    await world.handOver();
    await world.deliverDue();
    await world.deliverDue();
    const total = earnings.reduce((sum, index) => sum + index + 1, 0);
    expect((await amounts()).reduce((sum, amount) => sum + amount, 0)).toBe(total);
    expect(Object.values(balances()).reduce((sum, balance) => sum + balance, 0)).toBe(total);
  });

  it("goes on where a dead process was, and two at once are one", async () => {
    for (const [index, accountId] of accountIds.entries()) await world.earn(accountId, 10, `k${index}`);
    await world.connect();
    await world.ports.handOvers.handOverNext(world.programId, 2);
    expect(await progress()).toEqual({ accounts: 5, handedOver: 0, needPerson: 0 });
    await world.deliverDue();
    expect(await progress()).toEqual({ accounts: 5, handedOver: 2, needPerson: 0 });
    expect(await world.ports.handOvers.findUnfinished(10)).toEqual([{ programId: world.programId }]);
    await Promise.all([world.handOver(), world.handOver(), world.handOver()]);
    expect(await amounts()).toEqual([10, 10, 10, 10, 10]);
    await world.deliverDue();
    expect(await progress()).toBeNull();
    expect(await world.ports.handOvers.findUnfinished(10)).toEqual([]);
  });

  it("finds an account that came while the last page was empty", async () => {
    await world.connect();
    while (await world.ports.handOvers.handOverNext(world.programId, 10)) {
      const [mirror]: { state: string }[] = await world.database.pool.query("SELECT state FROM exigo_mirror");
      if (mirror?.state === "closing") break;
      accountIds.push(await world.addAccount(8000 + accountIds.length));
      await world.earn(accountIds.at(-1) ?? 0, 7, `late${accountIds.length}`);
      if (accountIds.length > 7) break;
    }
    await world.handOver();
    expect((await amounts()).reduce((sum, amount) => sum + amount, 0)).toBe(7 * (accountIds.length - 5));
  });

  it("takes over what a customer had in Exigo before, like any drift", async () => {
    await world.earn(first(), 100, "a");
    await world.connect();
    await world.handOver();
    await world.deliverDue();
    await world.moveInExigo(world.company().customers[0]?.customerID ?? 0, "15");
    await world.poll();
    await world.letPass(60);
    expect(await world.poll()).toEqual({ adopted: 1 });
    await world.ports.handOvers.lookAgain(world.programId);
    await world.handOver();
    expect(await amounts()).toEqual([100]);
  });
});

describe("another place in Exigo", () => {
  beforeEach(async () => {
    const { pointAccounts } = world.company();
    pointAccounts.push({ pointAccountID: 2, description: "Other", currencyCode: "usd" });
    await world.connect();
    await world.handOver();
    await world.earn(first(), 100, "a");
    await world.deliverDue();
    await world.poll();
  });

  it("gets every whole balance, and nothing that was owed to the old one", async () => {
    await world.earn(first(), 8, "waits");
    await world.connect({ pointAccountId: 2 });
    await world.deliverDue();
    expect(balances(2)).toEqual({});
    await world.handOver();
    await world.deliverDue();
    expect(Object.values(balances(2))).toEqual([108]);
    expect(Object.values(balances(1))).toEqual([100]);
    await world.letPass(60);
    expect(await world.poll()).toEqual({ agreed: 1 });
  });

  it("sends no write of the old place to the new one, though its worker holds it already", async () => {
    await world.earn(first(), 8, "waits");
    const [, waiting] = await world.intents();
    await world.connect({ pointAccountId: 2 });
    expect(await world.deliver(waiting?.id ?? 0)).toBe("due");
    expect(balances(2)).toEqual({});
  });

  it("gets only the difference when the program comes back to it", async () => {
    await world.connect({ pointAccountId: 2 });
    await world.handOver();
    await world.earn(first(), 25, "b");
    await world.deliverDue();
    await world.connect();
    await world.handOver();
    await world.deliverDue();
    expect(Object.values(balances(1))).toEqual([125]);
    await world.letPass(60);
    expect(await world.poll()).toEqual({ agreed: 1 });
  });

  it("is asked for when only the host is another, and finds its own customers there", async () => {
    const localhost = world.settings.baseUrl.replace("127.0.0.1", "localhost");
    const form = { ...world.settings, baseUrl: localhost, password: PASSWORD };
    expect(await saveExigoConnection(world.ports, form)).toEqual({
      ok: false,
      refusal: { code: "exigo_place_unclear" },
    });
    const mirror = async () => (await world.ports.exigoConnections.find(world.programId))?.mirror;
    expect(await saveExigoConnection(world.ports, { ...form, sameBooks: true })).toEqual({ ok: true });
    expect(await mirror()).toBe(1);
    expect(
      await saveExigoConnection(world.ports, { ...world.settings, password: PASSWORD, sameBooks: false }),
    ).toEqual({ ok: true });
    expect(await mirror()).toBe(2);
    await world.handOver();
    const member = await world.ports.members.findByAccount(world.programId, first());
    expect(member?.exigoCustomerId).toBeNull();
    expect(await amounts()).toEqual([100, 100]);
  });
});
