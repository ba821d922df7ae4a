import type { Pool } from "mariadb";
import { z } from "zod";

import type { SyncDelivery, SyncRefusal, SyncReport, SyncStep } from "#core/reading";

import { instant, readRows, wholeNumber } from "./rows.server.ts";
import { readFigures, storedKind } from "./sync-figures.server.ts";
import { readSubjects } from "./sync-subjects.server.ts";

type WithoutSubject<T> = Omit<T, "subject" | "waitsForProduct">;

/** The newest orders in Exigo that are shown. */
const DELIVERIES = 10;

const stepRow = z.object({
  id: z.number(),
  claims: z.number(),
  kind: storedKind,
  state: z.enum(["waiting", "refused", "needs_review"]),
  document: z.string(),
  waits_for: z.string().nullable(),
  last_error: z.string().nullable(),
  created_at: instant,
  sent_at: instant.nullable(),
  held_up: wholeNumber,
});
const deliveryRow = z.object({
  id: z.number(),
  kind: z.enum(["exigo.order", "exigo.return"]),
  document: z.string(),
  remote_ref: z.string().nullable(),
  finished_at: instant,
  to_go: wholeNumber,
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
  const [figures, steps, deliveries, refusals] = await Promise.all([
    readFigures(pool, programId),
    readSteps(pool, programId, limit + 1),
    readDeliveries(pool, programId),
    readRefusals(pool, programId, limit),
  ]);
  const shown = steps.slice(0, limit);
  const subjectOf = await readSubjects(pool, programId, [
    ...[...shown, ...deliveries, ...refusals].map(({ document }) => document),
    ...shown.flatMap(({ waitsFor }) => variantOf(waitsFor) ?? []),
  ]);
  const named = <Row extends { readonly document: string }>(row: Row) => ({
    ...row,
    subject: subjectOf(row.document),
  });
  return {
    figures,
    steps: shown.map((step) => ({ ...named(step), waitsForProduct: productOf(step, subjectOf) })),
    hasMoreSteps: steps.length > limit,
    deliveries: deliveries.map(named),
    refusals: refusals.map(named),
  };
}

/** The variant that a step waits for, named as a document is; null: it waits for something else. */
function variantOf(waitsFor: string | null): string | null {
  return waitsFor?.startsWith("item/") ? waitsFor.replace("item/", "product/") : null;
}

function productOf(
  { waitsFor }: WithoutSubject<SyncStep>,
  subjectOf: Awaited<ReturnType<typeof readSubjects>>,
): SyncStep["waitsForProduct"] {
  const variant = variantOf(waitsFor);
  const subject = variant === null ? null : subjectOf(variant);
  return subject?.kind === "product" ? subject : null;
}

async function readSteps(pool: Pool, programId: number, limit: number): Promise<WithoutSubject<SyncStep>[]> {
  const rows = await readRows(
    pool,
    stepRow,
    `SELECT d.id, d.claims, d.kind, d.state, d.document, d.waits_for, d.last_error, d.created_at, d.sent_at,
            (SELECT COUNT(*) FROM document_intent later
              WHERE later.program_id = d.program_id AND later.document = d.document AND later.id > d.id
                AND later.state NOT IN ('confirmed', 'dropped')) AS held_up
       FROM document_intent d
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
    waitsFor: row.waits_for,
    error: row.last_error,
    since: row.created_at,
    wasSent: row.sent_at !== null,
    heldUp: row.held_up,
  }));
}

async function readDeliveries(pool: Pool, programId: number): Promise<WithoutSubject<SyncDelivery>[]> {
  const newest = `(SELECT id, program_id, kind, document, remote_ref, finished_at FROM document_intent
                    WHERE program_id = ? AND state = 'confirmed' AND kind = ? ORDER BY id DESC LIMIT ?)`;
  const rows = await readRows(
    pool,
    deliveryRow,
    `SELECT d.id, d.kind, d.document, d.remote_ref, d.finished_at,
            (SELECT COUNT(*) FROM document_intent later
              WHERE later.program_id = d.program_id AND later.document = d.document
                AND later.state NOT IN ('confirmed', 'dropped')) AS to_go
       FROM (${newest} UNION ALL ${newest}) AS d
      ORDER BY d.finished_at DESC, d.id DESC LIMIT ?`,
    [programId, "exigo.order", DELIVERIES, programId, "exigo.return", DELIVERIES, DELIVERIES],
  );
  return rows.map(({ remote_ref: exigoOrderId, finished_at: at, to_go: toGo, ...row }) => ({
    ...row,
    ...{ exigoOrderId, at, toGo },
  }));
}

async function readRefusals(
  pool: Pool,
  programId: number,
  limit: number,
): Promise<WithoutSubject<SyncRefusal>[]> {
  const rows = await readRows(
    pool,
    refusalRow,
    `SELECT refused_at, document, domain, field, direction FROM ownership_refusal
      WHERE program_id = ? ORDER BY id DESC LIMIT ?`,
    [programId, limit],
  );
  return rows.map(({ refused_at: at, ...row }) => ({ at, ...row }));
}
