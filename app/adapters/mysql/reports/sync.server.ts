import type { Pool } from "mariadb";
import { z } from "zod";

import type { SyncFigures, SyncRefusal, SyncReport, SyncStep } from "#core/reading";
import type { DocumentKind } from "#core/sync";

import { instant, readRows, wholeNumber } from "./rows.server.ts";

/** A row's kind and state are what this app or a newer one stored; what is not known is shown as it is. */
const kind = z.string().transform((text) => text as DocumentKind);

const figureRow = z.object({
  kind,
  owed: wholeNumber,
  waiting: wholeNumber,
  for_person: wholeNumber,
  done: wholeNumber,
  oldest_at: instant.nullable(),
});
const stepRow = z.object({
  id: z.number(),
  claims: z.number(),
  kind,
  state: z.enum(["waiting", "refused", "needs_review"]),
  document: z.string(),
  order_name: z.string().nullable(),
  waits_for: z.string().nullable(),
  last_error: z.string().nullable(),
  created_at: instant,
  sent_at: instant.nullable(),
  held_up: wholeNumber,
});
const refusalRow = z.object({
  refused_at: instant,
  document: z.string(),
  domain: z.string().transform((text) => text as SyncRefusal["domain"]),
  field: z.string(),
  direction: z.enum(["to_exigo", "to_shopify", "to_ledger"]),
});

/** What is owed for documents, what keeps it, and what the ownership table refused. */
export async function readSync(pool: Pool, programId: number, limit: number): Promise<SyncReport> {
  const [figures, steps, refusals] = await Promise.all([
    readFigures(pool, programId),
    readSteps(pool, programId, limit + 1),
    readRefusals(pool, programId, limit),
  ]);
  return { figures, steps: steps.slice(0, limit), hasMoreSteps: steps.length > limit, refusals };
}

async function readFigures(pool: Pool, programId: number): Promise<SyncFigures[]> {
  const rows = await readRows(
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
  return rows.map((row) => ({
    kind: row.kind,
    owed: row.owed,
    waiting: row.waiting,
    forPerson: row.for_person,
    doneLastHour: row.done,
    oldestAt: row.oldest_at,
  }));
}

async function readSteps(pool: Pool, programId: number, limit: number): Promise<SyncStep[]> {
  const rows = await readRows(
    pool,
    stepRow,
    `SELECT d.id, d.claims, d.kind, d.state, d.document, o.name AS order_name, d.waits_for, d.last_error,
            d.created_at, d.sent_at,
            (SELECT COUNT(*) FROM document_intent later
              WHERE later.program_id = d.program_id AND later.document = d.document AND later.id > d.id
                AND later.state NOT IN ('confirmed', 'dropped')) AS held_up
       FROM document_intent d
       LEFT JOIN order_snapshot o
         ON d.document LIKE 'order/%' AND o.program_id = d.program_id AND o.shop_id = d.shop_id
        AND o.order_id = CAST(SUBSTRING_INDEX(d.document, '/', -1) AS UNSIGNED)
      WHERE d.program_id = ? AND d.state IN ('refused', 'needs_review', 'waiting')
      ORDER BY d.state = 'waiting', d.id LIMIT ?`,
    [programId, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    claim: row.claims,
    kind: row.kind,
    state: row.state,
    document: row.document,
    orderName: row.order_name,
    waitsFor: row.waits_for,
    error: row.last_error,
    since: row.created_at,
    wasSent: row.sent_at !== null,
    heldUp: row.held_up,
  }));
}

async function readRefusals(pool: Pool, programId: number, limit: number): Promise<SyncRefusal[]> {
  const rows = await readRows(
    pool,
    refusalRow,
    `SELECT refused_at, document, domain, field, direction FROM ownership_refusal
      WHERE program_id = ? ORDER BY id DESC LIMIT ?`,
    [programId, limit],
  );
  return rows.map(({ refused_at: at, ...row }) => ({ at, ...row }));
}
