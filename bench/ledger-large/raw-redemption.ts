import type { Pool } from "mariadb";
import { OPEN_LOTS } from "./fill.ts";

/** Above what any account reaches by posting, so that no number is met twice. */
let seq = 1_500_000_000;
const HASH = `x'${"5a".repeat(32)}'`;
const NOW = "UTC_TIMESTAMP(3)";

/**
 * The ceiling: what the database needs by itself to commit the rows of a redemption from so many lots, in one packet.
 * Nothing is read or decided. run: as the ledger writes them; rows: each lot and each movement by itself.
 */
export async function writeRawRedemption(
  pool: Pool,
  programId: number,
  { accountId, lots, how }: { accountId: number; lots: number; how: "run" | "rows" },
): Promise<void> {
  seq += 1;
  const at = `${programId}, ${accountId}, ${seq}`;
  const key = `raw/${accountId}/${seq}`;
  const result = `'{"ok":true,"outcome":"posted","entrySeq":1001,"amountMinor":-100,"shortfallMinor":0,"availableMinor":0}'`;
  const ofAccount = `program_id = ${programId} AND account_id = ${accountId}`;
  await pool.query(
    [
      "START TRANSACTION",
      `INSERT INTO intent (program_id, account_id, entry_seq, kind, shop_id, amount, state, due_at, attempts, created_at, mirror)
       VALUES (${at}, 'exigo.point', NULL, -100, 'due', ${NOW}, 0, ${NOW}, 1), (${at}, 'shopify.balance', 1, 0, 'due', ${NOW}, 0, ${NOW}, NULL)`,
      `INSERT INTO ledger_key (program_id, account_id, entry_seq, key_seq, hash, business_key, content_hash, subject, subject_version,
         subject_effect, reverses_key, reversed_amount, result, decided_at)
       VALUES (${at}, ${seq}, ${HASH}, '${key}', ${HASH}, NULL, NULL, 0, NULL, NULL, ${result}, ${NOW})`,
      `INSERT INTO entry (program_id, account_id, seq, kind, business_key, subject, effective_at, booked_at, cause_kind,
         cause_ref, reason_code, shop_id, available_after, pending_after, held_after, trace, prev_hash, hash)
       VALUES (${at}, 'adjust', '${key}', NULL, ${NOW}, ${NOW}, 'staff', 'bench', 'redemption', NULL, 0, 0, 0, NULL, ${HASH}, ${HASH})`,
      `INSERT INTO posting (program_id, account_id, seq, line, book, amount, balance_after)
       VALUES (${at}, 0, 'available', -100, 0), (${at}, 1, 'adjusted', 100, NULL)`,
      ...lotStatements(programId, accountId, { lots, how }),
      `UPDATE account FORCE INDEX (PRIMARY) SET available = available - 0, head_hash = ${HASH}, key_hash = ${HASH}, updated_at = ${NOW}
       WHERE program_id = ${programId} AND id = ${accountId}`,
      ...(how === "run" ? [`DELETE FROM spent_run WHERE ${ofAccount}`] : []),
      "COMMIT",
    ].join(";\n"),
  );
}

function lotStatements(
  programId: number,
  accountId: number,
  { lots, how }: { lots: number; how: "run" | "rows" },
): string[] {
  const at = `${programId}, ${accountId}, ${seq}`;
  const ofAccount = `program_id = ${programId} AND account_id = ${accountId}`;
  const numbers = Array.from({ length: lots }, (_, index) => index + 1);
  const columns = "program_id, account_id, entry_seq, line, lot_seq, lot_line, amount, more";
  if (how === "rows") {
    const rows = numbers.map((lot, line) => `(${at}, ${line}, ${lot}, 0, -100, NULL)`);
    return [
      `UPDATE lot SET remaining = 0 WHERE ${ofAccount} AND entry_seq <= ${lots}`,
      `INSERT INTO lot_movement (${columns}) VALUES ${rows.join(",")}`,
    ];
  }
  const more =
    lots === 1
      ? "NULL"
      : `'[${numbers
          .slice(1)
          .map((lot) => `[${lot},0,-100]`)
          .join(",")}]'`;
  const movement = `INSERT INTO lot_movement (${columns}) VALUES (${at}, 0, 1, 0, -100, ${more})`;
  if (lots === 1)
    return [
      `UPDATE lot SET remaining = 100 - ${seq} MOD 50 WHERE ${ofAccount} AND entry_seq = ${OPEN_LOTS}`,
      movement,
    ];
  return [
    movement,
    `INSERT INTO spent_run (program_id, account_id, entry_seq, first_until, first_seq, first_line, last_until, last_seq, last_line)
     VALUES (${at}, ${NOW}, 1, 0, ${NOW}, ${lots}, 0)`,
  ];
}
