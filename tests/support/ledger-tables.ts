import * as rows from "#adapters/mysql/ledger-proof/proof-rows";
import type { Row } from "#adapters/mysql/ledger-proof/proof-rows";
import { splitByAccount } from "#core/proof";
import type { Finding } from "#core/proof";
import type { LedgerHistory } from "#usecases/ports/ledger-proof";
import type { Pool } from "mariadb";

import type { MutableTable } from "./ledger-mutations.ts";

const KEYS: Readonly<Record<string, readonly string[]>> = {
  account: ["program_id", "id"],
  entry: ["program_id", "account_id", "seq"],
  posting: ["program_id", "account_id", "seq", "line"],
  lot: ["program_id", "account_id", "entry_seq", "line"],
  lot_movement: ["program_id", "account_id", "entry_seq", "line"],
  hold: ["program_id", "account_id", "entry_seq"],
  spent_run: ["program_id", "account_id"],
  ledger_key: ["program_id", "account_id", "key_seq"],
};

const UNIQUE: Readonly<Record<string, readonly string[]>> = {
  account: ["program_id", "member_id"],
  hold: ["program_id", "hold_key"],
  ledger_key: ["program_id", "business_key"],
};

/** The ledger's tables of a database, whole, in memory. */
export async function readLedgerTables(pool: Pool): Promise<MutableTable[]> {
  return Promise.all(
    Object.entries(KEYS).map(async ([name, key]) => ({
      name,
      key,
      unique: UNIQUE[name] ?? [],
      rows: withJsonText(await pool.query(`SELECT ${await storedColumns(pool, name)} FROM ${name}`)),
    })),
  );
}

/** What the driver parsed is text again, as it is stored, so that its bytes can be turned. */
function withJsonText(rows: Record<string, unknown>[]): Record<string, unknown>[] {
  const isParsed = (value: unknown): boolean =>
    typeof value === "object" && value !== null && !(value instanceof Date) && !Buffer.isBuffer(value);
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, isParsed(value) ? JSON.stringify(value) : value]),
    ),
  );
}

/** A generated column is worked out by the server from the others: nobody can write another value into it. */
async function storedColumns(pool: Pool, table: string): Promise<string> {
  const columns: { name: string }[] = await pool.query(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = DATABASE() AND table_name = ? AND COALESCE(generation_expression, '') = ''
     ORDER BY ordinal_position`,
    [table],
  );
  return columns.map(({ name }) => `\`${name}\``).join(", ");
}

/** Tables in memory in the place of the database's; `members` are those of the one program that there is. */
export function historyInMemory(
  programId: number,
  tables: readonly MutableTable[],
  members: ReadonlySet<number>,
): LedgerHistory {
  const read = <T>(name: string, toRow: (row: Row) => T, order: (row: T) => readonly number[]): T[] =>
    (tables.find((table) => table.name === name)?.rows ?? [])
      .filter((row) => row["program_id"] === programId)
      .map(toRow)
      .sort((a, b) => compare(order(a), order(b)));
  const place = (row: { accountId: number; seq: number }) => [row.accountId, row.seq];
  const all = {
    accounts: read(
      "account",
      (row) => rows.toAccountRow(withMember(row, members)),
      (row) => [row.accountId],
    ),
    entries: read("entry", rows.toEntryRow, place),
    postings: read("posting", rows.toPostingRow, (row) => [row.accountId, row.seq, row.line]),
    movements: read("lot_movement", rows.toMovementRows, ([row]) =>
      row ? [row.accountId, row.seq, row.line] : [],
    ).flat(),
    lots: read("lot", rows.toLotRow, (row) => [row.accountId, row.seq, row.line]),
    holds: read("hold", rows.toHoldRow, place),
    spentRuns: read("spent_run", rows.toSpentRunRow, place),
    keys: read("ledger_key", rows.toKeyRow, (row) => [row.accountId, row.keySeq]),
  };
  return {
    listPrograms: () => Promise.resolve([programId]),
    measure: () => Promise.resolve({ accounts: all.accounts.length, entries: all.entries.length }),
    async *readAccounts() {
      for (const { start, window } of splitByAccount(all)) yield { start, windows: [window] };
    },
    findBetweenAccounts: () => Promise.resolve(betweenAccounts()),
  };

  function betweenAccounts(): Finding | null {
    const found = (code: Finding["code"]): Finding => ({ code, accountId: null, seq: null, detail: "" });
    const owners = new Set(all.accounts.map((account) => account.memberId));
    if ([...members].some((member) => !owners.has(member))) return found("member_without_account");
    const strangers = tables.some((table) => table.rows.some((row) => row["program_id"] !== programId));
    return strangers ? found("program_missing") : null;
  }
}

function withMember(row: Row, members: ReadonlySet<number>): Row {
  const member = Number(row["member_id"]);
  return { ...row, member_exists: members.has(member) ? member : null };
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
