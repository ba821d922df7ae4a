import { expect, test } from "vitest";

import { periodOf, rollForward, sumOfDays } from "#core/reading";
import type { PeriodName } from "#core/reading";

const cases: [PeriodName, string, string, string][] = [
  ["last30", "2026-11-21", "2026-10-23", "2026-11-21"],
  ["last90", "2026-01-15", "2025-10-18", "2026-01-15"],
  ["thisMonth", "2026-11-01", "2026-11-01", "2026-11-01"],
  ["lastMonth", "2026-03-31", "2026-02-01", "2026-02-28"],
  ["lastMonth", "2028-03-01", "2028-02-01", "2028-02-29"],
  ["lastMonth", "2026-01-15", "2025-12-01", "2025-12-31"],
  ["thisYear", "2026-11-21", "2026-01-01", "2026-11-21"],
  ["lastYear", "2026-11-21", "2025-01-01", "2025-12-31"],
];

test.each(cases)("%s on %s is %s to %s", (name, today, from, to) => {
  expect(periodOf(name, today)).toEqual({ from, to });
});

test("adds days up to one that leads from the first open to the last close", () => {
  const row = (day: string, addedMinor: number, takenMinor: number) => [
    { day, shopId: 0, kind: "earn", book: "available", addedMinor, takenMinor },
    { day, shopId: 0, kind: "earn", book: "issued", addedMinor: takenMinor, takenMinor: addedMinor },
  ];
  const rows = [...row("2026-11-01", 50, 0), ...row("2026-11-03", 20, 30)];

  const sum = sumOfDays(rollForward(rows, { from: "2026-11-01", to: "2026-11-04", openMinor: 7 }));

  expect(sum).toMatchObject({
    day: "2026-11-04",
    openMinor: 7,
    earnedMinor: 70,
    reversedMinor: -30,
    spentMinor: 0,
    closeMinor: 47,
    differenceMinor: 0,
  });
  expect(sumOfDays([])).toBeNull();
});
