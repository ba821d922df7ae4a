import type {
  AccountRow,
  AccountStart,
  EntryRow,
  HistoryWindow,
  HoldRow,
  KeyRow,
  LotRow,
  MovementRow,
  PostingRow,
  SpentRunRow,
} from "./rows.ts";

/** Rows of several accounts, each table in the order of its key. */
export interface LedgerRows {
  readonly accounts: readonly AccountRow[];
  readonly entries: readonly EntryRow[];
  readonly postings: readonly PostingRow[];
  readonly movements: readonly MovementRow[];
  readonly lots: readonly LotRow[];
  readonly holds: readonly HoldRow[];
  readonly spentRuns: readonly SpentRunRow[];
  readonly keys: readonly KeyRow[];
}

/** One history per account that has a row in any of the tables. */
export function splitByAccount(read: LedgerRows): { start: AccountStart; window: HistoryWindow }[] {
  const accounts = groupByAccount(read.accounts);
  const entries = groupByAccount(read.entries);
  const postings = groupByAccount(read.postings);
  const movements = groupByAccount(read.movements);
  const lots = groupByAccount(read.lots);
  const holds = groupByAccount(read.holds);
  const spentRuns = groupByAccount(read.spentRuns);
  const keys = groupByAccount(read.keys);
  const ids = new Set(
    [accounts, entries, postings, movements, lots, holds, spentRuns, keys].flatMap((each) => [
      ...each.keys(),
    ]),
  );
  return [...ids]
    .sort((a, b) => a - b)
    .map((accountId) => {
      const window = {
        entries: entries.get(accountId) ?? [],
        postings: postings.get(accountId) ?? [],
        movements: movements.get(accountId) ?? [],
        lots: lots.get(accountId) ?? [],
        keys: keys.get(accountId) ?? [],
      };
      const start = {
        accountId,
        account: accounts.get(accountId)?.[0] ?? null,
        holds: holds.get(accountId) ?? [],
        spentRun: spentRuns.get(accountId)?.[0] ?? null,
        matured: maturedIn(window),
      };
      return { start, window };
    });
}

function groupByAccount<Row extends { readonly accountId: number }>(all: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of all) {
    const group = groups.get(row.accountId);
    if (group) group.push(row);
    else groups.set(row.accountId, [row]);
  }
  return groups;
}

/** The lots that a history's `mature` entries name. */
function maturedIn({ entries, movements }: Pick<HistoryWindow, "entries" | "movements">): Set<string> {
  const maturing = new Set(entries.filter((entry) => entry.kind === "mature").map((entry) => entry.seq));
  return new Set(
    movements.filter((each) => maturing.has(each.seq)).map((each) => `${each.lotSeq}/${each.lotLine}`),
  );
}
