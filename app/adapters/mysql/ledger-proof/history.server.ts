import type { PoolConnection } from "mariadb";

import { splitByAccount } from "#core/proof";
import type { AccountHistory, LedgerHistory } from "../../../usecases/ports/ledger-proof.ts";
import type { Database } from "../database.server.ts";
import { findBetweenAccounts } from "./between-accounts.server.ts";
import { readLongHistory } from "./long-history.server.ts";
import * as rows from "./proof-rows.server.ts";
import {
  BEGINNING,
  beginMoment,
  END,
  endMoment,
  query,
  readAccountRows,
  readKeys,
  readTable,
} from "./read-rows.server.ts";

/** Entries read at a time: accounts share a reading until they have as many, a longer account has its own. */
const ENTRIES_AT_ONCE = 5_000;
const ACCOUNTS_AT_ONCE = 500;

/**
 * The ledger's tables on MySQL or MariaDB, read account by account. Holds the rows of about `entriesAtOnce` entries in
 * memory, however long the history.
 */
export function createMysqlLedgerHistory(
  { pool }: Pick<Database, "pool">,
  entriesAtOnce = ENTRIES_AT_ONCE,
): LedgerHistory {
  return {
    async listPrograms() {
      const found = await pool.query<{ id: number }[]>("SELECT id FROM program ORDER BY id");
      return found.map((program) => program.id);
    },
    async measure(programId) {
      const [sizes] = await pool.query<{ accounts: number; entries: string | null }[]>(
        "SELECT COUNT(*) AS accounts, SUM(entry_count) AS entries FROM account WHERE program_id = ?",
        [programId],
      );
      return { accounts: sizes?.accounts ?? 0, entries: Number(sizes?.entries ?? 0) };
    },
    async *readAccounts(programId) {
      for (let from = BEGINNING; from !== END;) {
        // A connection per stretch, so that whoever waits for one has its turn in between.
        const connection = await pool.getConnection();
        let together: AccountHistory[] = [];
        let to = END;
        try {
          const range = await nextRange(connection, programId, from, entriesAtOnce);
          to = range.to;
          if (range.isLong) yield* readLongHistory(connection, programId, to, entriesAtOnce);
          else together = await readAccounts(connection, programId, [from, to]);
        } finally {
          await connection.release();
        }
        yield* together;
        from = to === END ? END : to + 1;
      }
    },
    findBetweenAccounts: (programId) => findBetweenAccounts(pool, programId),
  };
}

/**
 * Accounts from `from` on that are read together. Ids without an account belong to a range too, for their rows
 * would be strangers; a long account is a range by itself.
 */
async function nextRange(
  connection: PoolConnection,
  programId: number,
  from: number,
  entriesAtOnce: number,
): Promise<{ to: number; isLong: boolean }> {
  const accounts = await query(
    connection,
    "SELECT id, entry_count FROM account WHERE program_id = ? AND id >= ? ORDER BY id LIMIT ?",
    [programId, from, ACCOUNTS_AT_ONCE],
  );
  let entries = 0;
  let before = from;
  for (const row of accounts) {
    const id = Number(row["id"]);
    const count = Number(row["entry_count"]);
    if (count > entriesAtOnce) return id === from ? { to: id, isLong: true } : { to: id - 1, isLong: false };
    entries += count;
    if (entries > entriesAtOnce && before !== from) return { to: id - 1, isLong: false };
    before = id;
  }
  return { to: accounts.length < ACCOUNTS_AT_ONCE ? END : before, isLong: false };
}

async function readAccounts(
  connection: PoolConnection,
  programId: number,
  accounts: readonly [number, number],
): Promise<AccountHistory[]> {
  const stretch = { programId, accounts };
  await beginMoment(connection);
  const read = {
    accounts: await readAccountRows(connection, stretch),
    entries: (await readTable(connection, "entry", stretch)).map(rows.toEntryRow),
    postings: (await readTable(connection, "posting", stretch)).map(rows.toPostingRow),
    movements: (await readTable(connection, "lot_movement", stretch)).flatMap(rows.toMovementRows),
    lots: (await readTable(connection, "lot", stretch)).map(rows.toLotRow),
    holds: (await readTable(connection, "hold", stretch)).map(rows.toHoldRow),
    spentRuns: (await readTable(connection, "spent_run", stretch)).map(rows.toSpentRunRow),
    keys: (await readKeys(connection, stretch)).map(rows.toKeyRow),
  };
  await endMoment(connection);
  return splitByAccount(read).map(({ start, window }) => ({ start, windows: [window] }));
}
