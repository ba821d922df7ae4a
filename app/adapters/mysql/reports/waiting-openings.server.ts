import type { Pool } from "mariadb";
import { z } from "zod";

import type { Reports } from "../../../usecases/ports/reports.ts";
import { instant, readRows } from "./rows.server.ts";

const row = z.object({
  id: z.number(),
  email: z.string(),
  amount: z.number(),
  source: z.string(),
  reason: z.enum(["customer_unknown", "email_ambiguous"]),
  since: instant,
});

/** A page of the imported balances that wait for their customers. */
export async function readWaitingOpenings(
  pool: Pool,
  programId: number,
  { beforeId, limit }: Parameters<Reports["waitingOpenings"]>[1],
): ReturnType<Reports["waitingOpenings"]> {
  const found = await readRows(
    pool,
    row,
    `SELECT id, email, amount, source, reason, created_at AS since FROM waiting_opening
     WHERE program_id = ? AND state = 'waiting' AND id < ? ORDER BY id DESC LIMIT ?`,
    [programId, beforeId ?? Number.MAX_SAFE_INTEGER, limit + 1],
  );
  const rows = found.slice(0, limit).map(({ amount, ...rest }) => ({ ...rest, amountMinor: amount }));
  return { rows, nextBeforeId: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}
