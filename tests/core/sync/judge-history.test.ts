import { describe, expect, it } from "vitest";

import { DEFAULT_DELIVERY_POLICY, judgeAbsence, judgeFound } from "#core/sync";

const write = { amountMinor: 30, fenceMinor: 100, elapsedMs: 400_000, attempts: 0, jitter: 0 };
const policy = { ...DEFAULT_DELIVERY_POLICY, quietMs: 30_000, historyLagMs: 300_000 };

describe("a write that Exigo's history shows", () => {
  it("is confirmed when it stands there once with its amount", () => {
    expect(judgeFound(write, [{ transactionId: "7", amountMinor: 30 }])).toEqual({
      state: "confirmed",
      remoteRef: "7",
    });
  });

  it("is for a person when it stands there twice, or with another amount", () => {
    const once = { transactionId: "7", amountMinor: 30 };
    expect(judgeFound(write, [once, { ...once, transactionId: "8" }])).toMatchObject({
      state: "needs_review",
      error: expect.stringContaining("2 times") as string,
    });
    for (const amountMinor of [-30, 31, Number.NaN]) {
      expect(judgeFound(write, [{ ...once, amountMinor }])).toMatchObject({ state: "needs_review" });
    }
  });

  it("is not judged when it is not there", () => expect(judgeFound(write, [])).toBeNull());
});

describe("a write that Exigo's history does not show", () => {
  it("stays unknown while the history may lag behind, and while Exigo may still apply it", () => {
    expect(judgeAbsence({ ...write, elapsedMs: 299_999 }, 100, policy)).toMatchObject({
      state: "unknown",
      inMs: 1,
    });
    expect(judgeAbsence({ ...write, elapsedMs: 20_000 }, 100, { ...policy, historyLagMs: 0 })).toMatchObject({
      state: "unknown",
      inMs: 10_000,
    });
  });

  it("is looked up again soon at first, and then every minute", () => {
    const again = (elapsedMs: number) => judgeAbsence({ ...write, elapsedMs }, 100, policy);
    expect([0, 10_000, 200_000].map(again)).toMatchObject([
      { inMs: 2_000 },
      { inMs: 10_000 },
      { inMs: 60_000 },
    ]);
  });

  it("is due again after that, also when Exigo moved the balance by itself meanwhile", () => {
    for (const nowMinor of [100, 135, 70]) {
      expect(judgeAbsence(write, nowMinor, policy)).toMatchObject({ state: "due", countsAsAttempt: true });
    }
  });

  it("is for a person when the balance stands where it would have put it", () => {
    expect(judgeAbsence(write, 130, policy)).toMatchObject({
      state: "needs_review",
      error: expect.stringContaining("100 before, 130 now") as string,
    });
  });

  it("is for a person after the last attempt", () => {
    expect(judgeAbsence({ ...write, attempts: 7 }, 100, policy)).toMatchObject({ state: "needs_review" });
  });
});
