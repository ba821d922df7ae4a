import type { PoolConnection } from "mariadb";

import { admitDrafts, directionOf } from "#core/sync";
import type { DocumentDraft, RefusedDraft } from "#core/sync";
import type { Documents } from "#usecases/ports/documents";

import type { Database } from "../database.server.ts";
import { inTransaction } from "../transaction.server.ts";

/** Rows of one statement. */
const AT_ONCE = 500;

/** Stores what the ownership table admits and records what it refuses, in one commit. Keys make both safe to repeat. */
export async function enqueue(
  db: Pick<Database, "pool">,
  programId: number,
  drafts: readonly DocumentDraft[],
): ReturnType<Documents["enqueue"]> {
  const { admitted, refused } = admitDrafts(drafts);
  if (drafts.length === 0) return { ids: [], refused };
  const ids = await inTransaction(db, async (connection) => {
    for (const some of pagesOf(refused)) await recordRefusals(connection, programId, some);
    const mirror = await mirrorOf(connection, programId);
    const stored: number[] = [];
    for (const some of pagesOf(admitted)) {
      stored.push(...(await storeSteps(connection, programId, mirror, some)));
    }
    return stored;
  });
  return { ids, refused };
}

async function mirrorOf(connection: PoolConnection, programId: number): Promise<number | null> {
  const [place]: { mirror: number }[] = await connection.query(
    "SELECT mirror FROM exigo_connection WHERE program_id = ?",
    [programId],
  );
  return place?.mirror ?? null;
}

async function storeSteps(
  connection: PoolConnection,
  programId: number,
  mirror: number | null,
  drafts: readonly DocumentDraft[],
): Promise<number[]> {
  await connection.query(
    `INSERT INTO document_intent (program_id, document, kind, step_key, shop_id, mirror, member_id, content, state,
       due_at, created_at)
     VALUES ${drafts.map(() => "(?, ?, ?, ?, ?, ?, ?, ?, 'due', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))").join(", ")}
     ON DUPLICATE KEY UPDATE step_key = VALUES(step_key)`,
    drafts.flatMap(({ document, kind, stepKey, shopId, memberId, content }) => [
      programId,
      document,
      kind,
      stepKey,
      shopId,
      directionOf(kind) === "to_exigo" ? mirror : null,
      memberId,
      JSON.stringify(content),
    ]),
  );
  const rows: { id: number }[] = await connection.query(
    "SELECT id FROM document_intent WHERE program_id = ? AND step_key IN (?) AND claims = 0 ORDER BY id",
    [programId, drafts.map(({ stepKey }) => stepKey)],
  );
  return rows.map(({ id }) => id);
}

async function recordRefusals(
  connection: PoolConnection,
  programId: number,
  refused: readonly RefusedDraft[],
): Promise<void> {
  // The table takes no changes: what was recorded before is left out here.
  await connection.query(
    `INSERT IGNORE INTO ownership_refusal (program_id, refused_at, document, kind, step_key, domain, field, direction,
       code)
     VALUES ${refused.map(() => "(?, UTC_TIMESTAMP(3), ?, ?, ?, ?, ?, ?, ?)").join(", ")}`,
    refused.flatMap(({ draft, refusal }) => [
      programId,
      draft.document,
      draft.kind,
      draft.stepKey,
      refusal.domain,
      refusal.field,
      refusal.direction,
      refusal.code,
    ]),
  );
}

function pagesOf<T>(rows: readonly T[]): T[][] {
  const pages: T[][] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) pages.push(rows.slice(from, from + AT_ONCE));
  return pages;
}
