import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createMysqlNamedLock } from "#adapters/mysql/named-lock";
import { createMysqlPrograms } from "#adapters/mysql/programs";

import { createExigoWorld } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";

let world: ExigoWorld;
let accountId: number;

beforeEach(async () => {
  world = await createExigoWorld();
  accountId = await world.addAccount(7001);
});
afterEach(() => world.close());

const states = async () => (await world.intents("shopify.balance")).map(({ state }) => state);

describe("delivering a balance to a shop", () => {
  it("writes the balance of now once for several entries", async () => {
    await world.earn(accountId, 10, "a");
    await world.earn(accountId, 20, "b");
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed", "confirmed"]);
    expect(world.written).toMatchObject([
      { customerIds: ["7001"], balance: { available: 30, entrySeq: 2, pending: 0, held: 0 } },
    ]);
  });

  it("reads the balances of many accounts at one moment, each its own", async () => {
    const accountIds = [accountId];
    for (let customer = 7002; customer <= 7008; customer += 1)
      accountIds.push(await world.addAccount(customer));
    for (const [index, each] of accountIds.entries())
      await world.earn(each, 10 * (index + 1), `many/${index}`);
    const read = (each: number) =>
      world.ports.balances.readForStorefront(world.programId, each, world.shopId);
    const found = await Promise.all([...accountIds, 999_999].map(read));
    expect(found.map((each) => [each?.customerIds[0], each?.balance.available])).toEqual([
      ...accountIds.map((_, index) => [String(7001 + index), 10 * (index + 1)]),
      [undefined, undefined],
    ]);
    expect(found[2]?.balance.recent).toMatchObject([{ delta: 30, kind: "earn" }]);
  });

  it("never has two writes of one account and shop under way, so an older one cannot come last", async () => {
    await world.earn(accountId, 10, "a");
    await world.earn(accountId, 20, "b");
    const ids = (await world.intents("shopify.balance")).map(({ id }) => id);
    const { claim } = world.ports.intents;
    const claims = await Promise.all(ids.map((id) => claim(world.programId, id)));
    expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1);
  });

  it("tries again when Shopify is busy, not before it may", async () => {
    await world.earn(accountId, 10, "a");
    world.storefrontAnswers.push({
      ok: false,
      failure: "retryable",
      message: "Throttled",
      retryInMs: 20_000,
    });
    await world.deliverDue();
    expect(await world.intents("shopify.balance")).toMatchObject([
      { state: "due", attempts: 0, last_error: "Throttled" },
    ]);
    await world.letPass(19);
    await world.deliverDue();
    expect(world.written).toHaveLength(1);
    await world.letPass(2);
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed"]);
  });

  it("is never given up for want of points, however often Shopify asks to wait", async () => {
    await world.earn(accountId, 10, "a");
    for (let storm = 0; storm < 30; storm += 1) {
      world.storefrontAnswers.push({ ok: false, failure: "retryable", message: "Throttled", retryInMs: 900 });
      await world.deliverDue();
      await world.letPass(1);
    }
    expect(await world.intents("shopify.balance")).toMatchObject([{ state: "due", attempts: 0 }]);
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed"]);
  });

  it("waits longer and longer for a shop that does not let the app in, and asks no person", async () => {
    await world.earn(accountId, 10, "a");
    const dueIn = async (): Promise<number> => {
      const [row]: { seconds: number }[] = await world.database.pool.query(
        `SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), due_at) AS seconds FROM intent
          WHERE program_id = ? AND kind = 'shopify.balance'`,
        [world.programId],
      );
      return row?.seconds ?? 0;
    };
    const waits: number[] = [];
    for (let times = 0; times < 12; times += 1) {
      world.storefrontAnswers.push({ ok: false, failure: "unauthorized", message: "no token" });
      await world.deliverDue();
      waits.push(await dueIn());
      await world.letPass(3_600);
    }
    expect(waits[2]).toBeGreaterThan((waits[0] ?? 0) * 4);
    expect(Math.max(...waits)).toBeGreaterThan(3_500);
    expect(await world.intents("shopify.balance")).toMatchObject([
      { state: "due", attempts: 0, last_error: "no token" },
    ]);
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed"]);
  });

  it("goes out at once when the shop lets the app in again", async () => {
    await world.earn(accountId, 10, "a");
    world.storefrontAnswers.push({ ok: false, failure: "unauthorized", message: "no token" });
    await world.deliverDue();
    await world.database.pool.query(
      "UPDATE intent SET due_at = due_at + INTERVAL 1 HOUR WHERE program_id = ?",
      [world.programId],
    );
    await world.deliverDue();
    expect(await states()).toEqual(["due"]);

    const programs = createMysqlPrograms(world.database);
    const [shop] = await programs.listShops(world.programId);
    if (!shop) throw new Error("there is no shop");
    await programs.installShop({ domain: shop.domain, name: shop.name, currency: shop.currency });
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed"]);
  });

  it("does not try what follows a write that failed in the same run: it would fail, too", async () => {
    await world.earn(accountId, 10, "a");
    await world.earn(accountId, 20, "b");
    const [first] = await world.intents("shopify.balance");
    world.storefrontAnswers.push({ ok: false, failure: "retryable", message: "Busy" });
    await world.deliver(first?.id ?? 0);
    expect(world.written).toHaveLength(1);
    expect(await states()).toEqual(["due", "due"]);
  });

  it("lets a later write overtake one that waits, and settles both", async () => {
    await world.earn(accountId, 10, "a");
    world.storefrontAnswers.push({ ok: false, failure: "retryable", message: "Busy" });
    await world.deliverDue();
    await world.earn(accountId, 20, "b");
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed", "confirmed"]);
  });

  it("waits for a shop that uninstalled the app, and writes when it has the app again", async () => {
    await world.earn(accountId, 10, "a");
    const [intent] = await world.intents("shopify.balance");
    await world.database.pool.query("UPDATE shop SET state = 'uninstalled'");
    await world.deliverDue();
    // A wake-up that was on its way when the shop left finds the same.
    await world.deliver(intent?.id ?? 0);
    expect(await world.intents("shopify.balance")).toMatchObject([{ state: "due", attempts: 0 }]);
    expect(world.written).toEqual([]);

    await world.database.pool.query("UPDATE shop SET state = 'installed'");
    await world.letPass(3_600);
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed"]);
    expect(world.written).toHaveLength(1);
  });

  it("takes up what a dead process left, once its lease is over", async () => {
    await world.earn(accountId, 10, "a");
    const [intent] = await world.intents("shopify.balance");
    await world.ports.intents.claim(world.programId, intent?.id ?? 0);
    await world.deliverDue();
    expect(world.written).toEqual([]);
    await world.letPass(31);
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed"]);
  });

  it("keeps going when the app itself fails, and reports it", async () => {
    await world.earn(accountId, 10, "a");
    const [intent] = await world.intents("shopify.balance");
    const { storefront } = world.ports;
    const writeBalance = storefront.writeBalance;
    storefront.writeBalance = () => Promise.reject(new Error("a defect"));
    expect(await world.deliver(intent?.id ?? 0)).toBe("due");
    storefront.writeBalance = writeBalance;
    expect(world.faults).toHaveLength(1);
    await world.letPass(10);
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed"]);
  });
});

describe("a named lock", () => {
  it("lets one at a time through, also between processes, and is free after a failure", async () => {
    const processes = [createMysqlNamedLock(world.database), createMysqlNamedLock(world.database)];
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 10));
      inside -= 1;
    };
    await Promise.all([...processes, ...processes].map((withLock) => withLock("test", work)));
    expect(most).toBe(1);
    const [withLock] = processes;
    await expect(withLock?.("test", () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
    expect(await processes[1]?.("test", () => Promise.resolve("free"))).toBe("free");
  });
});
