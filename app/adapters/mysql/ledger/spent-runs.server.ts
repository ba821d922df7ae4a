import { bySoonestExpiry } from "#core/ledger";
import type { AccountState, EntryDraft, Lot } from "#core/ledger";
import type { PoolConnection } from "mariadb";
import { z } from "zod";
import { lotKey } from "./lot-rows.server.ts";
import { datetime, insertRows, sendTogether } from "./statements.server.ts";
import type { Statement } from "./statements.server.ts";

/** Fewer lots are changed row by row: that is then no slower than writing down a run, and over at once. */
const LOTS_OF_A_RUN = 50;

/** What `remains_until` says of a lot that never expires. */
const NEVER = "9999-12-31T00:00:00.000Z";

/** Lots that one entry emptied: those from the first to the last of an account, in the order in which they are spent. */
export interface SpentRun {
  readonly accountId: number;
  readonly entrySeq: number;
  readonly first: Lot;
  readonly last: Lot;
  /** Keys of all of them. */
  readonly lots: ReadonlySet<number>;
}

/** True for a row `l` of `lot` that is empty although it does not say so yet. */
export const IS_IN_SPENT_RUN = `EXISTS (SELECT 1 FROM spent_run r
  WHERE r.program_id = l.program_id AND r.account_id = l.account_id AND l.bucket = 'available'
    AND (l.remains_until, l.entry_seq, l.line) >= (r.first_until, r.first_seq, r.first_line)
    AND (l.remains_until, l.entry_seq, l.line) <= (r.last_until, r.last_seq, r.last_line))`;

/**
 * The lots that the entry emptied, if they are many and follow one another without a gap; null: each changes its row.
 * `before` is the account as its rows say it is, so the entry must be the only one since.
 */
export function spentRunOf(before: AccountState, entry: EntryDraft): SpentRun | null {
  const [start] = entry.lotMovements;
  if (!start || entry.lotMovements.length < LOTS_OF_A_RUN) return null;
  const open = before.lots
    .filter((lot) => lot.bucket === "available" && lot.remainingMinor > 0)
    .sort(bySoonestExpiry);
  const from = open.findIndex((lot) => lotKey(lot) === lotKey(start.lot));
  const emptied: Lot[] = [];
  for (const [index, { lot: named, amountMinor }] of entry.lotMovements.entries()) {
    const lot = open[from + index];
    if (!lot || lotKey(lot) !== lotKey(named)) return null;
    if (lot.remainingMinor + amountMinor === 0) emptied.push(lot);
  }
  const [first, last] = [emptied[0], emptied.at(-1)];
  // Only the last lot that a spending takes from can keep something.
  if (!first || !last || emptied.length < Math.max(LOTS_OF_A_RUN, entry.lotMovements.length - 1)) return null;
  if (last !== open[from + emptied.length - 1]) return null;
  return {
    accountId: before.accountId,
    entrySeq: entry.seq,
    first,
    last,
    lots: new Set(emptied.map(lotKey)),
  };
}

/** Writes down runs, in the commit of their entries. */
export function spentRunWrites(programId: number, runs: readonly SpentRun[]): Statement | null {
  return insertRows(
    "spent_run",
    [
      "program_id",
      "account_id",
      "entry_seq",
      "first_until",
      "first_seq",
      "first_line",
      "last_until",
      "last_seq",
      "last_line",
    ],
    runs.map(({ accountId, entrySeq, first, last }) => [
      ...[programId, accountId, entrySeq],
      ...[untilOf(first), first.entrySeq, first.line],
      ...[untilOf(last), last.entrySeq, last.line],
    ]),
  );
}

const runRow = z.object({
  account_id: z.number(),
  first_until: z.date(),
  first_seq: z.number(),
  first_line: z.number(),
  last_until: z.date(),
  last_seq: z.number(),
  last_line: z.number(),
});

/**
 * Writes the runs of the accounts on their lots, within the connection's transaction. Locks the accounts in id order,
 * as posting does, so that no command meets half of it; done twice it changes nothing.
 */
export async function writeOutSpentRuns(
  connection: PoolConnection,
  programId: number,
  accountIds: readonly number[],
): Promise<void> {
  const named = [programId, accountIds];
  const [, found] = await sendTogether(connection, [
    {
      sql: "SELECT id FROM account FORCE INDEX (PRIMARY) WHERE program_id = ? AND id IN (?) ORDER BY id FOR UPDATE",
      values: named,
    },
    {
      sql: `SELECT account_id, first_until, first_seq, first_line, last_until, last_seq, last_line FROM spent_run
            WHERE program_id = ? AND account_id IN (?) ORDER BY account_id`,
      values: named,
    },
  ]);
  await sendTogether(connection, [
    ...z
      .array(runRow)
      .parse(found)
      .map((run) => emptyLots(programId, run)),
    { sql: "DELETE FROM spent_run WHERE program_id = ? AND account_id IN (?)", values: named },
  ]);
}

function emptyLots(programId: number, run: z.infer<typeof runRow>): Statement {
  const first = [run.first_until, run.first_seq, run.first_line];
  const last = [run.last_until, run.last_seq, run.last_line];
  return {
    sql: `UPDATE lot FORCE INDEX (lot_program_id_account_id_remains_until_idx) SET remaining = 0
          WHERE program_id = ? AND account_id = ? AND bucket = 'available' AND remains_until BETWEEN ? AND ?
            AND (remains_until, entry_seq, line) >= (?, ?, ?) AND (remains_until, entry_seq, line) <= (?, ?, ?)`,
    values: [programId, run.account_id, run.first_until, run.last_until, ...first, ...last],
  };
}

function untilOf(lot: Lot): string {
  return datetime(lot.expiresAt ?? NEVER);
}
