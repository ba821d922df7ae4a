import type { PoolConnection } from "mariadb";

import { admitDrafts, directionOf, staysInItsPlace } from "#core/sync";
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
  const placeOf = await placesOf(connection, programId, mirror, drafts);
  await connection.query(
    `INSERT INTO document_intent (program_id, document, kind, step_key, shop_id, mirror, member_id, content, state,
       due_at, created_at)
     VALUES ${drafts.map(() => "(?, ?, ?, ?, ?, ?, ?, ?, 'due', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))").join(", ")}
     ON DUPLICATE KEY UPDATE step_key = VALUES(step_key)`,
    drafts.flatMap((draft) => {
      const { document, kind, stepKey, shopId, memberId, content } = draft;
      return [programId, document, kind, stepKey, shopId, placeOf(draft), memberId, JSON.stringify(content)];
    }),
  );
  const rows: { id: number }[] = await connection.query(
    "SELECT id FROM document_intent WHERE program_id = ? AND step_key IN (?) AND claims = 0 ORDER BY id",
    [programId, drafts.map(({ stepKey }) => stepKey)],
  );
  return rows.map(({ id }) => id);
}

/** Where each step is owed to: the connected place, or the one that has what it is about; null: to a shop. */
async function placesOf(
  connection: PoolConnection,
  programId: number,
  mirror: number | null,
  drafts: readonly DocumentDraft[],
): Promise<(draft: DocumentDraft) => number | null> {
  const stay = drafts.filter(({ kind }) => staysInItsPlace(kind)).map(({ document }) => document);
  const rows: { document: string; mirror: number }[] =
    stay.length === 0
      ? []
      : await connection.query(
          `SELECT document, mirror FROM document_intent
            WHERE program_id = ? AND document IN (?) AND mirror IS NOT NULL ORDER BY id DESC`,
          [programId, [...new Set(stay)]],
        );
  // The oldest comes last of each document, and the last of a key stays in a map.
  const begun = new Map(rows.map((row) => [row.document, row.mirror]));
  return ({ kind, document }) => {
    if (directionOf(kind) !== "to_exigo") return null;
    return (staysInItsPlace(kind) ? begun.get(document) : undefined) ?? mirror;
  };
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
