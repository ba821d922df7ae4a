import type { Pool } from "mariadb";
import { z } from "zod";

import type { EntryInExigo } from "#core/reading";
import type { IntentState, IntentVerdict } from "#core/sync";

import { instant, readRows } from "./rows.server.ts";

/** The sequence that stands for an account's whole balance, handed over when Exigo was connected. */
export const HANDED_OVER = 0;

/** The index reaches the intents of an entry by way of their states. */
const EVERY_STATE = {
  due: true,
  sending: true,
  confirmed: true,
  refused: true,
  unknown: true,
  needs_review: true,
} satisfies Record<IntentState, true>;

const intentRow = z.object({
  id: z.number(),
  entry_seq: z.number(),
  amount: z.number(),
  state: z.custom<IntentState>(),
  attempts: z.number(),
  remote_ref: z.string().nullable(),
  last_error: z.string().nullable(),
  sent_at: instant.nullable(),
  verdict: z.custom<IntentVerdict>().nullable(),
  staff: z.string().nullable(),
  decided_at: instant.nullable(),
  note: z.string().nullable(),
});

type PointIntent = EntryInExigo & { readonly entrySeq: number; readonly amountMinor: number };

/** Writes of points that are owed for these entries of an account, newest first, each with the last decision about it. */
export async function readPointIntents(
  pool: Pool,
  { programId, accountId }: { readonly programId: number; readonly accountId: number },
  seqs: readonly number[],
): Promise<PointIntent[]> {
  const rows = await readRows(
    pool,
    intentRow,
    `SELECT i.id, i.entry_seq, i.amount, i.state, i.attempts, i.remote_ref, i.last_error, i.sent_at,
       d.verdict, d.staff, d.decided_at, d.note
     FROM intent i
     LEFT JOIN intent_decision d ON d.program_id = i.program_id AND d.intent_id = i.id
       AND d.claim = (SELECT MAX(l.claim) FROM intent_decision l
                       WHERE l.program_id = i.program_id AND l.intent_id = i.id)
     WHERE i.program_id = ? AND i.account_id = ? AND i.kind = 'exigo.point' AND i.state IN (?)
       AND i.entry_seq IN (?) ORDER BY i.id DESC`,
    [programId, accountId, Object.keys(EVERY_STATE), seqs],
  );
  return rows.map((row) => ({
    entrySeq: row.entry_seq,
    amountMinor: row.amount,
    intentId: row.id,
    state: row.state,
    remoteRef: row.remote_ref,
    error: row.last_error,
    attempts: row.attempts,
    sentAt: row.sent_at,
    decision: decisionOf(row),
  }));
}

function decisionOf(row: z.output<typeof intentRow>): EntryInExigo["decision"] {
  const { verdict, staff, decided_at: at, note } = row;
  if (verdict === null || staff === null || at === null) return null;
  return { verdict, staff, at, note: note ?? "" };
}
