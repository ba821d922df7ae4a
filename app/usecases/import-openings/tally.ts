import type { RowOutcome } from "#core/importing";

import type { RowReport } from "./types.ts";

/** An import in numbers. */
export interface ImportCounts {
  readonly rows: Readonly<Record<RowOutcome, number>>;
  /** Rows by the code of the reason for which they were refused or wait. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly openedMinor: number;
}

/** Adds up what became of rows. */
export function createTally() {
  const rows: Record<RowOutcome, number> = { opened: 0, unchanged: 0, waiting: 0, nothing: 0, refused: 0 };
  const reasons: Record<string, number> = {};
  let openedMinor = 0;
  return {
    add(reports: readonly RowReport[]): void {
      for (const report of reports) {
        rows[report.outcome] += 1;
        if (report.reason !== null) reasons[report.reason] = (reasons[report.reason] ?? 0) + 1;
        openedMinor += report.openedMinor;
      }
    },
    counts: (): ImportCounts => ({ rows: { ...rows }, reasons: { ...reasons }, openedMinor }),
  };
}
