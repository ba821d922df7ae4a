import type { DebtPolicy } from "#core/ledger";
import { describe, expect, it } from "vitest";
import { adjust, adopt } from "./commands.ts";
import { bucketsOf, day, lotsOf, open, runOverTime, tell } from "./timeline.ts";

const undo = (key: string, reversesKey: string, amountMinor: number | null = null) =>
  tell("reverse", key, { reversesKey, amountMinor });
const soon = open("soon", 10, { until: day(5) });
const never = open("never", 10);
const spend = [
  [0, never],
  [0, soon],
  [0, tell("placeHold", "hold", { amountMinor: 16, ttlMs: 1 })],
  [0, tell("captureHold", "order", { holdKey: "hold", amountMinor: null })],
] as const;

describe("reversing a spend", () => {
  it.each([
    [[4], [4, 4]],
    [
      [4, 8],
      [4, 10, 2],
    ],
    [
      [4, 8, 4],
      [4, 10, 6],
    ],
  ])(
    "gives parts %j back in the order in which they were taken",
    (parts, [never = 0, soon = 0, more = 0]) => {
      const steps = parts.map((part, index) => [1, undo(`refund-${index}`, "order", part)] as const);
      const { ledger } = runOverTime([...spend, ...steps]);
      expect(lotsOf(ledger).map((lot) => lot.remainingMinor)).toEqual([never + more, soon]);
      expect(lotsOf(ledger).map((lot) => lot.expiresAt)).toEqual([null, day(5)]);
    },
  );

  it("reverses no more than is left of it, and counts a key told twice once", () => {
    const { results } = runOverTime([
      ...spend,
      [1, undo("a", "order", 10)],
      [1, undo("a", "order", 10)],
      [1, undo("b", "order", 7)],
      [1, undo("c", "order")],
      [1, undo("d", "order")],
    ]);
    expect(results[5]).toEqual(results[4]);
    expect(results[6]).toEqual({
      ok: false,
      refusal: { code: "more_than_left_to_reverse", leftMinor: 6, requestedMinor: 7 },
    });
    expect(results[7]).toMatchObject({ ok: true, amountMinor: 6, availableMinor: 20 });
    expect(results[8]).toEqual({ ok: false, refusal: { code: "already_reversed" } });
  });

  it.each([
    ["expires at once without grace", null, 10],
    ["gets the days of grace", 3, 20],
  ])("what goes back to a lot that has expired since %s", (_what, expiredLotGraceDays, available) => {
    const { ledger } = runOverTime([...spend, [6, undo("refund", "order")]], { expiredLotGraceDays });
    expect(bucketsOf(ledger)).toEqual([available, 0, 0]);
    expect(lotsOf(ledger).map((lot) => lot.expiresAt)).toEqual(expiredLotGraceDays ? [null, day(9)] : [null]);
  });

  it("repays a debt with what no lot gave, then with what would expire soonest", () => {
    const owing = [[0, never] as const, [0, soon] as const, [0, adopt("exigo", -25)] as const];
    const whole = runOverTime([...owing, [1, undo("refund", "exigo")]]);
    expect(lotsOf(whole.ledger).map((lot) => lot.remainingMinor)).toEqual([10, 10]);
    const deeper = runOverTime([...owing, [0, adopt("more", -7)], [1, undo("refund", "exigo")]]);
    expect(lotsOf(deeper.ledger).map((lot) => lot.remainingMinor)).toEqual([10, 3]);
  });

  it.each([
    [0, "amount_is_zero"],
    [-1, "amount_is_negative"],
  ])("refuses %i", (amount, code) => {
    expect(runOverTime([...spend, [1, undo("refund", "order", amount)]]).last).toMatchObject({
      refusal: { code },
    });
  });
});

describe("one clawback of 100 of which 80 were spent", () => {
  it.each<[DebtPolicy, number, number, number]>([
    ["block", -20, 80, 0],
    ["floor", -20, 80, 0],
    ["negative", -100, 0, -80],
  ])(
    "under the policy %s changes %i, is short of %i and leaves %i",
    (debtPolicy, amountMinor, shortfallMinor, availableMinor) => {
      const { last } = runOverTime(
        [
          [0, open("import", 100)],
          [0, adjust("spend", -80)],
          [1, undo("clawback", "import")],
        ],
        { debtPolicy },
      );
      expect(last).toMatchObject({ ok: true, amountMinor, shortfallMinor, availableMinor });
    },
  );
});

describe("reversing an expiry", () => {
  const expired = [[0, soon] as const, [5, tell("expireLots", "sweep", { dueAt: day(5) })] as const];

  it("moves nothing without grace", () => {
    expect(runOverTime([...expired, [6, undo("undo", "sweep")]]).last).toMatchObject({
      ok: true,
      outcome: "unchanged",
    });
  });

  it("gives the days of grace", () => {
    const { ledger } = runOverTime([...expired, [6, undo("undo", "sweep")]], { expiredLotGraceDays: 3 });
    expect(lotsOf(ledger)).toMatchObject([{ remainingMinor: 10, expiresAt: day(9) }]);
  });

  it("repays a debt also without grace", () => {
    const { ledger } = runOverTime([...expired, [5, adopt("exigo", -4)], [6, undo("undo", "sweep")]]);
    expect(bucketsOf(ledger)).toEqual([0, 0, 0]);
  });
});
