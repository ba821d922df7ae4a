import type { UpsertResult } from "mariadb";

import { Fault } from "#core/units";
import type {
  DriftCase,
  DriftCases,
  DriftCaseState,
  Expectation,
  NewDriftCase,
  PollTarget,
} from "#usecases/ports/drift";

import type { Database } from "./database.server.ts";
import { CASE_ID_AT, readEvidence } from "./drift-evidence.server.ts";
import type { Statement } from "./ledger/statements.server.ts";
import { inOneRoundTrip, inTransaction, untilLocksHold } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

/** The account that a balance was to be compared with does not exist. */
export class AccountMissingFault extends Fault {
  readonly code = "account_missing";
}

interface ExpectationRow {
  readonly mirror: number | null;
  readonly entry_count: number;
  readonly idle_ms: number;
  /** Sums come as decimals, and those as text. */
  readonly written: string;
  readonly adopted: string;
  readonly in_flight: number;
  readonly drift: number | null;
  readonly unchanged_ms: number;
  readonly was_left: number;
  readonly pushes: number;
  readonly push_refused: number;
}

/** What is compared with Exigo, and what was found, on MySQL. */
export function createMysqlDriftCases(db: Db): DriftCases {
  const { pool } = db;
  return {
    claimDuePolls: (programId, page) => claimDuePolls(db, programId, page),
    expectation: (programId, accountId) => expectation(db, programId, accountId),
    recordObservation: (target, observation) => recordObservation(db, target, observation),
    openCase: (programId, drift) => openCase(db, programId, drift),
    push: (programId, caseId) => push(db, programId, caseId),
    evidence: (programId, accountId, options) => readEvidence(db, { programId, accountId, ...options }),
    async markAdopted(programId, caseId, entrySeq, staff) {
      await pool.query(
        `UPDATE drift_case SET state = 'adopted', entry_seq = ?, closed_by = ?, closed_at = UTC_TIMESTAMP(3)
          WHERE program_id = ? AND id = ? AND state <> 'adopted'`,
        [entrySeq, staff, programId, caseId],
      );
    },
    async readSoon(programId, accountIds) {
      if (accountIds.length === 0) return;
      await pool.query(
        `INSERT INTO exigo_observation (program_id, account_id, balance, observed_at, drift, next_poll_at)
         SELECT program_id, id, 0, UTC_TIMESTAMP(3), 0, UTC_TIMESTAMP(3) FROM account
          WHERE program_id = ? AND id IN (?)
         ON DUPLICATE KEY UPDATE
           next_poll_at = LEAST(exigo_observation.next_poll_at, VALUES(next_poll_at))`,
        [programId, accountIds],
      );
    },
    async ownersOf(programId, intentIds) {
      if (intentIds.length === 0) return new Map();
      const rows: { id: number; account_id: number }[] = await pool.query(
        "SELECT id, account_id FROM intent WHERE program_id = ? AND id IN (?) AND kind = 'exigo.point'",
        [programId, intentIds],
      );
      return new Map(rows.map((row) => [row.id, row.account_id]));
    },
    async findCase(programId, caseId) {
      const [found]: DriftCase[] = await pool.query(
        `SELECT d.id AS caseId, d.account_id AS accountId, d.amount AS amountMinor, d.state,
                m.exigo_customer_id AS exigoCustomerId
           FROM drift_case d
           JOIN account a ON a.program_id = d.program_id AND a.id = d.account_id
           JOIN member m ON m.program_id = a.program_id AND m.id = a.member_id
          WHERE d.program_id = ? AND d.id = ?`,
        [programId, caseId],
      );
      return found ?? null;
    },
  };
}

async function claimDuePolls(
  db: Db,
  programId: number,
  { limit, againInMs }: Parameters<DriftCases["claimDuePolls"]>[1],
): Promise<PollTarget[]> {
  return inTransaction(db, async (connection) => {
    const due: { accountId: number; exigoCustomerId: number }[] = await connection.query(
      `SELECT o.account_id AS accountId, m.exigo_customer_id AS exigoCustomerId
         FROM exigo_observation o
         JOIN account a ON a.program_id = o.program_id AND a.id = o.account_id
         JOIN member m ON m.program_id = a.program_id AND m.id = a.member_id
         JOIN exigo_connection c ON c.program_id = o.program_id
         JOIN exigo_mirror mi ON mi.program_id = c.program_id AND mi.mirror = c.mirror
          AND (mi.state <> 'running' OR o.account_id <= mi.handed_over_to)
        WHERE o.program_id = ? AND o.next_poll_at <= UTC_TIMESTAMP(3) AND m.exigo_customer_id IS NOT NULL
        ORDER BY o.next_poll_at LIMIT ?`,
      [programId, limit],
    );
    const claimed: PollTarget[] = [];
    for (const { accountId, exigoCustomerId } of due) {
      const { affectedRows }: { affectedRows: number } = await connection.query(
        `UPDATE exigo_observation SET next_poll_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
          WHERE program_id = ? AND account_id = ? AND next_poll_at <= UTC_TIMESTAMP(3)`,
        [againInMs * 1_000, programId, accountId],
      );
      if (affectedRows === 1) claimed.push({ programId, accountId, exigoCustomerId });
    }
    return claimed;
  });
}

/** One statement, so that all its numbers are of one moment. */
async function expectation({ pool }: Db, programId: number, accountId: number): Promise<Expectation> {
  const [row]: ExpectationRow[] = await pool.query(
    `SELECT c.mirror, a.entry_count,
            TIMESTAMPDIFF(MICROSECOND, a.updated_at, UTC_TIMESTAMP(3)) DIV 1000 AS idle_ms,
            (SELECT COALESCE(SUM(i.amount), 0) FROM intent i
              WHERE i.program_id = a.program_id AND i.account_id = a.id AND i.kind = 'exigo.point'
                AND i.mirror = c.mirror AND i.state = 'confirmed' AND i.case_id IS NULL) AS written,
            (SELECT COALESCE(-SUM(p.amount), 0) FROM entry e
               JOIN drift_case d ON d.program_id = e.program_id AND d.mirror = c.mirror
                AND d.id = CAST(SUBSTRING(e.cause_ref, ${CASE_ID_AT}) AS UNSIGNED)
               JOIN posting p ON p.program_id = e.program_id AND p.account_id = e.account_id AND p.seq = e.seq
              WHERE e.program_id = a.program_id AND e.account_id = a.id AND e.kind = 'adoptExigoMovement'
                AND p.book = 'exigo') AS adopted,
            (SELECT COUNT(*) FROM intent i
              WHERE i.program_id = a.program_id AND i.account_id = a.id AND i.kind = 'exigo.point'
                AND i.mirror = c.mirror AND i.state IN ('due', 'sending', 'unknown', 'needs_review')) AS in_flight,
            o.drift,
            COALESCE(TIMESTAMPDIFF(MICROSECOND, o.drift_since, UTC_TIMESTAMP(3)) DIV 1000, 0) AS unchanged_ms,
            EXISTS (SELECT 1 FROM exigo_movement v
              WHERE v.program_id = a.program_id AND v.account_id = a.id AND v.state = 'left'
                AND v.mirror = c.mirror) AS was_left,
            (SELECT COUNT(*) FROM drift_case d
              WHERE d.program_id = a.program_id AND d.account_id = a.id AND d.state = 'pushed'
                AND d.mirror = c.mirror) AS pushes,
            COALESCE((SELECT i.state = 'refused' FROM intent i
              WHERE i.program_id = a.program_id AND i.account_id = a.id AND i.kind = 'exigo.point'
                AND i.mirror = c.mirror AND i.case_id IS NOT NULL ORDER BY i.id DESC LIMIT 1), 0) AS push_refused
       FROM account a
       LEFT JOIN exigo_connection c ON c.program_id = a.program_id
       LEFT JOIN exigo_observation o ON o.program_id = a.program_id AND o.account_id = a.id
      WHERE a.program_id = ? AND a.id = ?`,
    [programId, accountId],
  );
  if (!row) throw new AccountMissingFault(`account ${accountId} of program ${programId} does not exist`);
  return {
    mirror: row.mirror,
    expectedMinor: Number(row.written) + Number(row.adopted),
    inFlight: row.in_flight,
    entryCount: row.entry_count,
    lastDriftMinor: row.drift === null || row.drift === 0 ? null : row.drift,
    unchangedMs: Math.max(0, Number(row.unchanged_ms)),
    wasLeft: row.was_left === 1,
    pushes: row.pushes,
    isPushRefused: row.push_refused === 1,
    idleMs: Math.max(0, Number(row.idle_ms)),
  };
}

async function recordObservation(
  db: Db,
  { programId, accountId }: PollTarget,
  { balanceMinor, driftMinor, nextInMs }: Parameters<DriftCases["recordObservation"]>[1],
): Promise<void> {
  const observed: Statement = {
    sql: `INSERT INTO exigo_observation (program_id, account_id, balance, observed_at, drift, drift_since, next_poll_at)
     VALUES (?, ?, ?, UTC_TIMESTAMP(3), ?, IF(? = 0, NULL, UTC_TIMESTAMP(3)),
             UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND)
     ON DUPLICATE KEY UPDATE
       drift_since = IF(VALUES(drift) = drift, drift_since, VALUES(drift_since)),
       drift = VALUES(drift), balance = VALUES(balance), observed_at = VALUES(observed_at),
       next_poll_at = VALUES(next_poll_at)`,
    values: [programId, accountId, balanceMinor, driftMinor, driftMinor, nextInMs * 1_000],
  };
  const settled = driftMinor === 0 ? whatAgreementSettles({ programId, accountId, balanceMinor }) : [];
  await untilLocksHold(() => inOneRoundTrip(db, [observed, ...settled]));
}

function whatAgreementSettles({
  programId,
  accountId,
  balanceMinor,
}: {
  readonly programId: number;
  readonly accountId: number;
  readonly balanceMinor: number;
}): Statement[] {
  return [
    {
      sql: `UPDATE drift_case SET state = 'superseded', closed_at = UTC_TIMESTAMP(3)
      WHERE program_id = ? AND account_id = ? AND state = 'open'`,
      values: [programId, accountId],
    },
    {
      sql: "UPDATE exigo_movement SET state = 'settled' WHERE program_id = ? AND account_id = ? AND state = 'left'",
      values: [programId, accountId],
    },
    {
      sql: `DELETE g FROM agreement_gap g JOIN account a ON a.program_id = g.program_id AND a.id = g.account_id
      WHERE g.program_id = ? AND g.account_id = ? AND a.available + a.held = ?`,
      values: [programId, accountId, balanceMinor],
    },
  ];
}

async function openCase(db: Db, programId: number, drift: NewDriftCase): ReturnType<DriftCases["openCase"]> {
  const { accountId, mirror, kind, cause, amountMinor, fingerprint, transactionId } = drift;
  return inTransaction(db, async (connection) => {
    await connection.query(
      `INSERT INTO drift_case (program_id, account_id, kind, cause, amount, state, fingerprint, found_at, mirror,
         transaction_id)
       VALUES (?, ?, ?, ?, ?, 'open', ?, UTC_TIMESTAMP(3), ?, ?)
       ON DUPLICATE KEY UPDATE state = IF(state = 'superseded', 'open', state),
         closed_at = IF(state = 'open', NULL, closed_at), kind = IF(state = 'open', VALUES(kind), kind),
         cause = IF(state = 'open', VALUES(cause), cause)`,
      [programId, accountId, kind, cause, amountMinor, fingerprint, mirror, transactionId],
    );
    if (transactionId === null) {
      await connection.query(
        `UPDATE drift_case SET state = 'superseded', closed_at = UTC_TIMESTAMP(3)
          WHERE program_id = ? AND account_id = ? AND state = 'open' AND fingerprint <> ?`,
        [programId, accountId, fingerprint],
      );
    }
    const rows: { id: number; found_at: Date; state: DriftCaseState }[] = await connection.query(
      "SELECT id, found_at, state FROM drift_case WHERE program_id = ? AND fingerprint = ?",
      [programId, fingerprint],
    );
    const [row] = rows;
    if (!row) throw new AccountMissingFault(`the case ${fingerprint} of program ${programId} is gone`);
    return { caseId: row.id, foundAt: row.found_at.toISOString(), state: row.state };
  });
}

async function push(db: Db, programId: number, caseId: number): Promise<number | null> {
  return inTransaction(db, async (connection) => {
    const closed: UpsertResult = await connection.query(
      `UPDATE drift_case SET state = 'pushed', closed_at = UTC_TIMESTAMP(3)
        WHERE program_id = ? AND id = ? AND state = 'open'`,
      [programId, caseId],
    );
    if (closed.affectedRows !== 1) return null;
    const made: UpsertResult = await connection.query(
      `INSERT INTO intent (program_id, kind, account_id, entry_seq, amount, state, due_at, attempts, created_at, mirror,
         case_id)
       SELECT program_id, 'exigo.point', account_id, 0, -amount, 'due', UTC_TIMESTAMP(3), 0, UTC_TIMESTAMP(3), mirror, id
         FROM drift_case WHERE program_id = ? AND id = ?`,
      [programId, caseId],
    );
    return Number(made.insertId);
  });
}
