import type { Pool, PoolConnection } from "mariadb";
import type { LedgerWorld } from "../ledger/ledger-world.ts";

/** Entries of the account that has the most. */
export const ENTRIES_OF_LARGEST = 100_000;
export const ENTRIES_OF_OTHERS = 100;
/** Open lots of each account that redeems. */
export const OPEN_LOTS = 1_000;

/** When the filled entries were booked: from here on, evenly over these days. */
export const FILLED_FROM = Date.parse("2025-11-20T00:00:00.000Z");
export const FILLED_DAYS = 300;

/** Rows of one INSERT: large enough to be fast, small enough for the undo log. */
const CHUNK = 100_000;

/** A run of accounts with the same number of entries each. */
export interface Filling {
  readonly firstAccountId: number;
  readonly accounts: number;
  readonly entriesEach: number;
  /** open: every entry earns a lot that stays; due: one that expired yesterday; spent: every second entry spends it. */
  readonly lots: "open" | "due" | "spent";
}

/** Makes the table of numbers that the filling counts with. */
export async function createNumbers(pool: Pool): Promise<void> {
  await pool.query("CREATE TABLE numbers (n INT NOT NULL PRIMARY KEY)");
  await pool.query("INSERT INTO numbers VALUES (0)");
  for (let size = 1; size < CHUNK; size *= 2) {
    await pool.query("INSERT INTO numbers SELECT n + ? FROM numbers WHERE n + ? < ?", [size, size, CHUNK]);
  }
}

/** Writes entries with all that belongs to them, as posting would have left them, far faster than posting. */
export async function fillEntries(
  pool: Pool,
  world: LedgerWorld,
  filling: Filling,
  say: (done: number) => void,
): Promise<void> {
  const connection = await pool.getConnection();
  try {
    // The binary log then holds the statements instead of every row that they write.
    await connection.query("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    const total = filling.accounts * filling.entriesEach;
    for (let from = 0; from < total; from += CHUNK) {
      await fillChunk(connection, world, filling, { from, to: Math.min(from + CHUNK, total) });
      say(Math.min(from + CHUNK, total));
    }
    await connection.query(
      `UPDATE account SET entry_count = ?, key_count = entry_count, available = ?, updated_at = UTC_TIMESTAMP(3)
       WHERE program_id = ? AND id >= ? AND id < ?`,
      [
        filling.entriesEach,
        filling.lots === "spent" ? 0 : filling.entriesEach * 100,
        world.programId,
        filling.firstAccountId,
        filling.firstAccountId + filling.accounts,
      ],
    );
    await connection.query("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
  } finally {
    await connection.release();
  }
}

async function fillChunk(
  connection: PoolConnection,
  { programId }: LedgerWorld,
  { firstAccountId, entriesEach, lots }: Filling,
  { from, to }: { from: number; to: number },
): Promise<void> {
  // Entry number i of the filling belongs to account i DIV entriesEach and is its entry i MOD entriesEach + 1.
  const account = `(${firstAccountId} + (${from} + n) DIV ${entriesEach})`;
  const seq = `((${from} + n) MOD ${entriesEach} + 1)`;
  const stays = lots !== "spent";
  const earns = stays ? "1 = 1" : `${seq} MOD 2 = 1`;
  const kind = `IF(${earns}, 'earn', 'adjust')`;
  const key = `CONCAT('filled/', ${account}, '/', ${seq})`;
  const subject = `IF(${earns}, CONCAT('shop/1/order/', ${account}, ${seq}), NULL)`;
  const at = `DATE_ADD('2025-11-20', INTERVAL ${seq} * ${Math.floor((FILLED_DAYS * 86_400) / entriesEach)} SECOND)`;
  const expires = lots === "due" ? "UTC_TIMESTAMP(3) - INTERVAL 1 DAY" : `DATE_ADD(${at}, INTERVAL 5 YEAR)`;
  const amount = `IF(${earns}, 100, -100)`;
  const after = stays ? `${seq} * 100` : `IF(${earns}, 100, 0)`;
  const result = `CONCAT('{"ok":true,"outcome":"posted","entrySeq":', ${seq}, ',"amountMinor":', ${amount}, ',"shortfallMinor":0,"availableMinor":', ${after}, '}')`;
  const hash = `UNHEX(SHA2(${key}, 256))`;
  const range = `FROM numbers WHERE n < ${to - from}`;
  const statements = [
    `INSERT INTO entry (program_id, account_id, seq, kind, business_key, subject, effective_at, booked_at, cause_kind,
       cause_ref, reason_code, shop_id, available_after, pending_after, held_after, trace, prev_hash, hash)
     SELECT ${programId}, ${account}, ${seq}, ${kind}, ${key}, ${subject}, ${at}, ${at}, 'rule', '1', 'order_earns',
       1, ${after}, 0, 0, NULL, ${hash}, ${hash} ${range}`,
    `INSERT INTO posting (program_id, account_id, seq, line, book, amount, balance_after)
     SELECT ${programId}, ${account}, ${seq}, line, IF(line = 0, 'available', IF(${earns}, 'issued', 'adjusted')),
       IF(line = 0, ${amount}, -${amount}), IF(line = 0, ${after}, NULL)
     FROM numbers JOIN (SELECT 0 AS line UNION SELECT 1) AS each_line WHERE n < ${to - from}`,
    `INSERT INTO ledger_key (program_id, business_key, content_hash, account_id, key_seq, entry_seq, subject,
       subject_version, subject_effect, result, decided_at, hash)
     SELECT ${programId}, ${key}, ${hash}, ${account}, ${seq}, ${seq}, ${subject}, IF(${earns}, 1, NULL),
       IF(${earns}, 100, 0), ${result}, ${at}, ${hash} ${range}`,
    `INSERT INTO lot (program_id, account_id, entry_seq, line, bucket, amount, remaining, available_from, expires_at)
     SELECT ${programId}, ${account}, ${seq}, 0, 'available', 100, ${stays ? 100 : 0}, ${at},
       ${expires} ${range} AND ${earns}`,
    `INSERT INTO lot_movement (program_id, account_id, entry_seq, line, lot_seq, lot_line, amount)
     SELECT ${programId}, ${account}, ${seq}, 0, ${seq} - 1, 0, -100 ${range} AND NOT (${earns})`,
    `INSERT INTO intent (program_id, kind, account_id, entry_seq, amount, state, due_at, attempts, created_at, finished_at,
       mirror)
     SELECT ${programId}, 'exigo.point', ${account}, ${seq}, ${amount}, 'confirmed', ${at}, 1, ${at}, ${at}, 1 ${range}`,
  ];
  for (const statement of statements) await connection.query(statement);
}
