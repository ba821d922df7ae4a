import { expect, it } from "vitest";
import { adjust, adopt, earn } from "./commands.ts";
import { bucketsOf, day, lotsOf, runOverTime, tell } from "./timeline.ts";

const pending = (targetMinor: number, version = 1) =>
  earn("order", version, targetMinor, { availableFrom: day(14), expiresAt: day(100) });
const mature = (key: string, entrySeq = 1) => tell("mature", key, { lot: { entrySeq, line: 0 } });

it("keeps what is earned pending until its day, and then makes it available with its dates", () => {
  const { ledger, results } = runOverTime([
    [0, pending(50)],
    [13, mature("due")],
    [14, mature("due")],
  ]);
  expect(results[0]).toMatchObject({ amountMinor: 50, availableMinor: 0 });
  expect(results[1]).toEqual({ ok: false, refusal: { code: "not_due", dueAt: day(14) } });
  expect(results[2]).toMatchObject({ ok: true, outcome: "posted", amountMinor: 0, availableMinor: 50 });
  expect(lotsOf(ledger)).toEqual([
    { entrySeq: 1, remainingMinor: 50, expiresAt: day(100), bucket: "available" },
  ]);
});

it("matures a lot once, whoever asks again", () => {
  const { last } = runOverTime([
    [0, pending(50)],
    [14, mature("due")],
    [14, mature("again")],
  ]);
  expect(last).toMatchObject({ ok: true, outcome: "unchanged", entrySeq: null });
});

it.each([
  ["whole", 0, [70, 0, 0]],
  ["half", 25, [70, 25, 0]],
])("a %s refund while pending never touches available", (_part, target, buckets) => {
  const { ledger } = runOverTime([
    [0, adjust("gift", 70)],
    [0, pending(50)],
    [1, pending(target, 2)],
  ]);
  expect(bucketsOf(ledger)).toEqual(buckets);
});

it("takes a refund from the order's pending lot that would expire soonest", () => {
  const { ledger } = runOverTime([
    [0, earn("order", 1, 30, { availableFrom: day(14) })],
    [0, earn("order", 2, 50, { availableFrom: day(14), expiresAt: day(20) })],
    [1, pending(25, 3)],
  ]);
  expect(lotsOf(ledger).map((lot) => [lot.expiresAt, lot.remainingMinor])).toEqual([[null, 25]]);
});

it("cannot spend what is pending", () => {
  const { last } = runOverTime([
    [0, pending(50)],
    [0, adjust("spend", -1)],
  ]);
  expect(last).toMatchObject({ refusal: { code: "not_enough_credits", availableMinor: 0 } });
});

it("repays a debt when it matures, not before", () => {
  const { ledger, results } = runOverTime([
    [0, adopt("exigo", -30)],
    [0, pending(50)],
    [14, mature("due", 2)],
  ]);
  expect(results[1]).toMatchObject({ availableMinor: -30 });
  expect(bucketsOf(ledger)).toEqual([20, 0, 0]);
});

it("refuses a lot that does not exist", () => {
  expect(runOverTime([[0, mature("due", 7)]]).last).toMatchObject({ refusal: { code: "lot_unknown" } });
});

it("makes credits without a day available at once, also when the event's clock is ahead", () => {
  const ahead = { effectiveAt: day(1) };
  const { ledger } = runOverTime([
    [0, earn("order", 1, 50, ahead)],
    [0, adjust("gift", 20, ahead)],
  ]);
  expect(bucketsOf(ledger)).toEqual([70, 0, 0]);
});

it("counts credits without a day as available since the event, and never since later than now", () => {
  const { ledger } = runOverTime([
    [0, earn("late", 1, 50, { effectiveAt: day(-1) })],
    [0, earn("ahead", 1, 50, { effectiveAt: day(1) })],
  ]);
  expect([...(ledger.lots.get(1)?.values() ?? [])].map((lot) => lot.availableFrom)).toEqual([
    day(-1),
    day(0),
  ]);
});

it("takes a whole refund back from what is pending and from what is available of the order", () => {
  const { ledger, last } = runOverTime([
    [0, earn("order", 1, 25)],
    [0, pending(50, 2)],
    [1, pending(0, 3)],
  ]);
  expect(last).toMatchObject({ ok: true, outcome: "posted", amountMinor: -50 });
  expect(bucketsOf(ledger)).toEqual([0, 0, 0]);
});
