import type { PoolConnection, UpsertResult } from "mariadb";

import type { IntentState } from "#core/sync";
import type { CursorClaim, ExigoMovements, NewMovement, ReadMovement } from "#usecases/ports/exigo-movements";

import type { Database } from "./database.server.ts";
import { CASE_ID_AT } from "./drift-evidence.server.ts";
import { inTransaction } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

/** Exigo's history as far as it is read, on MySQL. */
export function createMysqlExigoMovements(db: Db): ExigoMovements {
  const { pool } = db;
  return {
    async hasCursor(programId, mirror) {
      const rows: unknown[] = await pool.query(
        "SELECT 1 FROM exigo_cursor WHERE program_id = ? AND mirror = ?",
        [programId, mirror],
      );
      return rows.length > 0;
    },
    async begin(programId, mirror, position) {
      await pool.query(
        `INSERT IGNORE INTO exigo_cursor
           (program_id, mirror, position, behind, ahead, looked_at, look_due_at, due_at, claims)
         VALUES (?, ?, ?, ?, ?, NULL, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), 0)`,
        [programId, mirror, position, position, position],
      );
    },
    claim: (programId, mirror, leaseMs) => claim(db, { programId, mirror, leaseMs }),
    store: (cursor, movements, position) =>
      inTransaction(db, (connection) => store(connection, cursor, movements, position)),
    async endLook({ programId, mirror, claim: number, claimedAt }, { position, againInMs }) {
      await pool.query(
        `UPDATE exigo_cursor
            SET behind = ahead, ahead = ?, looked_at = ?,
                look_due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
          WHERE program_id = ? AND mirror = ? AND claims = ?`,
        [position, new Date(claimedAt), againInMs * 1_000, programId, mirror, number],
      );
    },
    async release({ programId, mirror, claim: number }, againInMs) {
      await pool.query(
        `UPDATE exigo_cursor SET due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
          WHERE program_id = ? AND mirror = ? AND claims = ?`,
        [againInMs * 1_000, programId, mirror, number],
      );
    },
    findNew: (place, page) => findNew(db, place, page),
    confirmOwn: (programId, mirror, transactionId) =>
      inTransaction(db, (connection) => confirmOwn(connection, { programId, mirror, transactionId })),
    async end(programId, mirror, transactionIds, state) {
      if (transactionIds.length === 0) return;
      await pool.query(
        `UPDATE exigo_movement SET state = ?
          WHERE program_id = ? AND mirror = ? AND transaction_id IN (?) AND state = 'new'`,
        [state, programId, mirror, transactionIds],
      );
    },
  };
}

interface CursorRow {
  readonly position: number;
  readonly behind: number;
  readonly claims: number;
  readonly look_due: number;
  readonly now: Date;
}

function claim(
  db: Db,
  { programId, mirror, leaseMs }: { programId: number; mirror: number; leaseMs: number },
): Promise<CursorClaim | null> {
  return inTransaction(db, async (connection) => {
    const taken: UpsertResult = await connection.query(
      `UPDATE exigo_cursor
          SET claims = claims + 1, due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
        WHERE program_id = ? AND mirror = ? AND due_at <= UTC_TIMESTAMP(3)`,
      [leaseMs * 1_000, programId, mirror],
    );
    if (taken.affectedRows !== 1) return null;
    const [row]: CursorRow[] = await connection.query(
      `SELECT position, behind, claims, look_due_at <= UTC_TIMESTAMP(3) AS look_due, UTC_TIMESTAMP(3) AS now
         FROM exigo_cursor WHERE program_id = ? AND mirror = ?`,
      [programId, mirror],
    );
    if (!row) return null;
    return {
      programId,
      mirror,
      claim: row.claims,
      claimedAt: row.now.toISOString(),
      position: row.position,
      lookFrom: row.look_due === 1 ? row.behind : null,
    };
  });
}

async function store(
  connection: PoolConnection,
  { programId, mirror, claim: number }: CursorClaim,
  movements: readonly ReadMovement[],
  position: number | null,
): Promise<boolean> {
  const [held]: { looked_at: Date | null }[] = await connection.query(
    "SELECT looked_at FROM exigo_cursor WHERE program_id = ? AND mirror = ? AND claims = ? FOR UPDATE",
    [programId, mirror, number],
  );
  if (!held) return false;
  const accounts = await accountsOf(connection, programId, movements);
  const rows = movements.flatMap((movement) => {
    const accountId = accounts.get(movement.exigoCustomerId) ?? null;
    // Other customers' points are none of ours, but a reference of ours among them is.
    if (accountId === null && movement.intentId === null) return [];
    const { transactionId, exigoCustomerId, amountMinor, intentId, movedAt } = movement;
    const moved = movedAt === null ? null : new Date(movedAt);
    const known = [
      programId,
      mirror,
      transactionId,
      accountId,
      exigoCustomerId,
      amountMinor,
      intentId,
      moved,
    ];
    return [[...known, held.looked_at]];
  });
  if (rows.length > 0) {
    await connection.query(
      `INSERT IGNORE INTO exigo_movement (program_id, mirror, transaction_id, account_id, exigo_customer_id, amount,
         intent_id, moved_at, unseen_at, state, seen_at)
       VALUES ${rows.map(() => "(?, ?, ?, ?, ?, ?, ?, ?, ?, 'new', UTC_TIMESTAMP(3))").join(", ")}`,
      rows.flat(),
    );
  }
  if (position !== null) {
    await connection.query("UPDATE exigo_cursor SET position = ? WHERE program_id = ? AND mirror = ?", [
      position,
      programId,
      mirror,
    ]);
  }
  return true;
}

async function accountsOf(
  connection: PoolConnection,
  programId: number,
  movements: readonly ReadMovement[],
): Promise<ReadonlyMap<number, number>> {
  const customerIds = [...new Set(movements.map(({ exigoCustomerId }) => exigoCustomerId))];
  if (customerIds.length === 0) return new Map();
  const rows: { exigo_customer_id: number; id: number }[] = await connection.query(
    `SELECT m.exigo_customer_id, a.id FROM member m
       JOIN account a ON a.program_id = m.program_id AND a.member_id = m.id
      WHERE m.program_id = ? AND m.exigo_customer_id IN (?)`,
    [programId, customerIds],
  );
  return new Map(rows.map((row) => [row.exigo_customer_id, row.id]));
}

interface NewRow {
  readonly transaction_id: number;
  readonly account_id: number | null;
  readonly amount: number | null;
  readonly named_intent: number | null;
  readonly moved_at: Date | null;
  readonly seen_at: Date;
  readonly doubtful: number;
  readonly intent_account: number | null;
  readonly intent_amount: number;
  readonly intent_state: IntentState;
  readonly leased: number;
  readonly remote_ref: string | null;
}

async function findNew(
  { pool }: Db,
  { programId, mirror, historyLagMs }: Parameters<ExigoMovements["findNew"]>[0],
  { afterId, limit }: Parameters<ExigoMovements["findNew"]>[1],
): Promise<NewMovement[]> {
  const rows: NewRow[] = await pool.query(
    `SELECT v.transaction_id, v.account_id, v.amount, v.intent_id AS named_intent, v.moved_at, v.seen_at,
            EXISTS (SELECT 1 FROM drift_case d
              WHERE d.program_id = v.program_id AND d.account_id = v.account_id AND d.mirror = v.mirror
                AND ((d.state = 'open' AND NOT (d.transaction_id <=> v.transaction_id)) OR (d.state = 'pushed' AND ${afterBlindSpot("d.closed_at")})))
            OR EXISTS (SELECT 1 FROM entry e
              JOIN drift_case d ON d.program_id = e.program_id AND d.mirror = v.mirror AND d.transaction_id IS NULL
               AND d.id = CAST(SUBSTRING(e.cause_ref, ${CASE_ID_AT}) AS UNSIGNED)
              WHERE e.program_id = v.program_id AND e.account_id = v.account_id AND e.kind = 'adoptExigoMovement'
                AND ${afterBlindSpot("e.booked_at")}) AS doubtful,
            i.account_id AS intent_account, i.amount AS intent_amount, i.state AS intent_state,
            (i.lease_until IS NOT NULL AND i.lease_until >= UTC_TIMESTAMP(3)) AS leased, i.remote_ref
       FROM exigo_movement v
       LEFT JOIN intent i ON i.program_id = v.program_id AND i.id = v.intent_id AND i.kind = 'exigo.point'
        AND i.mirror = v.mirror
      WHERE v.program_id = ? AND v.mirror = ? AND v.state = 'new' AND v.transaction_id > ?
      ORDER BY v.transaction_id LIMIT ?`,
    [historyLagMs * 1_000, historyLagMs * 1_000, programId, mirror, afterId, limit],
  );
  return rows.map((row) => ({
    transactionId: String(row.transaction_id),
    accountId: row.account_id,
    amountMinor: row.amount,
    isNamed: row.named_intent !== null,
    intentId: row.named_intent,
    intent:
      row.intent_account === null
        ? null
        : {
            accountId: row.intent_account,
            amountMinor: row.intent_amount,
            state: row.intent_state,
            isLeased: row.leased === 1,
            remoteRef: row.remote_ref,
          },
    isDoubtful: row.doubtful === 1,
    movedAt: row.moved_at?.toISOString() ?? null,
    seenAt: row.seen_at.toISOString(),
  }));
}

/**
 * A movement that a second look did not show happened no longer than the history's lag before that look. What was put
 * right by the balance after that moment may have held it already. Takes the lag in microseconds.
 */
function afterBlindSpot(at: string): string {
  return `(v.unseen_at IS NULL OR ${at} > v.unseen_at - INTERVAL ? MICROSECOND)`;
}

async function confirmOwn(
  connection: PoolConnection,
  { programId, mirror, transactionId }: { programId: number; mirror: number; transactionId: string },
): Promise<boolean> {
  const confirmed: UpsertResult = await connection.query(
    `UPDATE intent i JOIN exigo_movement v ON v.program_id = i.program_id AND v.intent_id = i.id
        SET i.state = 'confirmed', i.remote_ref = ?, i.last_error = NULL,
            i.finished_at = COALESCE(i.finished_at, UTC_TIMESTAMP(3)), i.lease_until = NULL,
            i.claim_host = NULL, i.claim_pid = NULL
      WHERE v.program_id = ? AND v.mirror = ? AND v.transaction_id = ? AND i.kind = 'exigo.point'
        AND i.remote_ref IS NULL AND (i.lease_until IS NULL OR i.lease_until < UTC_TIMESTAMP(3))`,
    [transactionId, programId, mirror, transactionId],
  );
  if (confirmed.affectedRows !== 1) return false;
  await connection.query(
    "UPDATE exigo_movement SET state = 'ours' WHERE program_id = ? AND mirror = ? AND transaction_id = ?",
    [programId, mirror, transactionId],
  );
  return true;
}
