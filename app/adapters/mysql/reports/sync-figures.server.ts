import type { Pool } from "mariadb";
import { z } from "zod";

import type { SyncFigures } from "#core/reading";
import type { DocumentKind } from "#core/sync";

import { instant, readRows, wholeNumber } from "./rows.server.ts";

/** A row's kind and state are what this app or a newer one stored; what is not known is shown as it is. */
export const storedKind = z.string().transform((text) => text as DocumentKind);

const figureRow = z.object({
  kind: storedKind,
  owed: wholeNumber,
  waiting: wholeNumber,
  for_person: wholeNumber,
  done: wholeNumber,
  oldest_at: instant.nullable(),
});
const heldUpRow = z.object({ kind: storedKind, held_up: wholeNumber });

/** Steps by kind and by where they stand. */
export async function readFigures(pool: Pool, programId: number): Promise<SyncFigures[]> {
  const [rows, held] = await Promise.all([readStates(pool, programId), readHeldUp(pool, programId)]);
  return rows.map((row) => {
    const heldUp = Math.min(row.owed, held.get(row.kind) ?? 0);
    return {
      kind: row.kind,
      owed: row.owed - heldUp,
      waiting: row.waiting,
      heldUp,
      forPerson: row.for_person,
      doneLastHour: row.done,
      oldestAt: row.oldest_at,
    };
  });
}

function readStates(pool: Pool, programId: number): Promise<z.output<typeof figureRow>[]> {
  return readRows(
    pool,
    figureRow,
    `SELECT kind, SUM(state IN ('due', 'sending', 'unknown')) AS owed, SUM(state = 'waiting') AS waiting,
            SUM(state IN ('refused', 'needs_review')) AS for_person, SUM(state = 'confirmed') AS done,
            MIN(IF(state = 'confirmed', NULL, created_at)) AS oldest_at
       FROM (SELECT kind, state, created_at FROM document_intent
              WHERE program_id = ? AND state IN ('due', 'sending', 'unknown', 'waiting', 'refused', 'needs_review')
             UNION ALL
             SELECT kind, state, created_at FROM document_intent
              WHERE program_id = ? AND state = 'confirmed' AND finished_at >= UTC_TIMESTAMP(3) - INTERVAL 1 HOUR
            ) AS step
      GROUP BY kind ORDER BY kind`,
    [programId, programId],
  );
}

/** Due steps by kind that come after one of their document that does not go on by itself. */
async function readHeldUp(pool: Pool, programId: number): Promise<ReadonlyMap<DocumentKind, number>> {
  const rows = await readRows(
    pool,
    heldUpRow,
    `SELECT later.kind, COUNT(DISTINCT later.id) AS held_up
       FROM document_intent stuck
       JOIN document_intent later ON later.program_id = stuck.program_id AND later.document = stuck.document
        AND later.state = 'due' AND later.id > stuck.id
      WHERE stuck.program_id = ? AND stuck.state IN ('waiting', 'refused', 'needs_review')
      GROUP BY later.kind`,
    [programId],
  );
  return new Map(rows.map((row) => [row.kind, row.held_up]));
}
