import { stretchOf } from "#core/ledger";
import type { AccountState, Lot } from "#core/ledger";
import { expect, it } from "vitest";
import { adjust, emptyAccount, reverse, runCommands } from "./commands.ts";
import { day } from "./timeline.ts";

const lot = (entrySeq: number, line: number, expiresAt: string | null): Lot => ({
  entrySeq,
  line,
  bucket: "available",
  amountMinor: 10,
  remainingMinor: 10,
  availableFrom: day(-1),
  expiresAt,
});

function holding(lots: readonly Lot[]): AccountState {
  return { ...emptyAccount(), availableMinor: 10 * lots.length, entryCount: 9, lots };
}

/** The lots that spending 10 at a time empties, one after the other. */
function spentInTurn(lots: readonly Lot[]) {
  const spends = lots.map((_lot, index) => adjust(`spend-${index}`, -10));
  const { entries } = runCommands(spends, { accounts: new Map([[1, holding(lots)]]) });
  return entries.flatMap((entry) => entry.lotMovements.map((movement) => movement.lot));
}

it("spends soonest expiry first, never-expiring last, in whatever order the lots were read", () => {
  const inTurn = [lot(4, 0, day(3)), lot(1, 0, day(5)), lot(2, 0, null)];
  const [soon, late, never] = inTurn as [Lot, Lot, Lot];
  const named = inTurn.map(({ entrySeq, line }) => ({ entrySeq, line }));
  expect(spentInTurn([soon, late, never])).toEqual(named);
  expect(spentInTurn([never, late, soon])).toEqual(named);
  expect(spentInTurn([late, never, soon])).toEqual(named);
});

it.each([
  ["on the same day", day(5)],
  ["never", null],
])("of lots that end %s spends the oldest first, in whatever order they were read", (_when, end) => {
  const inTurn = [lot(2, 0, end), lot(2, 1, end), lot(3, 0, end)];
  const named = inTurn.map(({ entrySeq, line }) => ({ entrySeq, line }));
  expect(spentInTurn(inTurn)).toEqual(named);
  expect(spentInTurn(inTurn.toReversed())).toEqual(named);
});

it("leaves a lot that nothing was taken from as it is, so that it need not be written", () => {
  const lots = [lot(1, 0, day(3)), lot(2, 0, null)];
  const { state } = runCommands([adjust("spend", -4)], { accounts: new Map([[1, holding(lots)]]) });
  expect(state.lots[0]).toEqual({ ...lots[0], remainingMinor: 6 });
  expect(state.lots[1]).toBe(lots[1]);
});

it("leaves a lot that nothing is given back to as it is", () => {
  const lots = [lot(1, 0, day(3)), lot(2, 0, null)];
  const commands = [adjust("spend", -4), reverse("undone", "spend")];
  const { state } = runCommands(commands, { accounts: new Map([[1, holding(lots)]]) });
  expect(state.lots[0]).toEqual(lots[0]);
  expect(state.lots[1]).toBe(lots[1]);
});

it.each([
  [0, 10, [-10]],
  [0, 12, [-10, -2]],
  [3, 12, [-7, -5]],
  [10, 15, [-10, -5]],
  [25, 9, [-5]],
  [30, 1, []],
])("after the first %i of three times 10 finds the stretch of %i", (skipMinor, amountMinor, amounts) => {
  const taken = [1, 2, 3].map((entrySeq) => ({ lot: { entrySeq, line: 0 }, amountMinor: -10 }));
  expect(stretchOf(taken, skipMinor, amountMinor).map((movement) => movement.amountMinor)).toEqual(amounts);
});
