import type { UpsertResult } from "mariadb";

import type { DocumentState, DocumentVerdict } from "#core/sync";
import type { DocumentDecision, DocumentToSettle } from "#usecases/ports/documents";

import type { Database } from "../database.server.ts";
import { inTransaction } from "../transaction.server.ts";

type Db = Pick<Database, "pool">;

/** What a settled step becomes; a new send has nothing of the old one. */
const ASSIGNMENTS = {
  confirmed: "state = 'confirmed', finished_at = UTC_TIMESTAMP(3), last_error = NULL",
  dropped: "state = 'dropped', finished_at = UTC_TIMESTAMP(3), waits_for = NULL",
  due: `state = 'due', due_at = UTC_TIMESTAMP(3), attempts = 0, sent_at = NULL, remote_ref = NULL,
        finished_at = NULL, last_error = NULL, waits_for = NULL`,
} as const;

interface Row {
  readonly id: number;
  readonly document: string;
  readonly state: DocumentState;
  readonly sent_at: Date | null;
  readonly claims: number;
}

/** The step as a person must know it to decide; null: the program has none of this id. */
export async function findDocument(
  { pool }: Db,
  programId: number,
  id: number,
): Promise<DocumentToSettle | null> {
  const [row]: Row[] = await pool.query(
    "SELECT id, document, state, sent_at, claims FROM document_intent WHERE program_id = ? AND id = ?",
    [programId, id],
  );
  if (!row) return null;
  return {
    id: row.id,
    document: row.document,
    state: row.state,
    sentAt: row.sent_at?.toISOString() ?? null,
    claim: row.claims,
  };
}

/** Moves the step if it is what the person saw, together with the row that says who decided what. */
export function settleStep(db: Db, decision: DocumentDecision): Promise<boolean> {
  const { programId, id, claim, from, settlement, verdict, staff, note } = decision;
  return inTransaction(db, async (connection) => {
    const moved: UpsertResult = await connection.query(
      `UPDATE document_intent SET ${ASSIGNMENTS[settlement]}
        WHERE program_id = ? AND id = ? AND state = ? AND claims = ? AND lease_until IS NULL`,
      [programId, id, from, claim],
    );
    if (moved.affectedRows !== 1) return false;
    await connection.query(
      `INSERT INTO document_decision (program_id, intent_id, claim, decided_at, staff, verdict, note)
       VALUES (?, ?, ?, UTC_TIMESTAMP(3), ?, ?, ?)`,
      [programId, id, claim, staff, verdict, note],
    );
    return true;
  });
}

/** What was decided about the end of a claim; null: nothing. */
export async function findDocumentVerdict(
  { pool }: Db,
  programId: number,
  id: number,
  claim: number,
): Promise<DocumentVerdict | null> {
  const [decided]: { verdict: DocumentVerdict }[] = await pool.query(
    "SELECT verdict FROM document_decision WHERE program_id = ? AND intent_id = ? AND claim = ?",
    [programId, id, claim],
  );
  return decided?.verdict ?? null;
}
