import type { PoolConnection } from "mariadb";

import type { AccountStart, HistoryWindow, KeyRow } from "#core/proof";
import type { AccountHistory } from "../../../usecases/ports/ledger-proof.ts";
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
import type { Stretch } from "./read-rows.server.ts";

/**
 * An account whose history is too long for one reading, in windows of `size` entries, all of one moment: the
 * transaction stays open until the next account is asked for.
 */
export async function* readLongHistory(
  connection: PoolConnection,
  programId: number,
  accountId: number,
  size: number,
): AsyncGenerator<AccountHistory> {
  const stretch: Stretch = { programId, accounts: [accountId, accountId] };
  await beginMoment(connection);
  try {
    yield { start: await readStart(connection, stretch), windows: readWindows(connection, stretch, size) };
  } finally {
    await endMoment(connection);
  }
}

async function readStart(connection: PoolConnection, stretch: Stretch): Promise<AccountStart> {
  const [account] = await readAccountRows(connection, stretch);
  const [spentRun] = await readTable(connection, "spent_run", stretch);
  const matured = await query(
    connection,
    `SELECT m.lot_seq, m.lot_line FROM entry e
     JOIN lot_movement m ON m.program_id = e.program_id AND m.account_id = e.account_id AND m.entry_seq = e.seq
     WHERE e.program_id = ? AND e.account_id = ? AND e.kind = 'mature'`,
    [stretch.programId, stretch.accounts[0]],
  );
  return {
    accountId: stretch.accounts[0],
    account: account ?? null,
    holds: (await readTable(connection, "hold", stretch)).map(rows.toHoldRow),
    spentRun: spentRun ? rows.toSpentRunRow(spentRun) : null,
    matured: new Set(matured.map((row) => `${Number(row["lot_seq"])}/${Number(row["lot_line"])}`)),
  };
}

/** The last window is open at its end, so that no row is left out whatever its number. */
async function* readWindows(
  connection: PoolConnection,
  stretch: Stretch,
  size: number,
): AsyncGenerator<HistoryWindow> {
  const [newest] = await query(
    connection,
    "SELECT MAX(seq) AS seq FROM entry WHERE program_id = ? AND account_id = ?",
    [stretch.programId, stretch.accounts[0]],
  );
  const last = Number(newest?.["seq"] ?? 0);
  const keys = createKeyReader(connection, stretch, size);
  for (let from = BEGINNING; from !== END;) {
    const to = nextEnd(from, size, last);
    const window: Stretch = { ...stretch, seqs: [from, to] };
    yield {
      entries: (await readTable(connection, "entry", window)).map(rows.toEntryRow),
      postings: (await readTable(connection, "posting", window)).map(rows.toPostingRow),
      movements: (await readTable(connection, "lot_movement", window)).flatMap(rows.toMovementRows),
      lots: (await readTable(connection, "lot", window)).map(rows.toLotRow),
      keys: await keys.upToEntry(to),
    };
    from = to === END ? END : to + 1;
  }
}

function nextEnd(from: number, size: number, last: number): number {
  const to = Math.max(from, 1) + size - 1;
  return to >= last ? END : to;
}

/** Reads an account's keys by number, as far as the entries have been read. */
function createKeyReader(connection: PoolConnection, stretch: Stretch, size: number) {
  let next = BEGINNING;
  let reached = 0;
  let isDone = false;
  return {
    async upToEntry(seq: number): Promise<KeyRow[]> {
      const keys: KeyRow[] = [];
      while (!isDone && reached < seq) {
        const page = (await readKeys(connection, stretch, next, size)).map(rows.toKeyRow);
        keys.push(...page);
        const last = page.at(-1);
        isDone = page.length < size || !last || last.keySeq < next;
        next = (last?.keySeq ?? 0) + 1;
        reached = page.reduce((newest, key) => Math.max(newest, key.entrySeq ?? 0), reached);
      }
      return keys;
    },
  };
}
