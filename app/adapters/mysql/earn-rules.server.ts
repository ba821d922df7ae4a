import type { PoolConnection } from "mariadb";

import { readStoredRules, utcCalendar } from "#core/rules";
import type {
  ApprovalThreshold,
  Calendar,
  EarnRulesDocument,
  RuleVersion,
  SimpleEarnRule,
} from "#core/rules";
import type { EarnRules, EarnRulesRecord, NewEarnRules } from "#usecases/ports/earn-rules";

import type { Database } from "./database.server.ts";
import { gatherReads } from "./gather.server.ts";
import { readJson } from "./json-column.server.ts";
import { inTransaction, isDuplicateKey } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

interface VersionRow {
  readonly version: number;
  readonly document: unknown;
  readonly calendar: unknown;
  readonly active_from: Date;
  readonly created_at: Date;
  readonly author: string;
  readonly reason: string;
  readonly rollback_of: number | null;
  readonly needs_approval: number | boolean;
  readonly verdict: "approved" | "declined" | null;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly decision_reason: string | null;
}

const AUTHOR_LENGTH = 100;
const REASON_LENGTH = 500;

/** A program's earn rules on MySQL. */
export function createMysqlEarnRules(db: Db): EarnRules {
  const known = new Map<number, KnownVersions>();
  const readStamp = gatherReads((programIds: readonly number[]) => readStamps(db, programIds));
  return {
    async listVersions(programId) {
      const stamp = (await readStamp(programId)) ?? "";
      return listKnownVersions(db, known, programId, stamp);
    },
    listRecords: (programId) => listRecords(db, programId),
    add: (programId, rules) => addEarnRules(db, programId, rules),
    decide: (programId, version, decision) => insertDecision(db, programId, version, decision),
    async findThreshold(programId) {
      const [row] = await db.pool.query<{ rate: number | null; credits: number | null }[]>(
        "SELECT approval_rate_micros AS rate, approval_credits AS credits FROM program WHERE id = ?",
        [programId],
      );
      return { ratePerUnitMicros: row?.rate ?? null, creditsMinor: row?.credits ?? null };
    },
    saveThreshold: (programId, threshold, by) => saveThreshold(db, programId, threshold, by),
  };
}

/** The program's row is locked first, so that two authors at once make two versions, one after the other. */
function addEarnRules(db: Db, programId: number, rules: NewEarnRules): Promise<EarnRulesRecord> {
  return inTransaction(db, async (connection) => {
    await connection.query("SELECT id FROM program WHERE id = ? FOR UPDATE", [programId]);
    await insertEarnRules(connection, programId, rules);
    return (await listRecords({ pool: connection }, programId)).at(-1) as EarnRulesRecord;
  });
}

/** What was read of a program, and how many rows there were to read. */
interface KnownVersions {
  readonly stamp: string;
  readonly versions: readonly RuleVersion[];
}

/** Programs whose versions are kept in memory. */
const MOST_KNOWN = 1_000;

/**
 * Reads the versions again only when there is one more, or one more decision about one: both only ever grow, whoever
 * writes them. The count is read before the rows, so that what is kept is never older than its stamp.
 */
async function listKnownVersions(
  db: Db,
  known: Map<number, KnownVersions>,
  programId: number,
  stamp: string,
): Promise<readonly RuleVersion[]> {
  const kept = known.get(programId);
  if (kept?.stamp === stamp) return kept.versions;
  const versions = await listVersions(db, programId);
  known.delete(programId);
  const [oldest] = known.keys();
  if (oldest !== undefined && known.size >= MOST_KNOWN) known.delete(oldest);
  known.set(programId, { stamp, versions });
  return versions;
}

async function readStamps({ pool }: Db, programIds: readonly number[]): Promise<Map<number, string>> {
  const rows = await pool.query<{ id: number; versions: number; decisions: number }[]>(
    `SELECT p.id, (SELECT COUNT(*) FROM earn_rule_version v WHERE v.program_id = p.id) AS versions,
            (SELECT COUNT(*) FROM earn_rule_decision d WHERE d.program_id = p.id) AS decisions
       FROM program p WHERE p.id IN (?)`,
    [programIds],
  );
  return new Map(rows.map(({ id, versions, decisions }) => [id, `${versions}/${decisions}`]));
}

/** The versions that may judge orders, oldest first. */
async function listVersions(db: Db, programId: number): Promise<RuleVersion[]> {
  const records = await listRecords(db, programId);
  return records.flatMap(({ state, version, activeFrom, document, calendar }) =>
    state === "approved" ? { version, activeFrom, document, calendar } : [],
  );
}

/** Inserts the version after the newest one, active from the database's now at the earliest. */
export async function insertEarnRules(
  connection: PoolConnection,
  programId: number,
  rules: NewEarnRules,
): Promise<void> {
  await connection.query(
    `INSERT INTO earn_rule_version
       (program_id, version, document, calendar, active_from, created_at, author, reason, rollback_of, needs_approval)
     SELECT ?, COALESCE(MAX(version), 0) + 1, ?, ?, GREATEST(COALESCE(?, UTC_TIMESTAMP(3)), UTC_TIMESTAMP(3)),
            UTC_TIMESTAMP(3), ?, ?, ?, ?
       FROM earn_rule_version WHERE program_id = ?`,
    [
      programId,
      JSON.stringify(rules.document),
      JSON.stringify(rules.calendar),
      rules.activeFrom === null ? null : new Date(rules.activeFrom),
      rules.author.slice(0, AUTHOR_LENGTH),
      rules.reason.slice(0, REASON_LENGTH),
      rules.rollbackOf,
      rules.needsApproval,
      programId,
    ],
  );
}

async function listRecords(
  { pool }: { readonly pool: Pick<PoolConnection, "query"> },
  programId: number,
): Promise<EarnRulesRecord[]> {
  const rows = await pool.query<VersionRow[]>(
    `SELECT v.version, v.document, v.calendar, v.active_from, v.created_at, v.author, v.reason, v.rollback_of,
            v.needs_approval, d.verdict, d.decided_by, d.decided_at, d.reason AS decision_reason
       FROM earn_rule_version v
       LEFT JOIN earn_rule_decision d ON d.program_id = v.program_id AND d.version = v.version
      WHERE v.program_id = ? ORDER BY v.version`,
    [programId],
  );
  return rows.map(toRecord);
}

function toRecord(row: VersionRow): EarnRulesRecord {
  const activeFrom = row.decided_at && row.decided_at > row.active_from ? row.decided_at : row.active_from;
  return {
    version: row.version,
    activeFrom: activeFrom.toISOString(),
    scheduledFrom: row.active_from.toISOString(),
    document: readStoredRules(readJson<EarnRulesDocument | SimpleEarnRule>(row.document)),
    calendar: row.calendar === null ? utcCalendar : readJson<Calendar>(row.calendar),
    author: row.author,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    rollbackOf: row.rollback_of,
    state: row.needs_approval ? (row.verdict ?? "awaiting_approval") : "approved",
    decidedBy: row.decided_by,
    decisionReason: row.decision_reason,
  };
}

async function insertDecision(
  { pool }: Db,
  programId: number,
  version: number,
  { by, verdict, reason }: Parameters<EarnRules["decide"]>[2],
): Promise<boolean> {
  try {
    await pool.query(
      `INSERT INTO earn_rule_decision (program_id, version, verdict, decided_by, decided_at, reason)
       VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3), ?)`,
      [programId, version, verdict, by.slice(0, AUTHOR_LENGTH), reason.slice(0, REASON_LENGTH)],
    );
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

function saveThreshold(
  db: Db,
  programId: number,
  { ratePerUnitMicros, creditsMinor }: ApprovalThreshold,
  by: string,
): Promise<boolean> {
  return inTransaction(db, async (connection) => {
    const programs: unknown[] = await connection.query("SELECT id FROM program WHERE id = ? FOR UPDATE", [
      programId,
    ]);
    if (programs.length === 0) return false;
    await connection.query("UPDATE program SET approval_rate_micros = ?, approval_credits = ? WHERE id = ?", [
      ratePerUnitMicros,
      creditsMinor,
      programId,
    ]);
    await connection.query(
      `INSERT INTO approval_threshold (program_id, rate_micros, credits, set_by, set_at)
       VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))`,
      [programId, ratePerUnitMicros, creditsMinor, by.slice(0, AUTHOR_LENGTH)],
    );
    return true;
  });
}
