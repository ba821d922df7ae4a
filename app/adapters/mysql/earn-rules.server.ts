import type { PoolConnection } from "mariadb";

import type { EarnRuleDocument, EarnRuleVersion } from "#core/earning";
import type { Programs } from "#usecases/ports/programs";

import type { Database } from "./database.server.ts";
import { readJson } from "./json-column.server.ts";
import { inTransaction } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;
type NewEarnRule = Parameters<Programs["addEarnRule"]>[1];
type StoredEarnRule = EarnRuleVersion & { readonly author: string; readonly reason: string };

interface EarnRuleRow {
  readonly version: number;
  readonly document: unknown;
  readonly active_from: Date;
  readonly author: string;
  readonly reason: string;
}

const AUTHOR_LENGTH = 100;
const REASON_LENGTH = 500;

/** All versions of the program's earn rule, oldest first. */
export async function listEarnRules(
  { pool }: { readonly pool: Pick<PoolConnection, "query"> },
  programId: number,
): Promise<StoredEarnRule[]> {
  const rows = await pool.query<EarnRuleRow[]>(
    `SELECT version, document, active_from, author, reason FROM earn_rule_version
      WHERE program_id = ? ORDER BY version`,
    [programId],
  );
  return rows.map((row) => ({
    version: row.version,
    document: readJson<EarnRuleDocument>(row.document),
    activeFrom: row.active_from.toISOString(),
    author: row.author,
    reason: row.reason,
  }));
}

/** The program's row is locked first, so that two authors at once make two versions, one after the other. */
export async function addEarnRule(db: Db, programId: number, rule: NewEarnRule): Promise<EarnRuleVersion> {
  return inTransaction(db, async (connection) => {
    await connection.query("SELECT id FROM program WHERE id = ? FOR UPDATE", [programId]);
    await insertEarnRule(connection, programId, rule);
    const versions = await listEarnRules({ pool: connection }, programId);
    const { version, document, activeFrom } = versions.at(-1) as StoredEarnRule;
    return { version, document, activeFrom };
  });
}

/** Inserts the version after the newest one, active from the database's now. */
export async function insertEarnRule(
  connection: PoolConnection,
  programId: number,
  rule: NewEarnRule,
): Promise<void> {
  await connection.query(
    `INSERT INTO earn_rule_version (program_id, version, document, active_from, author, reason)
     SELECT ?, COALESCE(MAX(version), 0) + 1, ?, UTC_TIMESTAMP(3), ?, ?
       FROM earn_rule_version WHERE program_id = ?`,
    [
      programId,
      JSON.stringify(rule.document),
      rule.author.slice(0, AUTHOR_LENGTH),
      rule.reason.slice(0, REASON_LENGTH),
      programId,
    ],
  );
}
