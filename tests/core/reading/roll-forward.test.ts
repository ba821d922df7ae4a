import { rollForward } from "#core/reading";
import type { RollupRow } from "#core/reading";
import { expect, it } from "vitest";

const row = (kind: string, book: string, addedMinor: number, takenMinor: number): RollupRow => ({
  day: "2026-11-20",
  shopId: 0,
  kind,
  book,
  addedMinor,
  takenMinor,
});
const period = { from: "2026-11-20", to: "2026-11-21", openMinor: 1_000 };

const day = [
  row("earn", "available", 500, 80),
  row("earn", "issued", 80, 500),
  row("placeHold", "available", 0, 200),
  row("placeHold", "held", 200, 0),
  row("captureHold", "held", 0, 200),
  row("captureHold", "redeemed", 200, 0),
  row("reverse", "available", 50, 0),
  row("reverse", "redeemed", 0, 50),
  row("expireLots", "available", 0, 30),
  row("expireLots", "expired", 30, 0),
];

it("leads from what members held to what they hold, day by day", () => {
  const [first, second] = rollForward(day, period);
  expect(first).toEqual({
    day: "2026-11-20",
    openMinor: 1_000,
    earnedMinor: 500,
    spentMinor: -200,
    expiredMinor: -30,
    reversedMinor: -80,
    givenBackMinor: 50,
    adjustedMinor: 0,
    importedMinor: 0,
    exigoMinor: 0,
    transferredMinor: 0,
    writtenOffMinor: 0,
    closeMinor: 1_240,
    differenceMinor: 0,
  });
  expect(second).toMatchObject({ day: "2026-11-21", openMinor: 1_240, earnedMinor: 0, closeMinor: 1_240 });
});

it("shows by how much buckets and purposes differ", () => {
  const [first] = rollForward([...day, row("adjust", "available", 7, 0)], period);
  expect(first?.differenceMinor).toBe(7);
});
