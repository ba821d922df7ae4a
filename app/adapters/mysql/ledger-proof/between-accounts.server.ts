import type { Pool } from "mariadb";
import { z } from "zod";

import type { Finding, FindingCode } from "#core/proof";

const TABLES = ["account", "entry", "posting", "lot", "lot_movement", "hold", "spent_run", "ledger_key"];

const place = z.object({ account_id: z.number().nullable(), seq: z.number().nullable(), detail: z.string() });

/** The first thing that no account's own rows can show; null: nothing is wrong between accounts. */
export async function findBetweenAccounts(pool: Pool, programId: number): Promise<Finding | null> {
  const first = async (code: FindingCode, sql: string, values: unknown[]): Promise<Finding | null> => {
    const [found] = z.array(place).parse(await pool.query(sql, values));
    return found ? { code, accountId: found.account_id, seq: found.seq, detail: found.detail } : null;
  };
  const lonely = await first("member_without_account", MEMBER_WITHOUT_ACCOUNT, [programId]);
  if (lonely) return lonely;
  const oneSided = await first("transfer_one_sided", ONE_SIDED_TRANSFER, [programId]);
  if (oneSided) return oneSided;
  for (const table of TABLES) {
    const stranger = await first("program_missing", rowOfNoProgram(table), []);
    if (stranger) return stranger;
  }
  return null;
}

const MEMBER_WITHOUT_ACCOUNT = `
  SELECT NULL AS account_id, NULL AS seq, CONCAT('member ', m.id, ' has no account') AS detail FROM member m
  LEFT JOIN account a ON a.program_id = m.program_id AND a.member_id = m.id
  WHERE m.program_id = ? AND a.id IS NULL ORDER BY m.id LIMIT 1`;

/**
 * Both ends of a movement between accounts: the key of one is that of the other with an ending. An end whose balances
 * stay as they are has no entry, and then nothing was moved between the two.
 */
const ONE_SIDED_TRANSFER = `
  SELECT e.account_id, e.seq, 'its other end is not there or has another amount' AS detail FROM entry e
  LEFT JOIN ledger_key far ON far.program_id = e.program_id AND far.business_key = CONCAT(e.business_key, '/in')
  LEFT JOIN ledger_key near ON near.program_id = e.program_id AND e.business_key LIKE '%/in' AND near.business_key =
    LEFT(e.business_key, CHAR_LENGTH(e.business_key) - CHAR_LENGTH('/in'))
  LEFT JOIN posting own ON own.program_id = e.program_id AND own.account_id = e.account_id AND own.seq = e.seq
    AND own.book = 'transferred'
  LEFT JOIN posting other ON other.program_id = e.program_id
    AND other.account_id = COALESCE(far.account_id, near.account_id)
    AND other.seq = COALESCE(far.entry_seq, near.entry_seq) AND other.book = 'transferred'
  WHERE e.program_id = ? AND e.kind IN ('transferOut', 'transferIn')
    AND COALESCE(own.amount, 0) + COALESCE(other.amount, 0) <> 0
  ORDER BY e.account_id, e.seq LIMIT 1`;

/** The distinct programs of a table are read from its key without reading its rows. */
function rowOfNoProgram(table: string): string {
  return `SELECT NULL AS account_id, NULL AS seq, CONCAT('${table} has rows of program ', t.program_id) AS detail
    FROM (SELECT DISTINCT program_id FROM ${table}) t
    LEFT JOIN program p ON p.id = t.program_id WHERE p.id IS NULL ORDER BY t.program_id LIMIT 1`;
}
