import { spentRunOf } from "#adapters/mysql/ledger/spent-runs";
import { bySoonestExpiry } from "#core/ledger";
import type { Lot, LotMovement, LotRef } from "#core/ledger";
import fc from "fast-check";
import { expect, it } from "vitest";
import { day } from "../../../core/ledger/timeline.ts";

/** A lot of an account's history; few of them are pending, empty, or without an end. */
const anyLot = fc.record({
  bucket: fc.constantFrom<Lot["bucket"]>("available", "available", "available", "available", "pending"),
  remainingMinor: fc.constantFrom(0, 2, 2, 2, 2),
  expiresAt: fc.constantFrom(null, day(10), day(20), day(30), day(40)),
});

const anyLots = fc.array(anyLot, { minLength: 80, maxLength: 120 }).map((lots) =>
  lots.map((lot, index): Lot => {
    return { ...lot, entrySeq: index >> 1, line: index % 2, amountMinor: 2, availableFrom: day(0) };
  }),
);

/** How an entry takes from lots: a spending does so one after the other and keeps something of the last. */
interface Taking {
  readonly skipped: number;
  readonly lots: number;
  readonly takes: "allInTurn" | "notEvery" | "soonerFirst" | "soonerLast";
  /** How many movements from the end on begin those that leave something in their lot. */
  readonly keepsFrom: number;
  readonly keeps: number;
  readonly pendingToo: boolean;
}

const anyTaking: fc.Arbitrary<Taking> = fc.record({
  skipped: fc.integer({ min: 0, max: 5 }),
  lots: fc.integer({ min: 48, max: 70 }),
  takes: fc.constantFrom("allInTurn", "allInTurn", "allInTurn", "notEvery", "soonerFirst", "soonerLast"),
  keepsFrom: fc.constantFrom(1, 1, 1, 2, 48),
  keeps: fc.constantFrom(0, 1, 1, 2),
  pendingToo: fc.constantFrom(false, false, false, true),
});

const isOpen = (lot: Lot, bucket: Lot["bucket"]) => lot.bucket === bucket && lot.remainingMinor > 0;

function movementsOf(lots: readonly Lot[], how: Taking): LotMovement[] {
  const open = lots.filter((lot) => isOpen(lot, "available")).sort(bySoonestExpiry);
  const taken = open.slice(how.skipped, how.skipped + how.lots);
  if (how.takes === "notEvery") taken.splice(3, 1);
  if (how.takes === "soonerFirst") taken.unshift(...taken.splice(5, 1));
  if (how.takes === "soonerLast") taken.push(...taken.splice(-5, 1));
  const from = taken.length - how.keepsFrom;
  const amounts = taken.map((_, at) => (at >= from && at < from + how.keeps ? -1 : -2));
  if (how.pendingToo) taken.push(...lots.filter((lot) => isOpen(lot, "pending")).slice(0, 1));
  return taken.map(({ entrySeq, line }, at) => ({ lot: { entrySeq, line }, amountMinor: amounts[at] ?? -2 }));
}

const nameOf = ({ entrySeq, line }: LotRef) => `${entrySeq}/${line}`;

it("finds a run where a proof would: lots emptied in turn without a gap, and one more that keeps something", () => {
  let found = 0;
  fc.assert(
    fc.property(anyLots, anyTaking, (lots, how) => {
      const movements = movementsOf(lots, how);
      const taken = new Map(movements.map(({ lot, amountMinor }) => [nameOf(lot), amountMinor]));
      const after = lots.map((lot) => {
        return { ...lot, remainingMinor: lot.remainingMinor + (taken.get(nameOf(lot)) ?? 0) };
      });
      const run = spentRunOf({ accountId: 7, lots }, { lots: after }, { seq: 101, lotMovements: movements });

      const open = lots.filter((lot) => isOpen(lot, "available")).sort(bySoonestExpiry);
      const emptied = movements.filter((each) => each.amountMinor === -2).map((each) => nameOf(each.lot));
      const isInTurn = ` ${open.map(nameOf).join(" ")} `.includes(` ${emptied.join(" ")} `);
      const others = movements.slice(emptied.length);
      const isRun =
        emptied.length >= 50 && isInTurn && others.length <= 1 && others.at(0)?.amountMinor !== -2;
      if (isRun) found += 1;
      expect(run && [run.accountId, run.entrySeq, nameOf(run.first), nameOf(run.last)]).toEqual(
        isRun ? [7, 101, emptied[0], emptied.at(-1)] : null,
      );
    }),
    { numRuns: 1_000 },
  );
  expect(found).toBeGreaterThan(100);
});
