import { coversSoonest, lotsNeededBy, remainingIn } from "#core/ledger";
import type { AccountState, Command, Lot } from "#core/ledger";
import { LOT_AS_TEXT, LOTS_AS_TEXT } from "./lot-rows.server.ts";
import type { ReadLots } from "./lot-rows.server.ts";
import type { Statement } from "./statements.server.ts";

/** Which open lots a batch must know. */
export interface LotNeeds {
  /** Accounts of which every open lot is needed. */
  readonly wholeOf: ReadonlySet<number>;
  /** Accounts of which those spent first are, with how many credits these have to cover. */
  readonly soonestMinor: ReadonlyMap<number, number>;
}

/** So many lots of an account are read before it is known whether they cover what is taken: most takings need few. */
const SOONEST = 50;

/** The accounts a command concerns. */
export function accountsOf(command: Command): number[] {
  return "toAccountId" in command ? [command.accountId, command.toAccountId] : [command.accountId];
}

/** Which lots the commands need, whatever the ledger knows of their subjects. */
export function lotNeedsOf(commands: readonly Command[]): LotNeeds {
  const wholeOf = new Set<number>();
  const soonestMinor = new Map<number, number>();
  for (const command of commands) {
    const needed = lotsNeededBy(command);
    if (needed === "all") for (const accountId of accountsOf(command)) wholeOf.add(accountId);
    if (typeof needed !== "object") continue;
    soonestMinor.set(command.accountId, (soonestMinor.get(command.accountId) ?? 0) + needed.soonestMinor);
  }
  for (const accountId of wholeOf) soonestMinor.delete(accountId);
  return { wholeOf, soonestMinor };
}

const OPEN_LOTS = "lot_program_id_account_id_remains_until_idx";
const ALL_LOTS = "PRIMARY";

/** Every open lot of the accounts, each in a row. */
export function readWholeLots(programId: number, accountIds: readonly number[]): Statement {
  return readOpenLots(LOT_AS_TEXT, OPEN_LOTS, programId, accountIds);
}

/** The index is named: with statistics of a moment ago, as in an import, the engines read all lots of the program. */
function readOpenLots(
  columns: typeof LOT_AS_TEXT | typeof LOTS_AS_TEXT,
  index: typeof OPEN_LOTS | typeof ALL_LOTS,
  programId: number,
  accountIds: readonly number[],
): Statement {
  return {
    sql: `SELECT ${columns} FROM lot l FORCE INDEX (${index})
          WHERE l.program_id = ? AND l.account_id IN (?) AND l.remains_until IS NOT NULL`,
    values: [programId, accountIds],
  };
}

/** With this many entries at the most, an account's lots are few enough to pass over those that are empty. */
const SHORT_HISTORY = 5_000;

/**
 * Every open lot of accounts of which much is taken, in one row, by the index that leads to them sooner: going through
 * all lots in the order in which they are stored takes half as long as going from the index of open lots to each, where
 * most are open.
 */
export function readManyLots(
  programId: number,
  accounts: readonly { readonly id: number; readonly entry_count: number }[],
): Statement {
  const isShort = accounts.every((account) => account.entry_count <= SHORT_HISTORY);
  return readOpenLots(
    LOTS_AS_TEXT,
    isShort ? ALL_LOTS : OPEN_LOTS,
    programId,
    accounts.map((account) => account.id),
  );
}

/** The lots of the accounts in the order in which they are spent, account by account, as far as the limit reaches. */
export function readSoonestLots(programId: number, { soonestMinor }: LotNeeds): Statement {
  const lots = readWholeLots(programId, [...soonestMinor.keys()]);
  return {
    sql: `${lots.sql} ORDER BY l.account_id, l.remains_until, l.entry_seq, l.line LIMIT ${limitFor(soonestMinor.size)}`,
    values: lots.values,
  };
}

/** Of the accounts whose soonest lots were read: those of which that was every lot, and those that need the others too. */
export function judgeSoonest(
  { soonestMinor }: LotNeeds,
  { count, lastAccountId, of }: ReadLots,
  now: string,
): { readonly whole: readonly number[]; readonly short: readonly number[] } {
  const reachedLimit = count === limitFor(soonestMinor.size);
  const isWhole = (accountId: number): boolean => !reachedLimit || accountId < (lastAccountId ?? 0);
  const accountIds = [...soonestMinor.keys()];
  return {
    whole: accountIds.filter(isWhole),
    short: accountIds.filter((accountId) => {
      const needed = soonestMinor.get(accountId) ?? 0;
      return !isWhole(accountId) && !coversSoonest(of.get(accountId) ?? [], needed, now);
    }),
  };
}

/** What remains in the lots of an account beyond `lots`; below zero never: lots that hold too much are to be found. */
export function remainingBeyond(
  lots: readonly Lot[],
  balances: { readonly available: number; readonly pending: number },
): NonNullable<AccountState["unreadMinor"]> {
  const beyond = (bucket: Lot["bucket"]): number =>
    Math.max(0, Math.max(balances[bucket], 0) - remainingIn(lots, bucket));
  return { available: beyond("available"), pending: beyond("pending") };
}

/** Lots that the commands name or that what they name took from; they may be empty. Null: the commands name none. */
export function readNamedLots(
  programId: number,
  named: {
    readonly reversed: readonly string[];
    readonly holdKeys: readonly string[];
    readonly matured: readonly (readonly number[])[];
  },
): Statement | null {
  const parts: Statement[] = named.matured.map((lot) => ({
    sql: `SELECT ${LOT_AS_TEXT} FROM lot l WHERE l.program_id = ? AND l.account_id = ? AND l.entry_seq = ? AND l.line = ?`,
    values: [programId, ...lot],
  }));
  if (named.holdKeys.length > 0) {
    const ofHold =
      "hold h JOIN lot_movement m ON m.program_id = h.program_id AND m.account_id = h.account_id";
    parts.push(
      ...readMovedLots(`${ofHold} AND m.entry_seq = h.entry_seq`, "h.program_id = ? AND h.hold_key IN (?)", [
        programId,
        named.holdKeys,
      ]),
    );
  }
  if (named.reversed.length > 0) {
    const ofReversed = "k.program_id = ? AND k.business_key IN (?)";
    const moved = "JOIN lot_movement m ON m.program_id = k.program_id AND m.account_id = k.account_id";
    const ended = "JOIN hold h ON h.program_id = k.program_id AND h.account_id = k.account_id";
    const values = [programId, named.reversed];
    parts.push(
      ...readMovedLots(`ledger_key k ${moved} AND m.entry_seq = k.entry_seq`, ofReversed, values),
      ...readMovedLots(
        `ledger_key k ${ended} AND h.ended_seq = k.entry_seq ${moved} AND m.entry_seq = h.entry_seq`,
        ofReversed,
        values,
      ),
    );
  }
  if (parts.length === 0) return null;
  const sql = parts.map((part) => part.sql).join(" UNION ");
  return { sql, values: parts.flatMap((part) => part.values) };
}

/** The lots that the movements `m` of the tables name: each its own, and those in the list of what follows it. */
function readMovedLots(tables: string, where: string, values: readonly unknown[]): Statement[] {
  const lot = "JOIN lot l ON l.program_id = m.program_id AND l.account_id = m.account_id";
  const listed = "JOIN JSON_TABLE(m.more, '$[*]' COLUMNS (seq INT PATH '$[0]', line INT PATH '$[1]')) n";
  return [
    {
      sql: `SELECT ${LOT_AS_TEXT} FROM ${tables} ${lot} AND l.entry_seq = m.lot_seq AND l.line = m.lot_line WHERE ${where}`,
      values,
    },
    {
      sql: `SELECT ${LOT_AS_TEXT} FROM ${tables} ${listed} ${lot} AND l.entry_seq = n.seq AND l.line = n.line WHERE ${where}`,
      values,
    },
  ];
}

function limitFor(accounts: number): number {
  return SOONEST * accounts;
}
