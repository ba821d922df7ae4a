import { describe, expect, it } from "vitest";
import { adjust, adopt } from "./commands.ts";
import { bucketsOf, day, lotsOf, open, runOverTime, tell } from "./timeline.ts";

const soon = open("soon", 10, { until: day(5) });
const late = open("late", 10, { until: day(50) });
const never = open("never", 10);
const place = (amountMinor: number) => tell("placeHold", "hold", { amountMinor, ttlMs: 86_400_000 });
const capture = (amountMinor: number | null) =>
  tell("captureHold", "capture", { holdKey: "hold", amountMinor });
const voidHold = tell("voidHold", "void", { holdKey: "hold" });
const expire = tell("expireHold", "expire", { holdKey: "hold" });
const now = [never, late, soon].map((command) => [0, command] as const);

describe("placing a hold", () => {
  it("moves credits from available to held, soonest expiry first", () => {
    const { ledger } = runOverTime([...now, [0, place(15)]]);
    expect(bucketsOf(ledger)).toEqual([15, 0, 15]);
    expect(lotsOf(ledger).map((lot) => [lot.entrySeq, lot.remainingMinor])).toEqual([
      [1, 10],
      [2, 5],
    ]);
  });

  it("refuses a second cart more than the first one left", () => {
    const second = tell("placeHold", "second", { amountMinor: 16, ttlMs: 1 });
    expect(runOverTime([...now, [0, place(15)], [0, second]]).last).toEqual({
      ok: false,
      refusal: { code: "not_enough_credits", availableMinor: 15, requestedMinor: 16 },
    });
  });
});

describe("ending a hold", () => {
  it("captures less than was held and returns the rest to the same lots with the same dates", () => {
    const { ledger, last } = runOverTime([...now, [0, place(25)], [1, capture(12)]]);
    expect(last).toMatchObject({ ok: true, amountMinor: -12, availableMinor: 18 });
    expect(bucketsOf(ledger)).toEqual([18, 0, 0]);
    expect(lotsOf(ledger)).toEqual([
      { entrySeq: 1, remainingMinor: 10, expiresAt: null, bucket: "available" },
      { entrySeq: 2, remainingMinor: 8, expiresAt: day(50), bucket: "available" },
    ]);
  });

  it.each([
    ["void", voidHold],
    ["expiry", expire],
  ])("gives everything back to its lots on %s", (_end, command) => {
    const before = runOverTime(now).ledger;
    const { ledger } = runOverTime([...now, [0, place(25)], [1, command]]);
    expect(lotsOf(ledger)).toEqual(lotsOf(before));
    expect(bucketsOf(ledger)).toEqual([30, 0, 0]);
  });

  const ends = [
    ["captured", capture(null)],
    ["voided", voidHold],
    ["expired", expire],
  ] as const;
  const pairs = ends.flatMap(([as, first]) =>
    ends.map(([, second]) => [as, second.kind, first, second] as const),
  );
  it.each(pairs)("ends a hold once: when it is %s, %s is refused", (as, _kind, first, second) => {
    const { last, ledger } = runOverTime([
      ...now,
      [0, place(25)],
      [1, first],
      [2, { ...second, key: "again" }],
    ]);
    expect(last).toEqual({ ok: false, refusal: { code: "hold_ended", holdKey: "hold", as } });
    expect(ledger.accounts.get(1)?.heldMinor).toBe(0);
  });

  it("refuses to capture more than is held, nothing, and a hold that does not exist", () => {
    const placed = [...now, [0, place(25)] as const];
    expect(runOverTime([...placed, [0, capture(26)]]).last).toEqual({
      ok: false,
      refusal: { code: "more_than_held", heldMinor: 25, requestedMinor: 26 },
    });
    expect(runOverTime([...placed, [0, capture(0)]]).last).toMatchObject({
      refusal: { code: "amount_is_zero" },
    });
    expect(runOverTime([...now, [0, capture(1)]]).last).toMatchObject({ refusal: { code: "hold_unknown" } });
  });

  it("does not expire before its time, and does so later under the same key", () => {
    const { results } = runOverTime([...now, [0, place(25)], [0, expire], [1, expire]]);
    expect(results.at(-2)).toEqual({ ok: false, refusal: { code: "not_due", dueAt: day(1) } });
    expect(results.at(-1)).toMatchObject({ ok: true, outcome: "posted" });
  });

  it.each([
    ["expires at once without grace", null, [15, [10, 5]]],
    ["gets a new lot of the days of grace", 3, [25, [10, 5, 10]]],
  ] as const)(
    "what is given back to a lot that has expired since %s",
    (_what, expiredLotGraceDays, [available, left]) => {
      const { ledger } = runOverTime([...now, [0, place(15)], [0, adjust("spend", -5)], [6, voidHold]], {
        expiredLotGraceDays,
      });
      expect(bucketsOf(ledger)).toEqual([available, 0, 0]);
      expect(lotsOf(ledger).map((lot) => lot.remainingMinor)).toEqual(left);
      expect(lotsOf(ledger).at(2)?.expiresAt).toBe(expiredLotGraceDays === null ? undefined : day(9));
    },
  );

  it("repays a debt that arose meanwhile with what would have expired soonest", () => {
    const { ledger } = runOverTime([...now, [0, place(30)], [1, adopt("exigo", -12)], [2, voidHold]]);
    expect(lotsOf(ledger).map((lot) => [lot.expiresAt, lot.remainingMinor])).toEqual([
      [null, 10],
      [day(50), 8],
    ]);
  });
});
