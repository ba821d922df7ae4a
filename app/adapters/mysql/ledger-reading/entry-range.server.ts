/** Entries of one account, both ends included. */
export interface EntryRange {
  readonly accountId: number;
  readonly from: number;
  readonly to: number;
}

/** The condition that an entry `e` is in one of the ranges. */
export function within(ranges: readonly EntryRange[]): { sql: string; values: number[] } {
  return {
    sql: ranges.map(() => "(e.account_id = ? AND e.seq BETWEEN ? AND ?)").join(" OR "),
    values: ranges.flatMap((range) => [range.accountId, range.from, range.to]),
  };
}
