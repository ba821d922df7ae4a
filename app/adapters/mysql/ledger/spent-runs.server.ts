import { bySoonestExpiry } from "#core/ledger";
import type { AccountState, EntryDraft, Lot, LotRef } from "#core/ledger";
import type { PoolConnection } from "mariadb";
import { z } from "zod";
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
}

/** True for a row `l` of `lot` that is empty although it does not say so yet. */
export const IS_IN_SPENT_RUN = `EXISTS (SELECT 1 FROM spent_run r
  WHERE r.program_id = l.program_id AND r.account_id = l.account_id AND l.bucket = 'available'
    AND (l.remains_until, l.entry_seq, l.line) >= (r.first_until, r.first_seq, r.first_line)
    AND (l.remains_until, l.entry_seq, l.line) <= (r.last_until, r.last_seq, r.last_line))`;

/**
 * The lots that the entry emptied, if they are many and follow one another without a gap, in the order in which they
 * were taken from; null: each changes its row. The entry must be the only one between the two states of the account.
 */
export function spentRunOf(
  before: Pick<AccountState, "accountId" | "lots">,
  after: Pick<AccountState, "lots">,
  entry: Pick<EntryDraft, "seq" | "lotMovements">,
): SpentRun | null {
  const { lotMovements: movements } = entry;
  if (movements.length < LOTS_OF_A_RUN) return null;
  const emptied = before.lots.filter((lot, at) => isEmptied(lot, after.lots[at]));
  // Only the last lot that a spending takes from can keep something.
  if (emptied.length < Math.max(LOTS_OF_A_RUN, movements.length - 1)) return null;
  const first = emptied.reduce((a, b) => (bySoonestExpiry(a, b) <= 0 ? a : b));
  const last = emptied.reduce((a, b) => (bySoonestExpiry(a, b) > 0 ? a : b));
  const isBetween = (lot: Lot) => bySoonestExpiry(first, lot) <= 0 && bySoonestExpiry(lot, last) <= 0;
  const between = before.lots.filter((lot) => isOpen(lot) && isBetween(lot));
  const isTaken = (at: number, lot: Lot) => sameLot(movements[at]?.lot, lot);
  if (between.length > emptied.length || !isTaken(0, first) || !isTaken(emptied.length - 1, last))
    return null;
  const kept = movements[emptied.length]?.lot;
  if (kept && !after.lots.some((lot) => lot.remainingMinor > 0 && sameLot(kept, lot))) return null;
  return { accountId: before.accountId, entrySeq: entry.seq, first, last };
}

/** True for a lot that could be spent before and is empty after. */
export function isEmptied(before: Lot | undefined, after: Lot | undefined): boolean {
  return before !== undefined && isOpen(before) && after?.remainingMinor === 0;
}

function isOpen(lot: Lot): boolean {
  return lot.bucket === "available" && lot.remainingMinor > 0;
}

function sameLot(a: LotRef | undefined, b: LotRef): boolean {
  return a?.entrySeq === b.entrySeq && a.line === b.line;
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
