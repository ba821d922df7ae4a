import { describe, expect, it } from "vitest";

import {
  backoffMs,
  DEFAULT_DELIVERY_POLICY,
  judgeFailure,
  judgeFence,
  judgeLockedOut,
  nextPollInMs,
} from "#core/sync";

const progress = { attempts: 0, jitter: 0 };

describe("judgeFailure", () => {
  it("keeps a refusal for a person and an unknown outcome for a look-up", () => {
    const judge = (failure: "refused" | "unknown") =>
      judgeFailure({ failure, message: "why" }, progress, DEFAULT_DELIVERY_POLICY);
    expect(judge("refused")).toEqual({ state: "refused", error: "why" });
    expect(judge("unknown")).toMatchObject({ state: "unknown", error: "why" });
  });

  it("tries again with a growing delay, up to an hour", () => {
    expect([0, 1, 2, 3, 7, 30].map((attempts) => backoffMs(attempts, 0))).toEqual([
      2_000, 8_000, 32_000, 128_000, 3_600_000, 3_600_000,
    ]);
    expect(backoffMs(1, 1)).toBe(4_000);
  });

  it("hands the eighth failure of a due intent to a person", () => {
    const after = (attempts: number) =>
      judgeFailure(
        { failure: "out_of_reach", message: "why" },
        { attempts, jitter: 0.5 },
        DEFAULT_DELIVERY_POLICY,
      );
    expect(after(6)).toMatchObject({ state: "due", countsAsAttempt: true });
    expect(after(7)).toEqual({ state: "needs_review", error: "why (tried 8 times)" });
  });

  it("spends no attempt on a call that the budget had no room for, and waits for as long as it said", () => {
    const deferred = { failure: "deferred", message: "why", retryInMs: 9_000 } as const;
    expect(judgeFailure(deferred, { attempts: 7, jitter: 0 }, DEFAULT_DELIVERY_POLICY)).toEqual({
      ...{ state: "due", inMs: 9_000, error: "why", countsAsAttempt: false },
    });
  });

  it("comes back no sooner than the other side asked for", () => {
    const busy = { failure: "retryable", message: "why", retryInMs: 60_000 } as const;
    expect(judgeFailure(busy, progress, DEFAULT_DELIVERY_POLICY)).toMatchObject({ inMs: 60_000 });
    expect(judgeFailure({ ...busy, retryInMs: 1 }, progress, DEFAULT_DELIVERY_POLICY)).toMatchObject({
      inMs: 2_000,
    });
  });

  it("spends no attempt on a login that Exigo refuses", () => {
    expect(
      judgeFailure(
        { failure: "unauthorized", message: "why" },
        { attempts: 7, jitter: 0 },
        DEFAULT_DELIVERY_POLICY,
      ),
    ).toMatchObject({ state: "due", countsAsAttempt: false });
  });
});

describe("judgeLockedOut", () => {
  it("waits longer each time, up to an hour, and spends no attempt however often", () => {
    const after = (claim: number) => judgeLockedOut("why", { claim, jitter: 0 });
    expect(after(1)).toEqual({ state: "due", inMs: 2_000, error: "why", countsAsAttempt: false });
    expect(after(2)).toMatchObject({ inMs: 8_000 });
    expect(after(5_000)).toMatchObject({ state: "due", inMs: 3_600_000, countsAsAttempt: false });
  });
});

describe("judgeFence", () => {
  it("tells an applied write from one that was not, for both signs", () => {
    expect(judgeFence({ beforeMinor: 100, nowMinor: 130, deltaMinor: 30 })).toBe("applied");
    expect(judgeFence({ beforeMinor: 100, nowMinor: 100, deltaMinor: 30 })).toBe("not_applied");
    expect(judgeFence({ beforeMinor: 100, nowMinor: 70, deltaMinor: -30 })).toBe("applied");
    expect(judgeFence({ beforeMinor: -10, nowMinor: -10, deltaMinor: -30 })).toBe("not_applied");
  });

  it("cannot tell when something else moved the balance meanwhile", () => {
    expect(judgeFence({ beforeMinor: 100, nowMinor: 135, deltaMinor: 30 })).toBe("cannot_tell");
  });
});

describe("nextPollInMs", () => {
  it("reads busy accounts often, idle ones rarely, and every one within a day", () => {
    const next = (idleMs: number, driftMinor = 0) => nextPollInMs({ pollSeconds: 5, driftMinor, idleMs });
    expect(next(0)).toBe(5_000);
    expect(next(3_600_000)).toBe(36_000);
    expect(next(Number.MAX_SAFE_INTEGER)).toBeLessThan(24 * 3_600_000);
    expect(next(Number.MAX_SAFE_INTEGER, 7)).toBe(5_000);
  });
});
