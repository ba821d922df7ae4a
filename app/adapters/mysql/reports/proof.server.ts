import type { Pool } from "mariadb";
import { z } from "zod";

import type { Finding } from "#core/proof";
import type { ProofReport } from "#core/reading";
import { instant, json, readRows, wholeNumber } from "./rows.server.ts";

const runRow = z.object({
  now: instant,
  state: z.enum(["waiting", "running", "finished"]).nullable(),
  due_at: instant.nullable(),
  is_left: z.coerce.boolean(),
  entries: wholeNumber,
  entries_in_all: wholeNumber,
  trouble: z.enum(["proof_failed", "checkpoint_not_exported"]).nullable(),
  number: z.number().nullable(),
  taken_at: instant.nullable(),
});
const lastRow = z.object({
  finished_at: instant,
  accounts: wholeNumber,
  entries: wholeNumber,
  broken: wholeNumber,
  finding: json,
});
const ownerRow = z.object({ member_id: z.number() });

/** How a program's ledger was last proved, and how the next proof stands. */
export async function readProof(pool: Pool, programId: number): Promise<ProofReport> {
  const [[run], [last]] = await Promise.all([readRun(pool, programId), readLast(pool, programId)]);
  const finding = (last?.finding ?? null) as Finding | null;
  const now = run?.now ?? "";
  return {
    now,
    last: last
      ? {
          finishedAt: last.finished_at,
          accounts: last.accounts,
          entries: last.entries,
          broken: last.broken,
          finding: finding && { ...finding, memberId: await readOwner(pool, programId, finding.accountId) },
        }
      : null,
    next:
      run && run.due_at !== null && (run.state === "waiting" || run.state === "running")
        ? {
            state: run.state === "running" && run.is_left ? "left" : run.state,
            dueAt: run.due_at,
            entries: run.entries,
            entriesInAll: run.entries_in_all,
          }
        : null,
    trouble: run?.trouble ?? null,
    checkpoint:
      run && run.number !== null && run.taken_at !== null
        ? { number: run.number, takenAt: run.taken_at }
        : null,
  };
}

function readRun(pool: Pool, programId: number): Promise<z.output<typeof runRow>[]> {
  return readRows(
    pool,
    runRow,
    `SELECT UTC_TIMESTAMP(3) AS now, r.state, r.due_at, COALESCE(r.due_at <= UTC_TIMESTAMP(3), FALSE) AS is_left,
       r.entries, r.entries_in_all, r.trouble, c.number, c.taken_at
     FROM (SELECT ? AS program_id) p
     LEFT JOIN proof_run r ON r.program_id = p.program_id
     LEFT JOIN checkpoint c ON c.program_id = p.program_id
       AND c.number = (SELECT MAX(number) FROM checkpoint WHERE program_id = ?)`,
    [programId, programId],
  );
}

function readLast(pool: Pool, programId: number): Promise<z.output<typeof lastRow>[]> {
  return readRows(
    pool,
    lastRow,
    "SELECT finished_at, accounts, entries, broken, finding FROM verification WHERE program_id = ?",
    [programId],
  );
}

async function readOwner(pool: Pool, programId: number, accountId: number | null): Promise<number | null> {
  if (accountId === null) return null;
  const [row] = await readRows(
    pool,
    ownerRow,
    `SELECT a.member_id FROM account a JOIN member m ON m.program_id = a.program_id AND m.id = a.member_id
     WHERE a.program_id = ? AND a.id = ?`,
    [programId, accountId],
  );
  return row?.member_id ?? null;
}
