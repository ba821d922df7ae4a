import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { createMysqlCaps } from "#adapters/mysql/caps";
import type { Cap, CapGrant, CapWant } from "#core/rules";
import type { Caps } from "#usecases/ports/caps";

import { startCapCaller } from "../../support/cap-callers.ts";
import type { CapCall } from "../../support/cap-callers.ts";
import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";

let world: LedgerWorld;
let caps: Caps;
let programId = 0;
beforeAll(async () => {
  world = await createLedgerWorld();
  caps = createMysqlCaps(world.database);
});
afterAll(() => world.close());
beforeEach(() => {
  programId += 1;
});

const budget = (limitMinor: number): Cap => ({ name: "budget", ruleId: null, period: null, limitMinor });
const month = (limitMinor: number): Cap => ({
  name: "perMemberMonth",
  ruleId: "fans",
  period: "2026-11",
  limitMinor,
});
const want = (wantedMinor: number, ...asked: Cap[]): CapWant => ({ ruleId: null, wantedMinor, caps: asked });
const orderClaim = (order: number, revision = 1, accountId = 1) => ({
  subject: `shop/1/order/${order}`,
  accountId,
  revision,
});

async function usedOf(key: string): Promise<number> {
  const [row] = await world.database.pool.query<{ used: number }[]>(
    "SELECT used FROM cap_use WHERE program_id = ? AND cap_key = ?",
    [programId, key],
  );
  return row?.used ?? 0;
}

/** What all claims together hold of each counter: what the counters must say. */
async function sumOfClaims(): Promise<Record<string, number>> {
  const rows = await world.database.pool.query<{ grants: unknown }[]>(
    "SELECT grants FROM cap_claim WHERE program_id = ?",
    [programId],
  );
  const sums: Record<string, number> = {};
  for (const { grants } of rows) {
    const list = (typeof grants === "string" ? JSON.parse(grants) : grants) as CapGrant[];
    for (const { keys, grantedMinor } of list) {
      for (const key of keys) sums[key] = (sums[key] ?? 0) + grantedMinor;
    }
  }
  return sums;
}

async function counters(): Promise<Record<string, number>> {
  const rows = await world.database.pool.query<{ cap_key: string; used: number }[]>(
    "SELECT cap_key, used FROM cap_use WHERE program_id = ?",
    [programId],
  );
  return Object.fromEntries(rows.map((row) => [row.cap_key, row.used]));
}

const TOTAL = "program/all/ever";

describe("a claim", () => {
  it("takes what is left, and the same claim again is answered the same", async () => {
    const first = await caps.claim(programId, orderClaim(1), [want(70, budget(100))]);
    const second = await caps.claim(programId, orderClaim(2), [want(70, budget(100))]);
    const again = await caps.claim(programId, orderClaim(2), [want(70, budget(100))]);
    expect([first, second, again]).toEqual([[70], [30], [30]]);
    expect(await usedOf(TOTAL)).toBe(100);
  });

  it("gives back what an order no longer earns, and others can have it", async () => {
    await caps.claim(programId, orderClaim(1), [want(100, budget(100))]);
    expect(await caps.claim(programId, orderClaim(1, 2), [want(40, budget(100))])).toEqual([40]);
    expect(await caps.claim(programId, orderClaim(2), [want(80, budget(100))])).toEqual([60]);
    expect(await caps.claim(programId, orderClaim(1, 3), [])).toEqual([]);
    expect(await usedOf(TOTAL)).toBe(60);
  });

  it("that knows less than an earlier one moves nothing", async () => {
    await caps.claim(programId, orderClaim(1, 5), []);
    expect(await caps.claim(programId, orderClaim(1, 4), [want(100, budget(100))])).toEqual([0]);
    expect(await usedOf(TOTAL)).toBe(0);
    await caps.claim(programId, orderClaim(2, 5), [want(60, budget(100))]);
    expect(await caps.claim(programId, orderClaim(2, 4), [want(100, budget(100))])).toEqual([60]);
    expect(await usedOf(TOTAL)).toBe(60);
  });

  it("counts by rule, member and month beside the budget", async () => {
    const wants = [want(50, budget(1000)), { ...want(50, month(60), budget(1000)), ruleId: "fans" }];
    expect(await caps.claim(programId, orderClaim(1), wants)).toEqual([50, 50]);
    expect(await caps.claim(programId, orderClaim(2), wants)).toEqual([50, 10]);
    expect(await caps.claim(programId, orderClaim(3, 1, 2), wants)).toEqual([50, 50]);
    expect(await counters()).toEqual({
      [TOTAL]: 260,
      "rule/fans/account/1/2026-11": 60,
      "rule/fans/account/2/2026-11": 50,
    });
  });

  it("of one program does not see another's", async () => {
    await caps.claim(programId, orderClaim(1), [want(100, budget(100))]);
    expect(await caps.claim(programId + 1_000, orderClaim(1), [want(100, budget(100))])).toEqual([100]);
  });
});

/** 1,000 orders of 50 members who want 7 each, 7,000 in all. Members' caps leave 4,000 of it, the budget one less. */
const BUDGET = 3_999;
const thousand: CapCall[] = Array.from({ length: 1_000 }, (_, order) => ({
  claim: orderClaim(order, 1, (order % 50) + 1),
  wants: [{ ...want(7, month(80), budget(BUDGET)), ruleId: "fans" }],
}));

describe("1,000 orders at once from three processes", () => {
  const startThree = () =>
    Promise.all(
      Array.from({ length: 3 }, () => startCapCaller({ url: world.testDatabase.appUrl, connections: 8 })),
    );

  it("use up a budget to the last credit and never pass it, nor a member's cap", async () => {
    const callers = await startThree();
    const parts = [0, 1, 2].map((part) => thousand.filter((_, index) => index % 3 === part));
    const answers = await Promise.all(
      callers.map((caller, part) => caller.claimAll({ programId, calls: parts[part] ?? [] })),
    );
    await Promise.all(callers.map((caller) => caller.close()));
    const granted = answers.flatMap((answer) => answer?.granted.flat() ?? []);
    expect(granted).toHaveLength(1_000);
    expect(granted.reduce((sum, each) => sum + each, 0)).toBe(BUDGET);
    const used = await counters();
    expect(used[TOTAL]).toBe(BUDGET);
    const ofMembers = Object.entries(used).flatMap(([key, each]) => (key === TOTAL ? [] : each));
    expect(ofMembers.sort((a, b) => a - b)).toEqual([79, ...Array.from({ length: 49 }, () => 80)]);
    expect(await sumOfClaims()).toEqual(used);
  }, 60_000);

  it("keep counters and claims equal when processes are killed and their orders come again", async () => {
    const callers = await startThree();
    const answered = callers.map((caller) => caller.claimAll({ programId, calls: thousand }));
    await caps.claim(programId, orderClaim(5_000), [want(1, budget(BUDGET))]);
    await Promise.all(callers.slice(0, 2).map((caller) => caller.kill()));
    await Promise.all(answered);
    expect(await sumOfClaims()).toEqual(await counters());
    await callers[2]?.close();
    const again = await Promise.all(thousand.map(({ claim, wants }) => caps.claim(programId, claim, wants)));
    expect(again.flat().reduce((sum, each) => sum + each, 0)).toBe(BUDGET - 1);
    expect(await sumOfClaims()).toEqual(await counters());
    expect(await usedOf(TOTAL)).toBe(BUDGET);
  }, 60_000);
});
