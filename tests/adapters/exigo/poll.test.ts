import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { pollExigo } from "#usecases/poll-exigo";
import { reconcileAccount } from "#usecases/reconcile-account";

import { createExigoWorld } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";

let world: ExigoWorld;
let accountId: number;
let exigoCustomerId: number;

beforeEach(async () => {
  world = await createExigoWorld();
  accountId = await world.addAccount(7001);
  await world.earn(accountId, 100, "a");
  await world.deliverDue();
  exigoCustomerId = world.company().customers[0]?.customerID ?? 0;
});
afterEach(() => world.close());

const pollLater = async () => {
  await world.letPass(60);
  return world.poll();
};
const entries = (): Promise<{ kind: string; cause_ref: string }[]> =>
  world.database.pool.query("SELECT kind, cause_ref FROM entry ORDER BY seq");
const cases = (): Promise<{ id: number; state: string; amount: number; entry_seq: number | null }[]> =>
  world.database.pool.query("SELECT id, state, amount, entry_seq FROM drift_case ORDER BY id");
const available = async () => {
  const found = await world.ports.balances.readForStorefront(world.programId, accountId, world.shopId);
  return found?.balance.available;
};

describe("polling Exigo's balances", () => {
  it("agrees with what was written", async () => {
    expect(await world.poll()).toEqual({ agreed: 1 });
    expect(await world.poll()).toEqual({});
  });

  it("leaves calls that are scarce to the writes of points", async () => {
    const turns: unknown[] = [];
    const { exigo } = world.ports;
    const recorded: typeof exigo = {
      ...exigo,
      readPointBalance(access, customer) {
        turns.push(access.turn);
        return exigo.readPointBalance(access, customer);
      },
    };
    const input = { limit: 50, concurrency: 1, signal: new AbortController().signal };
    await pollExigo({ ...world.ports, exigo: recorded }, input);
    expect(turns).toEqual(["polls"]);
  });

  it("makes an entry of Exigo's own movement once it was seen twice, and names its case", async () => {
    await world.moveInExigo(exigoCustomerId, "25");
    expect(await world.poll()).toEqual({ waiting: 1 });
    expect(await entries()).toHaveLength(1);
    expect(await pollLater()).toEqual({ adopted: 1 });
    const [found] = await cases();
    expect(found).toMatchObject({ state: "adopted", amount: 25, entry_seq: 2 });
    expect(await entries()).toMatchObject([
      { kind: "earn" },
      { kind: "adoptExigoMovement", cause_ref: `case/${found?.id}` },
    ]);
    expect(await available()).toBe(125);
    expect(await world.intents()).toHaveLength(1);
    expect(await pollLater()).toEqual({ agreed: 1 });
  });

  it("books what Exigo took, too", async () => {
    await world.moveInExigo(exigoCustomerId, "-130");
    await world.poll();
    await pollLater();
    expect(await available()).toBe(-30);
    expect(await pollLater()).toEqual({ agreed: 1 });
  });

  it("makes one entry though two runs see the same movement at the same time", async () => {
    await world.moveInExigo(exigoCustomerId, "25");
    await world.poll();
    const connection = await world.ports.exigoConnections.find(world.programId);
    if (!connection) throw new Error("no connection");
    const target = { programId: world.programId, accountId, exigoCustomerId };
    const runs = Array.from({ length: 4 }, () =>
      reconcileAccount(world.ports, connection, { target, scale: 0 }),
    );
    await Promise.all(runs);
    expect(await entries()).toHaveLength(2);
    expect(await cases()).toHaveLength(1);
    expect(await pollLater()).toEqual({ agreed: 1 });
    expect(await available()).toBe(125);
  });

  it("gives every account to one of several runs", async () => {
    const runs = await Promise.all([world.poll(), world.poll(), world.poll()]);
    expect(runs.reduce((sum, counts) => sum + (counts.agreed ?? 0), 0)).toBe(1);
  });

  it("heals a run that died between the entry and the end of its case", async () => {
    await world.moveInExigo(exigoCustomerId, "25");
    await world.poll();
    const { drift } = world.ports;
    const dying = {
      ...world.ports,
      drift: { ...drift, markAdopted: () => Promise.reject(new Error("died")) },
    };
    const connection = await world.ports.exigoConnections.find(world.programId);
    if (!connection) throw new Error("no connection");
    const target = { programId: world.programId, accountId, exigoCustomerId };
    await expect(reconcileAccount(dying, connection, { target, scale: 0 })).rejects.toThrow("died");
    expect(await pollLater()).toEqual({ agreed: 1 });
    expect(await entries()).toHaveLength(2);
  });

  it("leaves a drift above the limit, or under the policy review, to a person", async () => {
    await world.moveInExigo(exigoCustomerId, "1001");
    await world.poll();
    expect(await pollLater()).toEqual({ case: 1 });
    expect(await pollLater()).toEqual({ case: 1 });
    expect(await cases()).toMatchObject([{ state: "open", amount: 1001, entry_seq: null }]);
    expect(await entries()).toHaveLength(1);
  });

  it("closes a case whose drift went away", async () => {
    await world.moveInExigo(exigoCustomerId, "1001");
    await world.poll();
    await pollLater();
    await world.moveInExigo(exigoCustomerId, "-1001");
    await pollLater();
    expect(await cases()).toMatchObject([{ state: "superseded" }]);
  });

  it("keeps one open case per account when the drift grows", async () => {
    await world.moveInExigo(exigoCustomerId, "1001");
    await world.poll();
    await pollLater();
    await world.moveInExigo(exigoCustomerId, "1");
    await pollLater();
    await pollLater();
    expect(await cases()).toMatchObject([
      { state: "superseded", amount: 1001 },
      { state: "open", amount: 1002 },
    ]);
  });

  it("does not judge an account while a write of ours is under way", async () => {
    await world.earn(accountId, 5, "b");
    await world.moveInExigo(exigoCustomerId, "25");
    expect(await world.poll()).toEqual({ skipped: 1 });
  });

  it("pauses the connection when Exigo refuses the login", async () => {
    const [login] = world.company().logins;
    if (login) login.password = "changed";
    expect(await world.poll()).toEqual({ paused: 1 });
    expect(await world.ports.exigoConnections.find(world.programId)).toMatchObject({ state: "paused" });
    expect(await pollLater()).toEqual({});
  });

  it("takes over what a customer had in Exigo before the member was linked", async () => {
    const other = await world.addAccount(7002);
    await world.database.pool.query(
      "UPDATE member_customer SET email = 'bo@example.com', email_verified = TRUE WHERE customer_id = 7002",
    );
    const made = await world.ports.exigo.createCustomer(
      { ...world.settings, password: "demo-password" },
      { customerKey: "B", firstName: "Bo", lastName: "B", email: "bo@example.com" },
    );
    if (!made.ok) throw new Error(made.message);
    await world.moveInExigo(made.value.exigoCustomerId, "40");
    await world.earn(other, 2, "c");
    await world.deliverDue();
    await world.poll();
    await pollLater();
    const found = await world.ports.balances.readForStorefront(world.programId, other, world.shopId);
    expect(found?.balance.available).toBe(42);
  });
});
