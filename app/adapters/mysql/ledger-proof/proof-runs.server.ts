import type { UpsertResult } from "mariadb";
import { z } from "zod";

import type { ProofProgress, ProofRun, ProofRuns } from "../../../usecases/ports/proof-runs.ts";
import type { Database } from "../database.server.ts";
import { inTransaction } from "../transaction.server.ts";

type Db = Pick<Database, "pool">;

export interface ProofRunOptions {
  /** Hour of the day in UTC, 0 to 23, at which the proof of a night is due. */
  readonly hour: number;
  /** How long a claim outlives its process. */
  readonly leaseSeconds?: number;
  /** Between two renewals of a claim. */
  readonly renewMs?: number;
}

const LEASE_SECONDS = 30;
const RENEW_MS = 1_000;

const claimed = z.object({ claims: z.number(), attempts: z.number() });
const dueProgram = z.object({ id: z.number() });

/** The newest instant at which proofs became due. Takes the hour twice. */
const LAST_NIGHT = "(TIMESTAMP(DATE(UTC_TIMESTAMP() - INTERVAL ? HOUR)) + INTERVAL ? HOUR)";

const BEGUN_BEFORE_IT = `r.state = 'finished' AND r.begun_at < ${LAST_NIGHT}`;
const WAITS_OR_WAS_LEFT = "r.state <> 'finished' AND r.due_at <= UTC_TIMESTAMP(3)";

/** When ledgers are proved, on MySQL or MariaDB; one row per program that was ever to be proved. */
export function createMysqlProofRuns(db: Db, options: ProofRunOptions): ProofRuns {
  const night = [options.hour, options.hour];
  const lease = options.leaseSeconds ?? LEASE_SECONDS;
  return {
    async findDue() {
      const rows: unknown = await db.pool.query(
        `SELECT p.id FROM program p LEFT JOIN proof_run r ON r.program_id = p.id
          WHERE (r.program_id IS NULL AND p.created_at < ${LAST_NIGHT})
             OR (${BEGUN_BEFORE_IT}) OR (${WAITS_OR_WAS_LEFT})
          ORDER BY r.begun_at, p.id`,
        [...night, ...night],
      );
      return z
        .array(dueProgram)
        .parse(rows)
        .map(({ id }) => id);
    },
    claim: (programId) => claim(db, programId, night, lease),
    hold: (run, work) => hold(db, run, { lease, renewMs: options.renewMs ?? RENEW_MS }, work),
    async finish(run, trouble) {
      return end(db, run, "state = 'finished', due_at = NULL, attempts = 0, finished_at = UTC_TIMESTAMP(3)", [
        trouble,
      ]);
    },
    async putOff(run, { afterSeconds, trouble }) {
      await end(db, run, "state = 'waiting', due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND", [
        afterSeconds,
        trouble,
      ]);
    },
    async ask(programId) {
      await db.pool.query(
        `INSERT INTO proof_run (program_id, state, due_at, claims, attempts, entries, entries_in_all)
         SELECT id, 'waiting', UTC_TIMESTAMP(3), 0, 0, 0, 0 FROM program WHERE id = ?
         ON DUPLICATE KEY UPDATE
           due_at = IF(proof_run.state = 'running', proof_run.due_at, UTC_TIMESTAMP(3)),
           state = IF(proof_run.state = 'running', 'running', 'waiting')`,
        [programId],
      );
    },
  };
}

async function claim(
  db: Db,
  programId: number,
  night: readonly number[],
  lease: number,
): Promise<ProofRun | null> {
  return inTransaction(db, async (connection) => {
    await connection.query(
      `INSERT INTO proof_run (program_id, state, due_at, claims, attempts, entries, entries_in_all)
       SELECT id, 'waiting', UTC_TIMESTAMP(3), 0, 0, 0, 0 FROM program
        WHERE id = ? AND created_at < ${LAST_NIGHT}
       ON DUPLICATE KEY UPDATE program_id = VALUES(program_id)`,
      [programId, ...night],
    );
    const taken: UpsertResult = await connection.query(
      `UPDATE proof_run r
          SET r.state = 'running', r.due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND, r.claims = r.claims + 1,
              r.attempts = r.attempts + 1, r.begun_at = UTC_TIMESTAMP(3), r.entries = 0, r.entries_in_all = 0
        WHERE r.program_id = ? AND ((${BEGUN_BEFORE_IT}) OR (${WAITS_OR_WAS_LEFT}))`,
      [lease, programId, ...night],
    );
    if (taken.affectedRows !== 1) return null;
    const rows: unknown = await connection.query(
      "SELECT claims, attempts FROM proof_run WHERE program_id = ?",
      [programId],
    );
    const [row] = z.array(claimed).parse(rows);
    return row ? { programId, claim: row.claims, attempt: row.attempts } : null;
  });
}

/** Ends a claim that still stands. False: it was lost, and nothing changed. */
async function end({ pool }: Db, run: ProofRun, assignments: string, values: unknown[]): Promise<boolean> {
  const ended: UpsertResult = await pool.query(
    `UPDATE proof_run SET ${assignments}, trouble = ?
      WHERE program_id = ? AND claims = ? AND state = 'running'`,
    [...values, run.programId, run.claim],
  );
  return ended.affectedRows === 1;
}

/**
 * The claim is renewed by a timer and not by progress: the statements that look at a whole program take as long as
 * they take.
 */
async function hold<T>(
  { pool }: Db,
  { programId, claim: number }: ProofRun,
  { lease, renewMs }: { lease: number; renewMs: number },
  work: Parameters<ProofRuns["hold"]>[1],
): Promise<T> {
  const lost = new AbortController();
  let newest: ProofProgress = { entries: 0, entriesInAll: 0 };
  let renewing: Promise<void> = Promise.resolve();
  const renew = async (): Promise<void> => {
    const renewed: UpsertResult = await pool.query(
      `UPDATE proof_run
          SET due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND, entries = ?, entries_in_all = ?
        WHERE program_id = ? AND claims = ? AND state = 'running'`,
      [lease, newest.entries, newest.entriesInAll, programId, number],
    );
    if (renewed.affectedRows !== 1) lost.abort();
  };
  const timer = setInterval(() => {
    // A database that does not answer stops the work itself; the next renewal may succeed again.
    renewing = renewing.then(renew).catch(() => undefined);
  }, renewMs);
  try {
    return (await work({ lost: lost.signal, note: (progress) => void (newest = progress) })) as T;
  } finally {
    clearInterval(timer);
    await renewing;
  }
}
