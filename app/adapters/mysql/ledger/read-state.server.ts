import { LedgerFault } from "#core/ledger";
import type { AccountState, BatchState, Command, Hold, SubjectPosition } from "#core/ledger";
import type { PoolConnection } from "mariadb";
import type { z } from "zod";
import { headsOf } from "./chain.server.ts";
import type { ChainHeads } from "./chain.server.ts";
import { accountsOf, judgeSoonest, lotNeedsOf, readManyLots, remainingBeyond } from "./lot-reads.server.ts";
import type { LotNeeds } from "./lot-reads.server.ts";
import { readsFor } from "./reads.server.ts";
import type { ReadName } from "./reads.server.ts";
import { mergeLots, readLots } from "./lot-rows.server.ts";
import type { ReadLots } from "./lot-rows.server.ts";
import * as rows from "./rows.server.ts";
import { sendTogether } from "./statements.server.ts";
import type { Statement } from "./statements.server.ts";

/** What a batch is decided against, and what its intents need. */
export interface LockedState {
  readonly batch: BatchState;
  readonly heads: ReadonlyMap<number, ChainHeads>;
  /** When each account had its newest entry. */
  readonly updatedAt: ReadonlyMap<number, Date>;
  /** Where point writes go; null: the program has no connection. */
  readonly exigo: {
    readonly mirror: number;
    /** While accounts are handed over: the last that was. Those after it owe nothing yet; null: all owe. */
    readonly handedOverTo: number | null;
  } | null;
  /** Shops of each account's member. */
  readonly shopIds: ReadonlyMap<number, readonly number[]>;
  /** Accounts of which some lots do not yet say that they are empty: nothing may be decided on them. */
  readonly unwritten: readonly number[];
}

const NOTHING = { available: 0, pending: 0 };

/**
 * Locks the accounts of the batch in id order and reads all that deciding it needs, mostly in one round trip: every
 * statement of the packet begins when the one before it has ended, so the reads see what the locks waited for.
 */
export async function lockAndReadState(
  connection: PoolConnection,
  programId: number,
  commands: readonly Command[],
): Promise<LockedState> {
  const accountIds = [...new Set(commands.flatMap(accountsOf))].sort((a, b) => a - b);
  const needs = lotNeedsOf(commands);
  const named = readsFor(programId, accountIds, commands, needs);
  const [, locked, ...results] = await sendTogether(connection, [
    { sql: "START TRANSACTION", values: [] },
    lockAccounts(programId, accountIds),
    ...named.map(([, statement]) => statement),
  ]);
  const accounts = rows.accountRows.parse(locked);
  const answers = new Map(named.map(([name], index) => [name, results[index]]));
  const read = <T>(name: ReadName, schema: z.ZodType<T[]>): T[] => schema.parse(answers.get(name) ?? []);
  const lotsIn = (name: ReadName): ReadLots => readLots(answers.get(name) ?? []);

  const [program] = read("program", rows.programRows);
  if (!program) throw new LedgerFault(`program ${programId} does not exist`);
  // A server whose clock was set back must not book an entry before the one that precedes it.
  const now = latest([program.now, ...accounts.map((row) => row.updated_at)]).toISOString();
  const subjects = rows.foldSubjects(read("subjects", rows.subjectRows));
  const holds = rows.foldHolds(read("holds", rows.holdRows), read("holdMovements", rows.movementRows));
  const { lots, wholeOf } = await completeLots(connection, programId, {
    needs,
    // The ledger holds something for a subject of theirs, which may have to be taken back.
    toldAgain: accountIds.filter((accountId) => subjects.has(accountId)),
    soonest: lotsIn("soonestLots"),
    others: [lotsIn("wholeLots"), lotsIn("namedLots")],
    accounts,
    now,
  });
  const toState = (row: z.infer<typeof rows.accountRows>[number]): AccountState => ({
    accountId: row.id,
    availableMinor: row.available,
    pendingMinor: row.pending,
    heldMinor: row.held,
    entryCount: row.entry_count,
    lots: lots.get(row.id) ?? [],
    unreadMinor: wholeOf.has(row.id) ? NOTHING : remainingBeyond(lots.get(row.id) ?? [], row),
    subjects: subjects.get(row.id) ?? new Map<string, SubjectPosition>(),
    holds: holds.get(row.id) ?? new Map<string, Hold>(),
  });
  return {
    batch: {
      now,
      debtPolicy: program.debt_policy,
      expiredLotGraceDays: program.expired_lot_grace_days,
      accounts: new Map(accounts.map((row) => [row.id, toState(row)])),
      keys: new Map(read("keys", rows.keyRows).map((row) => [row.business_key, rows.toUsedKey(row)])),
      reversible: rows.foldReversible({
        entries: read("reversible", rows.reversibleRows),
        purposes: read("purposes", rows.purposeRows),
        movements: read("reversedMovements", rows.movementRows),
        made: read("made", rows.madeRows),
      }),
    },
    heads: new Map(accounts.map((row) => [row.id, headsOf(programId, row)])),
    updatedAt: new Map(accounts.map((row) => [row.id, row.updated_at])),
    exigo: program.mirror === null ? null : { mirror: program.mirror, handedOverTo: program.handed_over_to },
    shopIds: rows.groupShops(read("shops", rows.shopRows)),
    unwritten: accounts.filter((row) => row.run_seq !== null).map((row) => row.id),
  };
}

/**
 * Rows are locked in the order in which the server meets them, which on another index is not that of the ids, and meets
 * every account of the program: hence the primary key.
 */
function lockAccounts(programId: number, accountIds: readonly number[]): Statement {
  return {
    sql: `SELECT a.id, a.member_id, a.available, a.pending, a.held, a.entry_count, a.head_hash, a.key_count, a.key_hash,
            a.updated_at, r.entry_seq AS run_seq
          FROM account a FORCE INDEX (PRIMARY)
          LEFT JOIN spent_run r ON r.program_id = a.program_id AND r.account_id = a.id
          WHERE a.program_id = ? AND a.id IN (?) ORDER BY a.id FOR UPDATE`,
    values: [programId, accountIds],
  };
}

/**
 * The lots of the accounts, and those accounts of which they are all open ones. A third round trip reads what was not
 * known to be needed before: for an order that is told again, and where more lots are taken from than were read.
 */
async function completeLots(
  connection: PoolConnection,
  programId: number,
  read: {
    needs: LotNeeds;
    toldAgain: number[];
    soonest: ReadLots;
    others: ReadLots[];
    accounts: z.infer<typeof rows.accountRows>;
    now: string;
  },
) {
  const { needs, toldAgain, soonest, others, accounts, now } = read;
  const { whole, short } = judgeSoonest(needs, soonest, now);
  const missing = [...new Set([...toldAgain, ...short])].filter((id) => !needs.wholeOf.has(id));
  const many = accounts.filter((account) => missing.includes(account.id));
  const [found] = many.length > 0 ? await sendTogether(connection, [readManyLots(programId, many)]) : [[]];
  const all = readLots(found);
  // What was read of them before is among all of them.
  const enough = [...soonest.of].filter(([accountId]) => !all.of.has(accountId));
  return {
    lots: mergeLots([new Map(enough), ...others.map((each) => each.of), all.of]),
    wholeOf: new Set([...needs.wholeOf, ...whole, ...missing]),
  };
}

function latest(dates: readonly Date[]): Date {
  return dates.reduce((last, date) => (date > last ? date : last));
}
