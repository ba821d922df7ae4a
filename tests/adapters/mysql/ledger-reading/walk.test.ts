import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlRollup } from "#adapters/mysql/ledger-reading/rollup";
import type { RollupWalk } from "#usecases/ports/ledger-reading";

import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";

const ACCOUNTS = 450;

let world: LedgerWorld;
let accountIds: number[];

beforeAll(async () => {
  world = await createLedgerWorld();
  accountIds = [];
  for (let customer = 1; customer <= ACCOUNTS; customer += 1)
    accountIds.push(await world.addAccount(customer));
});
afterAll(() => world.close());

const rollup = () => createMysqlRollup(world.database);

async function adjust(ids: readonly number[], amountMinor: number, key: string): Promise<void> {
  const effectiveAt = "2026-11-20T12:00:00.000Z";
  await createMysqlLedger(world.database).post(
    world.programId,
    ids.map((accountId) => ({
      kind: "adjust",
      key: `${key}/${accountId}`,
      accountId,
      amountMinor,
      expiresAt: null,
      effectiveAt,
      cause: { kind: "staff", ref: "1" },
      reasonCode: "goodwill",
    })),
  );
}

/** Takes in everything and tells the steps; `between` runs after the first. */
async function takeIn(between: () => Promise<void> = () => Promise.resolve()) {
  const steps: { entries: number; after: number | null }[] = [];
  let walk: RollupWalk | null = null;
  do {
    const step: Awaited<ReturnType<ReturnType<typeof rollup>["catchUp"]>> = await rollup().catchUp(
      world.programId,
      5_000,
      walk,
    );
    walk = step.walk;
    steps.push({ entries: step.entries, after: walk?.afterAccountId ?? null });
    if (steps.length === 1) await between();
  } while (walk);
  return steps;
}

const liability = async () =>
  (await rollup().liability(world.programId, "9999-12-31")).reduce(
    (sum, shop) => sum + shop.liabilityMinor,
    0,
  );

describe("a roll-up of more accounts than one transaction takes", () => {
  it("meets each account once on its way, and finds later what came behind its back", async () => {
    await adjust(accountIds, 10, "first");
    const first = accountIds[0] ?? 0;

    const steps = await takeIn(() => adjust([first], 7, "meanwhile"));

    expect(steps).toEqual([
      { entries: 200, after: accountIds[199] },
      { entries: 200, after: accountIds[399] },
      { entries: 50, after: null },
    ]);
    expect(await liability()).toBe(ACCOUNTS * 10);
    expect(await takeIn()).toEqual([{ entries: 1, after: null }]);
    expect(await liability()).toBe(ACCOUNTS * 10 + 7);
  });

  it("walks over all when more moved lately than one look finds", async () => {
    await adjust(accountIds, 1, "second");

    const steps = await takeIn();

    expect(steps.reduce((sum, { entries }) => sum + entries, 0)).toBe(ACCOUNTS);
    expect(steps[0]).toEqual({ entries: 200, after: 0 });
    expect(await liability()).toBe(ACCOUNTS * 11 + 7);
  });

  it("stays with an account that has more entries than one step takes", async () => {
    const few = accountIds.slice(0, 2);
    for (const round of [1, 2, 3]) await adjust(few, 1, `more-${round}`);
    const taken: number[] = [];
    let walk: RollupWalk | null = null;
    do {
      const step: Awaited<ReturnType<ReturnType<typeof rollup>["catchUp"]>> = await rollup().catchUp(
        world.programId,
        4,
        walk,
      );
      taken.push(step.entries);
      walk = step.walk;
    } while (walk);
    expect(taken.reduce((sum, entries) => sum + entries, 0)).toBe(6);
    expect(Math.max(...taken)).toBe(4);
    expect(await liability()).toBe(ACCOUNTS * 11 + 13);
  });
});
