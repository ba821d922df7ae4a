import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createCallBudget } from "#adapters/bullmq/call-budget";
import type { SharedCallBudget } from "#adapters/bullmq/call-budget";
import type { CallAllowance } from "#usecases/ports/call-budget";

import { createTestRedis } from "../../support/redis.ts";
import type { TestRedis } from "../../support/redis.ts";

const MINUTE = 60_000;
const allowance: CallAllowance = {
  company: "demo-api.exigo.com/demo",
  turn: "points",
  callsPerMinute: 600,
  callsAtOnce: 8,
  longestMs: 11_000,
  patienceMs: 3_000,
};

let redis: TestRedis;
let now: number;
let budgets: SharedCallBudget[];

/** One process of the installation. */
function open(url = redis.url): SharedCallBudget {
  const budget = createCallBudget({ url, prefix: "test" }, { onOutage: () => undefined, now: () => now });
  budgets.push(budget);
  return budget;
}

/** Begins and ends calls every 10 ms for this long; returns how many were admitted. */
async function callFor(ms: number, processes: SharedCallBudget[], wish: CallAllowance): Promise<number> {
  let admitted = 0;
  for (const end = now + ms; now < end; now += 10) {
    for (const process of processes) {
      const admission = await process.admit(wish);
      if (!admission.admitted) continue;
      admitted += 1;
      await process.end(wish.company, admission.call);
    }
  }
  return admitted;
}

/** Begins calls until none is admitted; returns their names. */
async function fill(budget: SharedCallBudget, wish: CallAllowance): Promise<string[]> {
  const calls: string[] = [];
  for (;;) {
    const admission = await budget.admit(wish);
    if (!admission.admitted) return calls;
    calls.push(admission.call);
  }
}

/** A budget that is past its beginning and full. */
async function warm(wish = allowance): Promise<SharedCallBudget> {
  const budget = open();
  await budget.admit(wish);
  now += MINUTE;
  return budget;
}

beforeEach(async () => {
  redis = await createTestRedis();
  now = Date.parse("2026-11-21T12:00:00Z");
  budgets = [];
});

afterEach(async () => {
  await Promise.all(budgets.map((budget) => budget.disconnect()));
});

describe("the budget of calls to a company's Exigo", () => {
  it("admits no more calls a minute than it may, of two processes together, even after a pause", async () => {
    const processes = [await warm(), open()];
    expect(await callFor(MINUTE, processes, allowance)).toBeLessThanOrEqual(600);
    expect(await callFor(MINUTE, processes, allowance)).toBeGreaterThan(450);
  });

  it("admits no more calls at once than it may, and one more for each that ends", async () => {
    const [one, other] = [await warm(), open()];
    const calls = [...(await fill(one, allowance)), ...(await fill(other, allowance))];
    expect(calls).toHaveLength(8);
    await one.end(allowance.company, calls[0] ?? "");
    expect(await fill(other, allowance)).toHaveLength(1);
  });

  it("takes a call of a process that died as ended when its longest time is over", async () => {
    const budget = await warm();
    await fill(budget, allowance);
    now += allowance.longestMs + 1;
    expect(await fill(open(), allowance)).toHaveLength(8);
  });

  it("leaves room for points first, then for documents, then for polls, then for the catalogue", async () => {
    const budget = await warm();
    const room = async (turn: CallAllowance["turn"]) => (await fill(budget, { ...allowance, turn })).length;
    expect(await room("catalog")).toBe(4);
    expect(await room("polls")).toBe(2);
    expect(await room("documents")).toBe(1);
    expect(await room("points")).toBe(1);
  });

  it("keeps calls back for points when few are left in the bucket", async () => {
    const few = { ...allowance, callsPerMinute: 60, callsAtOnce: 50 };
    const budget = await warm(few);
    expect(await fill(budget, { ...few, turn: "catalog" })).toHaveLength(5);
    expect(await fill(budget, { ...few, turn: "points" })).toHaveLength(5);
  });

  it("says how long to wait for the next call", async () => {
    const few = { ...allowance, callsPerMinute: 60 };
    const budget = await warm(few);
    await callFor(1_000, [budget], few);
    const admission = await budget.admit(few);
    if (admission.admitted) throw new Error("there is no call left to be admitted");
    now += admission.waitMs;
    expect(await budget.admit(few)).toMatchObject({ admitted: true });
  });

  it("goes on carefully after Redis was emptied: no full bucket, and one call at a time for a while", async () => {
    const budget = await warm();
    await callFor(1_000, [budget], allowance);
    await fill(budget, allowance);
    await redis.flush();
    expect(await fill(budget, allowance)).toHaveLength(0);
    now += 5_000;
    expect(await fill(budget, allowance)).toHaveLength(1);
    now += 12_000;
    expect((await fill(budget, allowance)).length).toBeGreaterThan(6);
  });

  it("lets a person who waits go before everybody else, also where one call goes at a time", async () => {
    const [budget, page] = [open(), open()];
    const person = { ...allowance, turn: "person" as const };
    await budget.admit(allowance);
    now += 5_000;
    const [poll = ""] = await fill(budget, { ...allowance, turn: "polls" });
    expect(await page.admit(person)).toEqual({ admitted: false, waitMs: 20 });
    await budget.end(allowance.company, poll);
    expect(await fill(budget, allowance)).toHaveLength(0);
    expect(await page.admit(person)).toMatchObject({ admitted: true });
  });

  it("holds nobody up for a person who has gone, or who would not wait so long", async () => {
    const budget = await warm();
    const person = { ...allowance, turn: "person" as const };
    const [call = ""] = await fill(budget, allowance);
    await budget.admit(person);
    now += 1_000;
    await budget.end(allowance.company, call);
    expect(await fill(budget, allowance)).toHaveLength(1);
    await budget.admit({ ...person, patienceMs: 10 });
    await budget.end(allowance.company, call);
    now += allowance.longestMs;
    expect(await fill(budget, allowance)).toHaveLength(8);
  });

  it("keeps companies apart", async () => {
    const budget = await warm();
    await fill(budget, allowance);
    const other = { ...allowance, company: "other-api.exigo.com/other" };
    await budget.admit(other);
    now += MINUTE;
    expect(await fill(budget, other)).toHaveLength(8);
  });

  it("begins no call while Exigo asks for fewer", async () => {
    const budget = await warm();
    await budget.close(allowance.company, 30_000);
    expect(await open().admit(allowance)).toEqual({ admitted: false, waitMs: 30_000 });
    now += 30_000;
    expect(await budget.admit(allowance)).toMatchObject({ admitted: true });
  });

  it("keeps each process to a small share while Redis is away", async () => {
    const alone = open("redis://127.0.0.1:1");
    expect(await callFor(MINUTE, [alone], allowance)).toBe(150);
    expect(await fill(alone, allowance)).toHaveLength(1);
  });
});
