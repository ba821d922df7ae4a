import type { PoolConnection } from "mariadb";

import type { AccountRow } from "#core/proof";
import { toAccountRow } from "./proof-rows.server.ts";
import type { Row } from "./proof-rows.server.ts";

/** A stretch of a program's accounts, or of one account's history; both ends belong to it. */
export interface Stretch {
  readonly programId: number;
  readonly accounts: readonly [from: number, to: number];
  /** Only for one account. */
  readonly seqs?: readonly [from: number, to: number];
}

/** Past every id and every sequence. */
export const END = Number.MAX_SAFE_INTEGER;
/** Before every id and every sequence. */
export const BEGINNING = -END;

/** The ledger's tables that belong to entries, and the column that names the entry. */
const TABLES = {
  entry: "seq",
  posting: "seq, line",
  lot: "entry_seq, line",
  lot_movement: "entry_seq, line",
  hold: "entry_seq",
  spent_run: "entry_seq",
} as const;

export type TableName = keyof typeof TABLES;

/** Rows of one table in the order of its key, within the connection's transaction. */
export function readTable(connection: PoolConnection, table: TableName, stretch: Stretch): Promise<Row[]> {
  const [seqColumn] = TABLES[table].split(",");
  const withinSeqs = stretch.seqs ? ` AND ${seqColumn} BETWEEN ? AND ?` : "";
  return query(
    connection,
    `SELECT * FROM ${table} WHERE program_id = ? AND account_id BETWEEN ? AND ?${withinSeqs}
     ORDER BY program_id, account_id, ${TABLES[table]}`,
    [stretch.programId, ...stretch.accounts, ...(stretch.seqs ?? [])],
  );
}

/** Keys of a stretch of accounts, each account's by number. */
export function readKeys(
  connection: PoolConnection,
  { programId, accounts }: Stretch,
  from = BEGINNING,
  limit = END,
): Promise<Row[]> {
  return query(
    connection,
    `SELECT * FROM ledger_key WHERE program_id = ? AND account_id BETWEEN ? AND ? AND key_seq >= ?
     ORDER BY program_id, account_id, key_seq LIMIT ?`,
    [programId, ...accounts, from, limit],
  );
}

/** Runs a statement whose numbers may be beyond what is exact: a damaged row must be found, not stop the reading. */
export async function query(connection: PoolConnection, sql: string, values: unknown[]): Promise<Row[]> {
  return (await connection.query({ sql, checkNumberRange: false, bigIntAsNumber: true }, values)) as Row[];
}

/** The account rows of a stretch, with whether their members are there. */
export async function readAccountRows(
  connection: PoolConnection,
  { programId, accounts }: Stretch,
): Promise<AccountRow[]> {
  const found = await query(
    connection,
    `SELECT a.*, m.id AS member_exists FROM account a
     LEFT JOIN member m ON m.program_id = a.program_id AND m.id = a.member_id
     WHERE a.program_id = ? AND a.id BETWEEN ? AND ? ORDER BY a.id`,
    [programId, ...accounts],
  );
  return found.map(toAccountRow);
}

/** What is read from here to {@link endMoment} is of one moment of the database. */
export async function beginMoment(connection: PoolConnection): Promise<void> {
  await connection.query(
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; START TRANSACTION WITH CONSISTENT SNAPSHOT",
  );
}

/** Ends what {@link beginMoment} began. */
export async function endMoment(connection: PoolConnection): Promise<void> {
  await connection.query("COMMIT");
}
