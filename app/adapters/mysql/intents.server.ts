import type { UpsertResult } from "mariadb";

import type { IntentKind, IntentState } from "#core/sync";
import type { ClaimedIntent, IntentOutcome, Intents } from "#usecases/ports/intents";

import type { Database } from "./database.server.ts";
import { findIntent, findVerdict, settle } from "./intent-decisions.server.ts";
import { findDueIntents } from "./intents/due.server.ts";
import { inTransaction } from "./transaction.server.ts";

export interface IntentsOptions {
  /** Names this machine and this process in the rows they claim. */
  readonly host: string;
  readonly pid: number;
  /** How long a claim holds without an end; longer than any one call to another system may take. */
  readonly leaseSeconds: number;
}

interface IntentRow {
  readonly kind: IntentKind;
  readonly state: IntentState;
  readonly account_id: number;
  readonly entry_seq: number;
  readonly shop_id: number | null;
  readonly mirror: number | null;
  readonly amount: number;
  readonly attempts: number;
  readonly claims: number;
  readonly fence: number | null;
  readonly sent_at: Date | null;
  readonly now: Date;
}

interface Sibling {
  readonly id: number;
  readonly ready: number;
  readonly leased: number;
  /** It may have left: what became of it is known only while nothing else is sent. */
  readonly sent: number;
}

const ERROR_LENGTH = 500;

const LEASED = "(i.lease_until IS NOT NULL AND i.lease_until >= UTC_TIMESTAMP(3))";
const READY = `(i.state IN ('due', 'unknown', 'sending') AND i.due_at <= UTC_TIMESTAMP(3) AND NOT ${LEASED})`;

/**
 * A point write waits for every earlier one that is not settled, also for one that waits for a person, and for any
 * that may have left: a refused one that is sent again comes after those.
 */
const UNSETTLED = "('due', 'sending', 'unknown', 'needs_review')";
const SENT = "('sending', 'unknown', 'needs_review')";

const NOTHING_BEFORE = `NOT EXISTS (
  SELECT 1 FROM intent other
   WHERE other.program_id = i.program_id AND other.account_id = i.account_id AND other.kind = i.kind
     AND other.shop_id <=> i.shop_id AND other.mirror <=> i.mirror AND other.id <> i.id
     AND ((other.kind = 'exigo.point' AND i.state = 'due' AND other.id < i.id AND other.state IN ${UNSETTLED})
       OR (other.kind = 'exigo.point' AND i.state = 'due' AND other.state IN ${SENT})
       OR (other.kind <> 'exigo.point' AND other.id < i.id AND other.state IN ('due', 'unknown')
           AND other.due_at <= UTC_TIMESTAMP(3))))`;

const DESTINATION_OPEN = `(i.kind <> 'exigo.point' OR EXISTS (
  SELECT 1 FROM exigo_connection c WHERE c.program_id = i.program_id AND c.state = 'active' AND c.mirror = i.mirror))
  AND (i.shop_id IS NULL OR EXISTS (
  SELECT 1 FROM shop s WHERE s.id = i.shop_id AND s.program_id = i.program_id AND s.state = 'installed'))`;

/** Intents on MySQL. Due times and leases are counted by the database's clock. */
export function createMysqlIntents(db: Pick<Database, "pool">, options: IntentsOptions): Intents {
  return {
    claim: (programId, intentId) => claim(db, options, programId, intentId),
    async markSending(intent, fenceMinor) {
      const marked: UpsertResult = await db.pool.query(
        `UPDATE intent
            SET state = 'sending', fence = ?, sent_at = UTC_TIMESTAMP(3),
                lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
          WHERE program_id = ? AND id = ? AND claims = ? AND lease_until >= UTC_TIMESTAMP(3)`,
        [fenceMinor, options.leaseSeconds, intent.programId, intent.id, intent.claim],
      );
      return marked.affectedRows === 1;
    },
    finish: (intent, outcome) => finish(db, intent, outcome),
    async confirmBalancesUpTo(programId, accountId, shopId, entrySeq) {
      // Claims of the same account lock the same range; the one that loses is tried again.
      await inTransaction(db, (connection) =>
        connection.query(
          `UPDATE intent
            SET state = 'confirmed', last_error = NULL, finished_at = UTC_TIMESTAMP(3)
          WHERE program_id = ? AND account_id = ? AND kind = 'shopify.balance' AND shop_id = ?
            AND entry_seq <= ? AND state IN ${UNSETTLED} AND lease_until IS NULL`,
          [programId, accountId, shopId, entrySeq],
        ),
      );
    },
    async findNext({ programId, accountId, kind, shopId, mirror }) {
      const [next]: { id: number }[] = await db.pool.query(
        `SELECT i.id FROM intent i
          WHERE i.program_id = ? AND i.account_id = ? AND i.kind = ? AND i.shop_id <=> ?
            AND i.mirror <=> ? AND ${READY} AND ${NOTHING_BEFORE}
          ORDER BY i.id LIMIT 1`,
        [programId, accountId, kind, shopId, mirror],
      );
      return next?.id ?? null;
    },
    find: (programId, id) => findIntent(db, programId, id),
    settle: (decision) => settle(db, decision),
    findVerdict: (programId, id, claim) => findVerdict(db, programId, id, claim),
    findDue: (limit) =>
      findDueIntents(db.pool, `NOT ${LEASED} AND ${DESTINATION_OPEN} AND ${NOTHING_BEFORE}`, limit),
  };
}

async function claim(
  db: Pick<Database, "pool">,
  options: IntentsOptions,
  programId: number,
  intentId: number,
): Promise<ClaimedIntent | null> {
  return inTransaction(db, async (connection) => {
    const [wanted]: Pick<IntentRow, "kind" | "account_id" | "shop_id" | "mirror">[] = await connection.query(
      "SELECT kind, account_id, shop_id, mirror FROM intent WHERE program_id = ? AND id = ?",
      [programId, intentId],
    );
    if (!wanted) return null;
    const siblings: Sibling[] = await connection.query(
      `SELECT i.id, ${READY} AS ready, ${LEASED} AS leased, i.state IN ${SENT} AS sent FROM intent i
        WHERE i.program_id = ? AND i.account_id = ? AND i.kind = ? AND i.shop_id <=> ? AND i.mirror <=> ?
          AND i.state IN ${UNSETTLED}
        ORDER BY i.id FOR UPDATE`,
      [programId, wanted.account_id, wanted.kind, wanted.shop_id, wanted.mirror],
    );
    if (!mayClaim(wanted.kind, siblings, intentId)) return null;
    await connection.query(
      `UPDATE intent
          SET state = IF(state = 'sending', 'unknown', state), claims = claims + 1, claim_host = ?,
              claim_pid = ?, lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
        WHERE program_id = ? AND id = ?`,
      [options.host, options.pid, options.leaseSeconds, programId, intentId],
    );
    const [row]: IntentRow[] = await connection.query(
      `SELECT kind, state, account_id, entry_seq, shop_id, mirror, amount, attempts, claims, fence, sent_at,
              UTC_TIMESTAMP(3) AS now
         FROM intent WHERE program_id = ? AND id = ?`,
      [programId, intentId],
    );
    return row ? toClaimed(programId, intentId, row) : null;
  });
}

function mayClaim(kind: IntentKind, siblings: readonly Sibling[], intentId: number): boolean {
  const wanted = siblings.find(({ id }) => id === intentId);
  if (!wanted?.ready) return false;
  if (kind === "exigo.point") {
    const others = siblings.filter((sibling) => sibling !== wanted);
    if (others.some(({ leased }) => leased)) return false;
    return wanted.sent ? true : siblings[0] === wanted && !others.some(({ sent }) => sent);
  }
  return siblings.every(({ leased }) => !leased);
}

function toClaimed(programId: number, id: number, row: IntentRow): ClaimedIntent {
  return {
    programId,
    id,
    kind: row.kind,
    state: row.state,
    accountId: row.account_id,
    entrySeq: row.entry_seq,
    shopId: row.shop_id,
    mirror: row.mirror,
    amountMinor: row.amount,
    attempts: row.attempts,
    fenceMinor: row.fence,
    sentAt: row.sent_at?.toISOString() ?? null,
    claimedAt: row.now.toISOString(),
    claim: row.claims,
  };
}

async function finish(
  { pool }: Pick<Database, "pool">,
  intent: ClaimedIntent,
  outcome: IntentOutcome,
): Promise<boolean> {
  const { assignments, values } = endOf(outcome);
  const error = outcome.state === "confirmed" ? null : outcome.error.slice(0, ERROR_LENGTH);
  const ended: UpsertResult = await pool.query(
    `UPDATE intent
        SET state = ?, ${assignments}, last_error = ?, claim_host = NULL, claim_pid = NULL, lease_until = NULL
      WHERE program_id = ? AND id = ? AND claims = ? AND lease_until IS NOT NULL`,
    [outcome.state, ...values, error, intent.programId, intent.id, intent.claim],
  );
  return ended.affectedRows === 1;
}

function endOf(outcome: IntentOutcome): { assignments: string; values: (string | number | null)[] } {
  switch (outcome.state) {
    case "confirmed":
      return { assignments: "finished_at = UTC_TIMESTAMP(3), remote_ref = ?", values: [outcome.remoteRef] };
    case "refused":
      return { assignments: "finished_at = UTC_TIMESTAMP(3)", values: [] };
    case "needs_review":
      return { assignments: "finished_at = NULL", values: [] };
    case "unknown":
      return {
        assignments: "due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND",
        values: [Math.round(outcome.inMs) * 1_000],
      };
    case "due":
      // It is as if it had not been sent: the next send reads a fence of its own.
      return {
        assignments:
          "due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND, attempts = attempts + ?, fence = NULL, sent_at = NULL",
        values: [Math.round(outcome.inMs) * 1_000, outcome.countsAsAttempt ? 1 : 0],
      };
  }
}
