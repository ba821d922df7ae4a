import type { Pool } from "mariadb";
import { z } from "zod";

import type { Reports } from "../../../usecases/ports/reports.ts";
import { instant, readRows } from "./rows.server.ts";

const openingRow = z.object({
  id: z.number(),
  email: z.string(),
  amount: z.number(),
  source: z.string(),
  line: z.number().nullable(),
});
const waitingRow = openingRow.extend({
  reason: z.enum(["customer_unknown", "email_ambiguous", "tried_again"]),
  since: instant,
});
const refusedRow = openingRow.extend({
  reason: z.string(),
  refusedAt: instant,
  decidedBy: z.string().nullable(),
  effectiveAt: instant,
  availableFrom: instant.nullable(),
  expiresAt: instant.nullable(),
  note: z.string().nullable(),
});

/** A page of the imported balances that wait for their customers. */
export async function readWaitingOpenings(
  pool: Pool,
  programId: number,
  query: Parameters<Reports["waitingOpenings"]>[1],
): ReturnType<Reports["waitingOpenings"]> {
  const found = await readRows(
    pool,
    waitingRow,
    `SELECT id, email, amount, source, line, reason, created_at AS since FROM waiting_opening
     WHERE program_id = ? AND state = 'waiting' AND id < ? ORDER BY id DESC LIMIT ?`,
    [programId, query.beforeId ?? Number.MAX_SAFE_INTEGER, query.limit + 1],
  );
  return pageOf(found, query.limit);
}

/** A page of those that were refused. Of people who were redacted nothing is left that could be tried again. */
export async function readRefusedOpenings(
  pool: Pool,
  programId: number,
  query: Parameters<Reports["refusedOpenings"]>[1],
): ReturnType<Reports["refusedOpenings"]> {
  const found = await readRows(
    pool,
    refusedRow,
    `SELECT id, email, amount, source, line, reason, finished_at AS refusedAt, decided_by AS decidedBy,
            effective_at AS effectiveAt, available_from AS availableFrom, expires_at AS expiresAt, note
       FROM waiting_opening
      WHERE program_id = ? AND state = 'refused' AND reason <> 'redacted' AND id < ? ORDER BY id DESC LIMIT ?`,
    [programId, query.beforeId ?? Number.MAX_SAFE_INTEGER, query.limit + 1],
  );
  return pageOf(found, query.limit);
}

/** One row more than a page was read: it says whether there is another page. */
function pageOf<Row extends { readonly id: number; readonly amount: number }>(
  found: readonly Row[],
  limit: number,
): { rows: (Omit<Row, "amount"> & { amountMinor: number })[]; nextBeforeId: number | null } {
  const rows = found.slice(0, limit).map(({ amount, ...rest }) => ({ ...rest, amountMinor: amount }));
  return { rows, nextBeforeId: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}
