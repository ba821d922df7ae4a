import { expect, it } from "vitest";
import { adjust } from "./commands.ts";
import { bucketsOf, day, lotsOf, open, runOverTime, tell } from "./timeline.ts";

const lots = [
  [0, open("first", 10, { until: day(5) })],
  [0, open("second", 20, { until: day(6) })],
  [0, open("never", 30)],
  [0, open("pending", 40, { from: day(9), until: day(4) })],
] as const;
const sweep = (key: string, dueAt: string) => tell("expireLots", key, { dueAt });

it.each([
  ["just before the first day", 4, 60, ["first", "second", "never", "pending"]],
  ["on the day, to the millisecond", 5, 50, ["second", "never", "pending"]],
  ["after two days", 8, 30, ["never", "pending"]],
])("takes only the lots that are due %s", (_when, days, availableMinor, names) => {
  const { ledger } = runOverTime([...lots, [days, sweep("sweep", day(days))]]);
  const left = lotsOf(ledger).map((lot) => ["first", "second", "never", "pending"][lot.entrySeq - 1]);
  expect(left).toEqual(names);
  expect(bucketsOf(ledger)).toEqual([availableMinor, 40, 0]);
});

it("takes what remains of a lot, and books it as expired", () => {
  const { ledger, last } = runOverTime([...lots, [0, adjust("spend", -4)], [5, sweep("sweep", day(5))]]);
  expect(last).toMatchObject({ amountMinor: -6, availableMinor: 50 });
  expect(ledger.entries.at(-1)?.postings).toEqual([
    { book: "available", amountMinor: -6, balanceAfterMinor: 50 },
    { book: "expired", amountMinor: 6, balanceAfterMinor: null },
  ]);
});

it("does nothing a second time", () => {
  const { last } = runOverTime([...lots, [5, sweep("sweep", day(5))], [5, sweep("again", day(5))]]);
  expect(last).toMatchObject({ ok: true, outcome: "unchanged", entrySeq: null });
});

it("refuses a day that has not come, and takes its key later", () => {
  const { results } = runOverTime([...lots, [4, sweep("sweep", day(5))], [5, sweep("sweep", day(5))]]);
  expect(results.slice(-2)).toMatchObject([
    { ok: false, refusal: { code: "not_due", dueAt: day(5) } },
    { ok: true, outcome: "posted" },
  ]);
});

it("lets nobody spend what has expired, also before the sweep comes", () => {
  const { results } = runOverTime([...lots, [5, adjust("too-much", -51)], [5, adjust("spend", -50)]]);
  expect(results.slice(-2)).toMatchObject([
    { ok: false, refusal: { code: "not_enough_credits", availableMinor: 50, requestedMinor: 51 } },
    { ok: true, availableMinor: 10 },
  ]);
});
