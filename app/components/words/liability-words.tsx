import type { PeriodName, RollForwardLine } from "#core/reading";

/** What lies between open and close of a roll-forward. */
export const rollForwardLineWords: Readonly<Record<RollForwardLine, string>> = {
  earnedMinor: "Earned",
  spentMinor: "Spent",
  expiredMinor: "Expired",
  reversedMinor: "Taken back",
  givenBackMinor: "Given back",
  adjustedMinor: "Adjusted",
  importedMinor: "Opening balances",
  exigoMinor: "Moved in Exigo",
  transferredMinor: "Between accounts",
  writtenOffMinor: "Debt written off",
};

/** The columns of the exported roll-forward. */
export const rollForwardHeadings = {
  ...rollForwardLineWords,
  day: "Day (UTC)",
  shop: "Shop",
  currency: "Currency",
  unit: "Unit",
  open: "Open",
  close: "Close",
  difference: "Difference",
} as const;

/** The periods that a report can be about. */
export const periodWords: Readonly<Record<PeriodName, string>> = {
  last30: "Last 30 days",
  thisMonth: "This month",
  lastMonth: "Last month",
  last90: "Last 90 days",
  thisYear: "This year",
  lastYear: "Last year",
};
