import { z } from "zod";

import type { RereadCause, RereadMethod, RereadProgress, Resource } from "#core/rereading";
import type { Reread, RereadReport } from "#usecases/ports/rereads";

const instant = z.date().transform((date) => date.toISOString());
const claimedRow = z.object({
  program_id: z.number(),
  id: z.number(),
  shop_id: z.number(),
  domain: z.string(),
  installed_at: instant,
  resource: z.custom<Resource>(),
  cause: z.custom<RereadCause>(),
  method: z.custom<RereadMethod | null>(),
  since_at: instant.nullable(),
  range_since: instant.nullable(),
  range_until: instant.nullable(),
  read_to: instant.nullable(),
  bulk_operation: z.string().nullable(),
  bulk_byte: z.number(),
  attempts: z.number(),
  stopped_by: z.string().nullable(),
  claims: z.number(),
  now: instant,
});

/** What {@link toReread} reads of a run `r` and its shop `s`. */
export const REREAD_COLUMNS = `r.program_id, r.id, r.shop_id, s.domain, s.installed_at, r.resource, r.cause, r.method,
  r.since_at, r.range_since, r.range_until, r.read_to, r.bulk_operation, r.bulk_byte, r.attempts, r.stopped_by, r.claims,
  UTC_TIMESTAMP(3) AS now`;

/** A claimed run from its row. */
export function toReread(columns: unknown): Reread {
  const row = claimedRow.parse(columns);
  return {
    programId: row.program_id,
    id: row.id,
    shopId: row.shop_id,
    shopDomain: row.domain,
    installedAt: row.installed_at,
    resource: row.resource,
    cause: row.cause,
    method: row.method,
    since: row.since_at,
    range: row.range_until === null ? null : { since: row.range_since, until: row.range_until },
    readTo: row.read_to,
    bulkOperation: row.bulk_operation,
    bulkByte: row.bulk_byte,
    attempts: row.attempts,
    isStopped: row.stopped_by !== null,
    claim: row.claims,
    now: row.now,
  };
}

const reportRow = z.object({
  id: z.number(),
  resource: z.custom<Resource>(),
  cause: z.custom<RereadCause>(),
  state: z.custom<RereadProgress["state"]>(),
  method: z.custom<RereadMethod | null>(),
  since_at: instant.nullable(),
  range_since: instant.nullable(),
  range_until: instant.nullable(),
  read_to: instant.nullable(),
  total_rows: z.number().nullable(),
  read_rows: z.number(),
  found_rows: z.number(),
  refused_rows: z.number(),
  last_error: z.string().nullable(),
  stopped_by: z.string().nullable(),
  created_at: instant,
  finished_at: instant.nullable(),
});

export const REPORT_COLUMNS = `id, resource, cause, state, method, since_at, range_since, range_until, read_to,
  total_rows, read_rows, found_rows, refused_rows, last_error, stopped_by, created_at, finished_at`;

/** A run as the screens show it, from its row. */
export function toRereadReport(columns: unknown): RereadReport {
  const row = reportRow.parse(columns);
  return {
    id: row.id,
    resource: row.resource,
    cause: row.cause,
    // What a worker still has to cancel at Shopify is no news to people.
    state: row.stopped_by === null ? row.state : "stopped",
    method: row.method,
    since: row.range_since ?? row.since_at,
    until: row.range_until,
    readTo: row.read_to,
    total: row.total_rows,
    read: row.read_rows,
    found: row.found_rows,
    refused: row.refused_rows,
    lastError: row.last_error,
    stoppedBy: row.stopped_by,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
