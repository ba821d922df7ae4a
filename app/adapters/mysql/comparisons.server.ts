import type { PoolConnection, UpsertResult } from "mariadb";

import type { Instant } from "#core/units";
import type {
  ComparisonKind,
  ComparisonRun,
  Comparisons,
  ComparisonStage,
  ComparisonStep,
  LedgerBalance,
  NewGap,
  ObservedBalance,
} from "#usecases/ports/comparisons";
import type { PollTarget } from "#usecases/ports/drift";

import { forgetAgreed, measure, readGapFacts, storeDay, storeGaps } from "./agreement.server.ts";
import type { Database } from "./database.server.ts";
import { inTransaction } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

export interface ComparisonOptions {
  /** Hour of the day in UTC, 0 to 23, at which the full comparison of a night is due. */
  readonly hour: number;
  /** Between two comparisons of what has changed. */
  readonly deltaMinutes: number;
  /** How long a claim outlives its process. */
  readonly leaseSeconds?: number;
}

const LEASE_SECONDS = 60;

/** What a delta looks back beyond the beginning of the last comparison: clocks, and what was under way then. */
const OVERLAP_MS = 5 * 60_000;

/** When balances are compared as a whole, and what came of it, on MySQL or MariaDB. */
export function createMysqlComparisons(db: Db, options: ComparisonOptions): Comparisons {
  const { pool } = db;
  const lease = options.leaseSeconds ?? LEASE_SECONDS;
  return {
    findDue: (kind) => findDue(db, kind, options),
    claim: (programId, kind, firstStage) =>
      inTransaction(db, (connection) => claim(connection, { programId, kind, firstStage, lease, options })),
    listLinked: (programId, { afterCustomerId, limit }) =>
      pool.query<LedgerBalance[]>(
        `SELECT m.exigo_customer_id AS exigoCustomerId, a.id AS accountId, a.available + a.held AS ledgerMinor
           FROM member m JOIN account a ON a.program_id = m.program_id AND a.member_id = m.id
          WHERE m.program_id = ? AND m.exigo_customer_id > ? ORDER BY m.exigo_customer_id LIMIT ?`,
        [programId, afterCustomerId, limit],
      ),
    listObserved: (programId, { afterCustomerId, limit }) =>
      pool.query<ObservedBalance[]>(
        `SELECT m.exigo_customer_id AS exigoCustomerId, o.balance AS balanceMinor
           FROM member m JOIN account a ON a.program_id = m.program_id AND a.member_id = m.id
           JOIN exigo_observation o ON o.program_id = a.program_id AND o.account_id = a.id
          WHERE m.program_id = ? AND m.exigo_customer_id > ? ORDER BY m.exigo_customer_id LIMIT ?`,
        [programId, afterCustomerId, limit],
      ),
    listUnlinked: (programId, { afterAccountId, limit }) =>
      pool.query<Omit<LedgerBalance, "exigoCustomerId">[]>(
        `SELECT a.id AS accountId, a.available + a.held AS ledgerMinor
           FROM account a JOIN member m ON m.program_id = a.program_id AND m.id = a.member_id
          WHERE a.program_id = ? AND a.id > ? AND m.exigo_customer_id IS NULL AND a.available + a.held <> 0
          ORDER BY a.id LIMIT ?`,
        [programId, afterAccountId, limit],
      ),
    listTargets: (programId, page) => listTargets(db, programId, page),
    standingOf: (programId, accountIds) =>
      pool.query<Omit<NewGap, "cause">[]>(
        `SELECT a.id AS accountId, a.available + a.held AS ledgerMinor, o.balance AS exigoMinor
           FROM account a LEFT JOIN exigo_observation o ON o.program_id = a.program_id AND o.account_id = a.id
          WHERE a.program_id = ? AND a.id IN (?)`,
        [programId, accountIds],
      ),
    gapFacts: (programId, mirror, accountIds) => readGapFacts(db, { programId, mirror, accountIds }),
    advance: (run, step) => inTransaction(db, (connection) => advance(connection, run, step, lease)),
    measure: (programId) => measure(db.pool, programId),
    finish: (run) => inTransaction(db, (connection) => finish(connection, run)),
    async putOff({ programId, kind, claim: number }, { afterSeconds, trouble }) {
      await pool.query(
        `UPDATE comparison_run
            SET state = 'waiting', due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND, trouble = ?,
                attempts = IF(? IS NULL, GREATEST(1, attempts - 1), attempts)
          WHERE program_id = ? AND kind = ? AND claims = ? AND state = 'running'`,
        [afterSeconds, trouble, trouble, programId, kind, number],
      );
    },
    async ask(programId) {
      await pool.query(
        `INSERT INTO comparison_run (program_id, kind, state, due_at, claims, attempts, mirror, position, stage, accounts,
           accounts_in_all, strangers)
         SELECT id, 'full', 'waiting', UTC_TIMESTAMP(3), 0, 0, 0, 0, 'join', 0, 0, 0 FROM program WHERE id = ?
         ON DUPLICATE KEY UPDATE
           due_at = IF(comparison_run.state = 'running', comparison_run.due_at, UTC_TIMESTAMP(3)),
           attempts = IF(comparison_run.state = 'finished', 0, comparison_run.attempts),
           state = IF(comparison_run.state = 'running', 'running', 'waiting')`,
        [programId],
      );
    },
  };
}

async function findDue({ pool }: Db, kind: ComparisonKind, options: ComparisonOptions): Promise<number[]> {
  const due = dueSql(kind, options);
  const rows: { program_id: number }[] = await pool.query(
    `SELECT c.program_id FROM exigo_connection c
       JOIN exigo_mirror m ON m.program_id = c.program_id AND m.mirror = c.mirror AND m.state <> 'running'
       LEFT JOIN comparison_run r ON r.program_id = c.program_id AND r.kind = ?
      WHERE c.state = 'active' AND ${due.sql} ORDER BY r.begun_at, c.program_id`,
    [kind, ...due.values],
  );
  return rows.map((row) => row.program_id);
}

/**
 * Whether the run `r` of the connection `c` is due; r may be missing. A night's run is due at its hour, and at once for a
 * program that has none yet; a delta some time after the newest comparison of either kind. A run that was left is due.
 */
function dueSql(kind: ComparisonKind, options: ComparisonOptions): { sql: string; values: number[] } {
  const left = "(r.state <> 'finished' AND r.due_at <= UTC_TIMESTAMP(3))";
  if (kind === "full") {
    const night = "(TIMESTAMP(DATE(UTC_TIMESTAMP() - INTERVAL ? HOUR)) + INTERVAL ? HOUR)";
    return {
      sql: `(r.program_id IS NULL OR ${left} OR (r.state = 'finished' AND r.begun_at < ${night}))`,
      values: [options.hour, options.hour],
    };
  }
  const others = "SELECT 1 FROM comparison_run o WHERE o.program_id = c.program_id";
  return {
    sql: `((${left} AND r.begun_at IS NOT NULL) OR (COALESCE(r.state, 'finished') <> 'running'
      AND EXISTS (${others} AND o.kind = 'full' AND o.finished_at IS NOT NULL)
      AND NOT EXISTS (${others} AND o.begun_at >= UTC_TIMESTAMP(3) - INTERVAL ? MINUTE)))`,
    values: [options.deltaMinutes],
  };
}

interface RunRow {
  readonly claims: number;
  readonly attempts: number;
  readonly state: "waiting" | "running" | "finished";
  readonly mirror: number;
  readonly stage: ComparisonStage;
  readonly position: number;
  readonly begun_at: Date | null;
  readonly finished_at: Date | null;
  readonly connected_mirror: number;
  readonly is_due: number;
  readonly now: Date;
}

/** A run that was left goes on where it was, unless the connection leads to another place now. */
async function claim(
  connection: PoolConnection,
  what: {
    readonly programId: number;
    readonly kind: ComparisonKind;
    readonly firstStage: ComparisonStage;
    readonly lease: number;
    readonly options: ComparisonOptions;
  },
): Promise<ComparisonRun | null> {
  const { programId, kind, firstStage, lease, options } = what;
  await connection.query(
    `INSERT IGNORE INTO comparison_run (program_id, kind, state, due_at, claims, attempts, mirror, position, stage,
       accounts, accounts_in_all, strangers)
     VALUES (?, ?, 'waiting', UTC_TIMESTAMP(3), 0, 0, 0, 0, ?, 0, 0, 0)`,
    [programId, kind, firstStage],
  );
  const due = dueSql(kind, options);
  const [row]: RunRow[] = await connection.query(
    `SELECT r.*, c.mirror AS connected_mirror, UTC_TIMESTAMP(3) AS now, ${due.sql} AS is_due
       FROM comparison_run r JOIN exigo_connection c ON c.program_id = r.program_id AND c.state = 'active'
      WHERE r.program_id = ? AND r.kind = ? FOR UPDATE`,
    [...due.values, programId, kind],
  );
  if (row?.is_due !== 1) return null;
  const { connected_mirror: mirror, state, attempts, begun_at } = row;
  const goesOn = state !== "finished" && attempts > 0 && begun_at !== null && row.mirror === mirror;
  const begunAt = goesOn ? begun_at : row.now;
  const run = {
    ...{ programId, kind, mirror, claim: row.claims + 1, attempt: state === "finished" ? 1 : attempts + 1 },
    stage: goesOn ? row.stage : firstStage,
    position: goesOn ? row.position : 0,
  };
  await connection.query(
    `UPDATE comparison_run
        SET state = 'running', due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND, claims = ?, attempts = ?, mirror = ?,
            begun_at = ?, position = ?, stage = ?
            ${goesOn ? "" : `, accounts = 0, strangers = 0, accounts_in_all = ${ACCOUNTS}`}
      WHERE program_id = ? AND kind = ?`,
    [
      ...[lease, run.claim, run.attempt, mirror, begunAt, run.position, run.stage],
      ...(goesOn ? [] : [programId]),
      ...[programId, kind],
    ],
  );
  return {
    ...run,
    begunAt: begunAt.toISOString(),
    changedSince: await lastBegun(connection, programId, begunAt),
  };
}

const ACCOUNTS = "(SELECT COUNT(*) FROM account WHERE program_id = ?)";

/** When the newest comparison that ended before this one was begun. */
async function lastBegun(connection: PoolConnection, programId: number, begunAt: Date): Promise<Instant> {
  const [row]: { last: Date | null }[] = await connection.query(
    `SELECT MAX(begun_at) AS last FROM comparison_run
      WHERE program_id = ? AND finished_at IS NOT NULL AND begun_at < ?`,
    [programId, begunAt],
  );
  return new Date((row?.last?.getTime() ?? 0) - OVERLAP_MS).toISOString();
}

async function listTargets(
  { pool }: Db,
  programId: number,
  { afterAccountId, limit, changedSince }: { afterAccountId: number; limit: number; changedSince: Instant },
): Promise<PollTarget[]> {
  const changed = `AND ((a.updated_at >= ? AND NOT (o.observed_at IS NOT NULL AND o.observed_at > a.updated_at AND o.drift = 0))
          OR EXISTS (SELECT 1 FROM agreement_gap g WHERE g.program_id = a.program_id AND g.account_id = a.id))`;
  const rows: Omit<PollTarget, "programId">[] = await pool.query(
    `SELECT a.id AS accountId, m.exigo_customer_id AS exigoCustomerId
       FROM account a JOIN member m ON m.program_id = a.program_id AND m.id = a.member_id
       LEFT JOIN exigo_observation o ON o.program_id = a.program_id AND o.account_id = a.id
      WHERE a.program_id = ? AND a.id > ? AND m.exigo_customer_id IS NOT NULL ${changed}
      ORDER BY a.id LIMIT ?`,
    [programId, afterAccountId, new Date(changedSince), limit],
  );
  return rows.map((row) => ({ programId, ...row }));
}

async function advance(
  connection: PoolConnection,
  { programId, kind, claim: number }: ComparisonRun,
  step: ComparisonStep,
  lease: number,
): Promise<boolean> {
  const moved: UpsertResult = await connection.query(
    `UPDATE comparison_run
        SET stage = ?, position = ?, accounts = accounts + ?, strangers = strangers + ?, attempts = 1,
            due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
      WHERE program_id = ? AND kind = ? AND claims = ? AND state = 'running'`,
    [step.stage, step.position, step.accounts, step.strangers, lease, programId, kind, number],
  );
  if (moved.affectedRows !== 1) return false;
  await forgetAgreed(connection, programId, step.agreed);
  await storeGaps(connection, programId, step.gaps);
  return true;
}

async function finish(connection: PoolConnection, run: ComparisonRun): Promise<boolean> {
  const { programId, kind, claim: number, begunAt } = run;
  const ended: UpsertResult = await connection.query(
    `UPDATE comparison_run
        SET state = 'finished', due_at = NULL, attempts = 0, finished_at = UTC_TIMESTAMP(3), trouble = NULL
      WHERE program_id = ? AND kind = ? AND claims = ? AND state = 'running'`,
    [programId, kind, number],
  );
  if (ended.affectedRows !== 1) return false;
  if (kind === "full") {
    await connection.query("DELETE FROM agreement_gap WHERE program_id = ? AND seen_at < ?", [
      programId,
      new Date(begunAt),
    ]);
  }
  await storeDay(connection, programId);
  return true;
}
