import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createExigoWorld } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";

let world: ExigoWorld;

beforeEach(async () => {
  world = await createExigoWorld({ connected: false });
  await world.connect({ historyUrl: `${world.exigo.url}/4.0/demo/model`, historyLagSeconds: 60 });
});
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.close();
});

/** Park and Miller: small, and the same on every machine. */
function seeded(seed: number): (most: number) => number {
  let state = seed;
  return (most) => (state = (state * 48_271) % 2_147_483_647) % most;
}

const HOUR_S = 3_600;
const lagSeconds = async (): Promise<number> => {
  const [row]: { lag: number | null }[] = await world.database.pool.query(
    `SELECT MAX(TIMESTAMPDIFF(SECOND, created_at, UTC_TIMESTAMP(3))) AS lag FROM intent
      WHERE kind = 'exigo.point' AND state <> 'confirmed'`,
  );
  return row?.lag ?? 0;
};

describe("an Exigo that is down for 24 hours", () => {
  it("leaves the shop at work, and gets its backlog in order, none twice, with no lag left", async () => {
    const accountIds = [];
    for (let index = 0; index < 8; index += 1) accountIds.push(await world.addAccount(7_100 + index));
    for (const accountId of accountIds) await world.earn(accountId, 1, `before-${accountId}`);
    await world.deliverDue();
    world.exigo.simulator.down = "drop-connection";
    const next = seeded(24);
    const earned = new Map<number, number[]>(accountIds.map((id) => [id, [1]]));
    for (let hour = 0; hour < 24; hour += 1) {
      for (let count = 0; count < 4; count += 1) {
        const accountId = accountIds[next(accountIds.length)] ?? 0;
        const points = 1 + next(50);
        await world.earn(accountId, points, `hour-${hour}-${count}`);
        earned.get(accountId)?.push(points);
      }
      await world.deliverDue();
      await world.poll();
      await world.letPass(HOUR_S);
      await world.database.pool.query("UPDATE intent SET created_at = created_at - INTERVAL 1 HOUR");
    }
    expect(await lagSeconds()).toBeGreaterThan(23 * HOUR_S);
    for (const accountId of accountIds) {
      const found = await world.ports.balances.readForStorefront(world.programId, accountId, world.shopId);
      expect(found?.balance.available).toBe(earned.get(accountId)?.reduce((sum, points) => sum + points, 0));
    }

    world.exigo.simulator.down = "up";
    for (let round = 0; round < 6; round += 1) {
      await world.letPass(HOUR_S);
      await world.deliverDue();
    }
    expect((await world.intents()).every(({ state }) => state === "confirmed")).toBe(true);
    expect(await lagSeconds()).toBeLessThan(60);
    const rows: { id: number; account_id: number; exigo_customer_id: number }[] =
      await world.database.pool.query(
        `SELECT i.id, i.account_id, m.exigo_customer_id FROM intent i JOIN account a ON a.id = i.account_id
         JOIN member m ON m.id = a.member_id WHERE i.kind = 'exigo.point' ORDER BY i.id`,
      );
    for (const accountId of accountIds) {
      const own = rows.filter((row) => row.account_id === accountId);
      const customerId = own[0]?.exigo_customer_id;
      const arrived = world.company().pointTransactions.filter((row) => row.customerID === customerId);
      expect(arrived.map(({ reference }) => reference)).toEqual(own.map(({ id }) => `HC-${id}`));
      expect(arrived.map(({ amountUnits }) => amountUnits / 10_000)).toEqual(earned.get(accountId));
    }
  });
});

describe("a thousand edits on both sides at once", () => {
  it("settle without an echo: each is once on either side", async () => {
    const accountIds = [];
    for (let index = 0; index < 10; index += 1) accountIds.push(await world.addAccount(7_300 + index));
    for (const accountId of accountIds) await world.earn(accountId, 100, `first-${accountId}`);
    await world.deliverDue();
    await world.poll();
    const links: { id: number; exigo_customer_id: number }[] = await world.database.pool.query(
      "SELECT a.id, m.exigo_customer_id FROM account a JOIN member m ON m.id = a.member_id ORDER BY a.id",
    );
    const next = seeded(21);
    const sums = new Map(accountIds.map((id) => [id, 100]));
    for (let edit = 0; edit < 1_000; edit += 1) {
      const link = links[next(links.length)];
      if (!link) throw new Error("no account");
      const points = 1 + next(9);
      if (next(2) === 0) await world.earn(link.id, points, `edit-${edit}`);
      else await world.moveInExigo(link.exigo_customer_id, String(points));
      sums.set(link.id, (sums.get(link.id) ?? 0) + points);
      if (edit % 50 === 49) {
        await world.deliverDue();
        await world.letPass(5);
        await world.poll();
      }
    }
    for (let round = 0; round < 8; round += 1) {
      for (let page = 0; page < 20; page += 1) await world.deliverDue();
      await world.letPass(120);
      await world.poll();
    }
    const written = world.company().pointTransactions.length;
    for (const { id, exigo_customer_id } of links) {
      const found = await world.ports.balances.readForStorefront(world.programId, id, world.shopId);
      expect(found?.balance.available).toBe(sums.get(id));
      expect(world.company().balanceUnits[`1:${exigo_customer_id}`]).toBe((sums.get(id) ?? 0) * 10_000);
    }
    expect(written).toBe(10 + 1_000);
    await world.letPass(3_600);
    await world.poll();
    await world.deliverDue();
    expect(world.company().pointTransactions).toHaveLength(written);
  }, 120_000);
});

describe("lost answers", () => {
  it("leave no write double or missing in 240 seeded trials, and none unknown for longer than 15 minutes", async () => {
    const accountId = await world.addAccount(7_400);
    await world.earn(accountId, 1, "first");
    await world.deliverDue();
    await world.poll();
    const next = seeded(7);
    const kinds = [
      "drop-connection-before-effect",
      "answer-lost-after-effect",
      "status-after-effect",
      "applied-late",
    ] as const;
    let held = 1;
    for (let trial = 0; trial < 240; trial += 1) {
      const points = 1 + next(20);
      held += points;
      await world.earn(accountId, points, `trial-${trial}`);
      const kind = kinds[next(kinds.length)] ?? "status-after-effect";
      world.breakNext("CreatePointTransaction", kind, 502);
      await world.deliverDue();
      const reference = `HC-${(await world.intents()).at(-1)?.id}`;
      // What comes late comes by the simulator's own clock, which is not the one that the test moves.
      if (kind === "applied-late") await expect.poll(() => isInExigo(reference)).toBe(true);
      let minutes = 0;
      while ((await world.intents()).at(-1)?.state !== "confirmed") {
        await world.letPass(60);
        expect((minutes += 1)).toBeLessThanOrEqual(15);
        await world.poll();
        await world.deliverDue();
      }
    }
    const references = world.company().pointTransactions.map(({ reference }) => reference);
    expect(new Set(references).size).toBe(references.length);
    expect(references).toHaveLength(241);
    expect(Object.values(world.company().balanceUnits)).toEqual([held * 10_000]);
  }, 120_000);

  const isInExigo = (reference: string) =>
    world.company().pointTransactions.some((row) => row.reference === reference);
});
