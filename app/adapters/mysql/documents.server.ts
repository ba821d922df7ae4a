import type { DocumentKind, DocumentState } from "#core/sync";
import type { Documents, DocumentStep } from "#usecases/ports/documents";

import { changeClaimed, sendingOf } from "./claimed-rows.server.ts";
import type { ClaimOptions } from "./claimed-rows.server.ts";
import type { Database } from "./database.server.ts";
import { claim, findDue, findNext, finish, wake } from "./documents/claims.server.ts";
import { findDocument, findDocumentVerdict, settleStep } from "./documents/decisions.server.ts";
import { enqueue } from "./documents/enqueue.server.ts";
import { readJson } from "./json-column.server.ts";
import { inTransaction } from "./transaction.server.ts";

interface StepRow {
  readonly id: number;
  readonly kind: DocumentKind;
  readonly step_key: string;
  readonly state: DocumentState;
  readonly content: unknown;
  readonly remote_ref: string | null;
  readonly result: unknown;
}

/** Steps of documents on MySQL. Due times and leases are counted by the database's clock. */
export function createMysqlDocuments(db: Pick<Database, "pool">, options: ClaimOptions): Documents {
  return {
    enqueue: (programId, drafts) => enqueue(db, programId, drafts),
    claim: (programId, id) => claim(db, options, programId, id),
    markSending: (step) => changeClaimed(db.pool, sendingOf("document_intent", options, step)),
    finish: (step, outcome) => finish(db, step, outcome),
    findNext: (step) => findNext(db.pool, step),
    findDue: (limit) => findDue(db.pool, limit),
    wake: (programId, waitsFor) => inTransaction(db, (connection) => wake(connection, programId, waitsFor)),
    listSteps: (programId, document) => listSteps(db, programId, document),
    async findByRemoteRef(programId, mirror, kind, remoteRef) {
      const [row]: { document: string; shopId: number | null }[] = await db.pool.query(
        `SELECT d.document, d.shop_id AS shopId FROM document_intent d
           JOIN exigo_mirror made ON made.program_id = d.program_id AND made.mirror = d.mirror
           JOIN exigo_mirror asked ON asked.program_id = d.program_id AND asked.mirror = ?
            AND asked.host = made.host AND asked.company = made.company
          WHERE d.program_id = ? AND d.remote_ref = ? AND d.kind = ? ORDER BY d.id DESC LIMIT 1`,
        [mirror, programId, remoteRef, kind],
      );
      return row ?? null;
    },
    find: (programId, id) => findDocument(db, programId, id),
    settle: (decision) => settleStep(db, decision),
    findVerdict: (programId, id, claimed) => findDocumentVerdict(db, programId, id, claimed),
  };
}

async function listSteps(
  { pool }: Pick<Database, "pool">,
  programId: number,
  document: string,
): Promise<readonly DocumentStep[]> {
  const rows: StepRow[] = await pool.query(
    `SELECT id, kind, step_key, state, content, remote_ref, result FROM document_intent
      WHERE program_id = ? AND document = ? ORDER BY id`,
    [programId, document],
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    stepKey: row.step_key,
    state: row.state,
    content: readJson(row.content),
    remoteRef: row.remote_ref,
    result: readJson(row.result),
  }));
}
