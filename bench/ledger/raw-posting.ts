import type { Pool } from "mariadb";
import { AMOUNT_MINOR, nextSubject, TRACE } from "./earnings.ts";
import type { LedgerWorld } from "./ledger-world.ts";

/**
 * The ceilings: what the database does by itself with the rows that one earning writes, in the same tables under
 * the same indexes. Nothing is read but the account's row, nothing is decided, no key is looked up.
 */
const PROCEDURE = `
CREATE PROCEDURE post_raw(IN p_program INT, IN p_account BIGINT, IN p_subject VARCHAR(128) CHARACTER SET utf8mb4
  COLLATE utf8mb4_bin, IN p_amount BIGINT, IN p_trace TEXT CHARACTER SET utf8mb4)
BEGIN
  DECLARE v_available BIGINT;
  DECLARE v_seq INT;
  DECLARE v_key_seq INT;
  DECLARE v_before BINARY(32);
  DECLARE v_hash BINARY(32);
  DECLARE v_key_before BINARY(32);
  DECLARE v_key_hash BINARY(32);
  DECLARE v_now DATETIME(3);
  DECLARE v_key VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  START TRANSACTION;
  SELECT available + p_amount, entry_count + 1, head_hash, key_count + 1, key_hash
    INTO v_available, v_seq, v_before, v_key_seq, v_key_before FROM account WHERE program_id = p_program AND id = p_account FOR UPDATE;
  SET v_now = UTC_TIMESTAMP(3);
  SET v_key = CONCAT(p_subject, '/account/', p_account, '/earn/1/', p_amount);
  SET v_hash = UNHEX(SHA2(CONCAT(v_before, p_trace, v_key), 256));
  SET v_key_hash = UNHEX(SHA2(CONCAT(v_key_before, p_trace, v_key), 256));
  INSERT INTO ledger_key (program_id, business_key, content_hash, account_id, key_seq, entry_seq, subject,
    subject_version, subject_effect, reverses_key, reversed_amount, result, decided_at, hash)
  VALUES (p_program, v_key, UNHEX(SHA2(v_key, 256)), p_account, v_key_seq, v_seq, p_subject, 1, p_amount, NULL, NULL,
    CONCAT('{"ok":true,"outcome":"posted","entrySeq":', v_seq, ',"amountMinor":', p_amount,
      ',"shortfallMinor":0,"availableMinor":', v_available, '}'), v_now, v_key_hash);
  INSERT INTO entry (program_id, account_id, seq, kind, business_key, subject, effective_at, booked_at, cause_kind,
    cause_ref, reason_code, shop_id, available_after, pending_after, held_after, trace, prev_hash, hash)
  VALUES (p_program, p_account, v_seq, 'earn', v_key, p_subject, '2026-11-20 12:00:00', v_now, 'rule', '1',
    'order_earns', 1, v_available, 0, 0, p_trace, v_before, v_hash);
  INSERT INTO posting (program_id, account_id, seq, line, book, amount, balance_after)
  VALUES (p_program, p_account, v_seq, 0, 'available', p_amount, v_available),
    (p_program, p_account, v_seq, 1, 'issued', -p_amount, NULL);
  INSERT INTO lot (program_id, account_id, entry_seq, line, bucket, amount, remaining, available_from, expires_at)
  VALUES (p_program, p_account, v_seq, 0, 'available', p_amount, p_amount, '2026-11-20 12:00:00',
    '2027-11-20 12:00:00');
  INSERT INTO intent (program_id, kind, account_id, entry_seq, shop_id, amount, state, due_at, attempts, created_at,
    mirror)
  VALUES (p_program, 'exigo.point', p_account, v_seq, NULL, p_amount, 'due', v_now, 0, v_now, 1),
    (p_program, 'shopify.balance', p_account, v_seq, 1, 0, 'due', v_now, 0, v_now, NULL);
  UPDATE account SET available = v_available, entry_count = v_seq, head_hash = v_hash, key_count = v_key_seq,
      key_hash = v_key_hash, updated_at = v_now
    WHERE program_id = p_program AND id = p_account;
  COMMIT;
END`;

const TRACE_TEXT = JSON.stringify(TRACE);

/** Makes the procedure; needs a user who may. */
export async function createRawProcedure(pool: Pool): Promise<void> {
  await pool.query(PROCEDURE);
}

/** C2 and C3: one earning by one CALL. */
export async function callRaw(pool: Pool, world: LedgerWorld, accountId: number): Promise<void> {
  const values = [world.programId, accountId, nextSubject(), AMOUNT_MINOR, TRACE_TEXT];
  await pool.query("CALL post_raw(?, ?, ?, ?, ?)", values);
}

/** Above what any account reaches by posting, so that no number is met twice. */
let seq = 1_000_000_000;
const HASH = `x'${"5a".repeat(32)}'`;
const NOW = "UTC_TIMESTAMP(3)";
const DATES = "'2026-11-20 12:00:00'";

/** C4: the rows of a batch of earnings by multi-row statements in one packet, with one commit. */
export async function writeRawBatch(
  pool: Pool,
  world: LedgerWorld,
  accountIds: readonly number[],
): Promise<void> {
  const rows = accountIds.map((accountId) => {
    const subject = nextSubject();
    seq += 1;
    return {
      at: `1, ${accountId}`,
      accountId,
      seq,
      subject,
      key: `${subject}/account/${accountId}/earn/1/500`,
    };
  });
  const values = (row: (each: (typeof rows)[number]) => string): string => rows.map(row).join(",");
  const result = `'{"ok":true,"outcome":"posted","entrySeq":100,"amountMinor":500,"shortfallMinor":0,"availableMinor":50000}'`;
  const locked = [...new Set(accountIds)].sort((a, b) => a - b);
  await pool.query(
    [
      "START TRANSACTION",
      `SELECT id FROM account FORCE INDEX (PRIMARY) WHERE program_id = 1 AND id IN (${locked.join(",")}) ORDER BY id FOR UPDATE`,
      `INSERT INTO ledger_key (program_id, account_id, entry_seq, key_seq, hash, business_key, content_hash, subject, subject_version,
         subject_effect, reverses_key, reversed_amount, result, decided_at)
       VALUES ${values((r) => `(${r.at}, ${r.seq}, ${r.seq}, ${HASH}, '${r.key}', ${HASH}, '${r.subject}', 1, 500, NULL, NULL, ${result}, ${NOW})`)}`,
      `INSERT INTO entry (program_id, account_id, seq, kind, business_key, subject, effective_at, booked_at, cause_kind,
         cause_ref, reason_code, shop_id, available_after, pending_after, held_after, trace, prev_hash, hash)
       VALUES ${values((r) => `(${r.at}, ${r.seq}, 'earn', '${r.key}', '${r.subject}', ${DATES}, ${NOW}, 'rule', '1', 'order_earns', 1, 50000, 0, 0, '${TRACE_TEXT}', ${HASH}, ${HASH})`)}`,
      `INSERT INTO posting (program_id, account_id, seq, line, book, amount, balance_after)
       VALUES ${values((r) => `(${r.at}, ${r.seq}, 0, 'available', 500, 50000), (${r.at}, ${r.seq}, 1, 'issued', -500, NULL)`)}`,
      `INSERT INTO lot (program_id, account_id, entry_seq, line, bucket, amount, remaining, available_from, expires_at)
       VALUES ${values((r) => `(${r.at}, ${r.seq}, 0, 'available', 500, 0, ${DATES}, '2027-11-20 12:00:00')`)}`,
      `INSERT INTO intent (program_id, account_id, entry_seq, kind, shop_id, amount, state, due_at, attempts, created_at, mirror)
       VALUES ${values((r) => `(${r.at}, ${r.seq}, 'exigo.point', NULL, 500, 'due', ${NOW}, 0, ${NOW}, 1), (${r.at}, ${r.seq}, 'shopify.balance', 1, 0, 'due', ${NOW}, 0, ${NOW}, NULL)`)}`,
      `UPDATE account FORCE INDEX (PRIMARY) SET available = available + 500, head_hash = ${HASH}, key_hash = ${HASH}, updated_at = ${NOW}
       WHERE program_id = 1 AND id IN (${locked.join(",")})`,
      "COMMIT",
    ].join(";\n"),
  );
}
