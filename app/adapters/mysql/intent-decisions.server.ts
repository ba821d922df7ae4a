import type { UpsertResult } from "mariadb";

import type { IntentKind, IntentState, IntentVerdict } from "#core/sync";
import type { IntentDecision, IntentToSettle } from "#usecases/ports/intents";

import type { Database } from "./database.server.ts";
import { inTransaction } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

interface IntentRow {
  readonly id: number;
  readonly kind: IntentKind;
  readonly state: IntentState;
  readonly account_id: number;
  readonly amount: number;
  readonly fence: number | null;
  readonly sent_at: Date | null;
  readonly mirror: number | null;
  readonly claims: number;
  readonly last_error: string | null;
}

/** What a settled intent becomes; a new send has nothing of the old one. */
const ASSIGNMENTS = {
  confirmed: "state = 'confirmed', finished_at = UTC_TIMESTAMP(3), last_error = NULL",
  due: `state = 'due', due_at = UTC_TIMESTAMP(3), attempts = 0, fence = NULL, sent_at = NULL, remote_ref = NULL,
        finished_at = NULL, last_error = NULL`,
} as const;

/** The intent as a person must know it to decide; null: the program has none of this id. */
export async function findIntent(
  { pool }: Db,
  programId: number,
  intentId: number,
): Promise<IntentToSettle | null> {
  const [row]: IntentRow[] = await pool.query(
    `SELECT id, kind, state, account_id, amount, fence, sent_at, mirror, claims, last_error FROM intent
      WHERE program_id = ? AND id = ?`,
    [programId, intentId],
  );
  if (!row) return null;
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    accountId: row.account_id,
    amountMinor: row.amount,
    fenceMinor: row.fence,
    sentAt: row.sent_at?.toISOString() ?? null,
    mirror: row.mirror,
    claim: row.claims,
    error: row.last_error,
  };
}

/** Moves the intent if it is what the person saw, together with the row that says who decided what. */
export function settle(db: Db, decision: IntentDecision): Promise<boolean> {
  const { programId, id, claim, from, settlement, verdict, staff, note } = decision;
  return inTransaction(db, async (connection) => {
    const moved: UpsertResult = await connection.query(
      `UPDATE intent SET ${ASSIGNMENTS[settlement]}
        WHERE program_id = ? AND id = ? AND state = ? AND claims = ? AND lease_until IS NULL`,
      [programId, id, from, claim],
    );
    if (moved.affectedRows !== 1) return false;
    await connection.query(
      `INSERT INTO intent_decision (program_id, intent_id, claim, decided_at, staff, verdict, note)
       VALUES (?, ?, ?, UTC_TIMESTAMP(3), ?, ?, ?)`,
      [programId, id, claim, staff, verdict, note],
    );
    return true;
  });
}

/** What was decided about the end of a claim; null: nothing. */
export async function findVerdict(
  { pool }: Db,
  programId: number,
  intentId: number,
  claim: number,
): Promise<IntentVerdict | null> {
  const [decided]: { verdict: IntentVerdict }[] = await pool.query(
    "SELECT verdict FROM intent_decision WHERE program_id = ? AND intent_id = ? AND claim = ?",
    [programId, intentId, claim],
  );
  return decided?.verdict ?? null;
}
