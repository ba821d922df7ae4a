import type { Pool } from "mariadb";

import { readInTurns } from "../turns.server.ts";

/** Names one intent. */
interface IntentKey {
  readonly programId: number;
  readonly id: number;
}

/** Programs whose rows one statement reads. */
const PROGRAMS_PER_STATEMENT = 20;

/** States in which a row may have something to do. */
const OPEN = ["due", "unknown", "sending"] as const;

/**
 * A page of due intents, the oldest of every program before the second of any. The index (state, program, due time) leads
 * from one waiting program to the next without a look at the rows between, so that 10,000 rows of one program stand
 * before nobody's.
 *
 * @param isCarriedOutNow a condition on `intent i` beside its state and due time
 */
export async function findDueIntents(
  pool: Pool,
  isCarriedOutNow: string,
  limit: number,
): Promise<IntentKey[]> {
  const programs = await findWaitingPrograms(pool);
  return readInTurns(programs, limit, (some, perProgram) =>
    readShares(pool, isCarriedOutNow, some, perProgram),
  );
}

/** The programs whose oldest row has waited longest, those first. */
async function findWaitingPrograms(pool: Pool): Promise<number[]> {
  const rows: { programId: number; oldest: Date }[] = await pool.query(
    `SELECT program_id AS programId, MIN(due_at) AS oldest FROM intent
      WHERE state IN (?) GROUP BY state, program_id
     HAVING oldest <= UTC_TIMESTAMP(3) ORDER BY oldest, programId`,
    [OPEN],
  );
  return [...new Set(rows.map(({ programId }) => programId))];
}

/** At most `perProgram` rows of each program; of each state the oldest. */
async function readShares(
  pool: Pool,
  isCarriedOutNow: string,
  programs: readonly number[],
  perProgram: number,
): Promise<Map<number, IntentKey[]>> {
  const shares = new Map<number, IntentKey[]>();
  for (let first = 0; first < programs.length; first += PROGRAMS_PER_STATEMENT) {
    const parts = programs
      .slice(first, first + PROGRAMS_PER_STATEMENT)
      .flatMap((programId) => OPEN.map((state) => [state, programId, perProgram]));
    const rows: IntentKey[] = await pool.query(
      parts.map(() => `(${dueOfProgram(isCarriedOutNow)})`).join(" UNION ALL "),
      parts.flat(),
    );
    for (const row of rows) shares.set(row.programId, [...(shares.get(row.programId) ?? []), row]);
  }
  // Of an account's writes the one that was made first comes first.
  return new Map(
    [...shares].map(([programId, rows]) => [
      programId,
      rows.sort((one, other) => one.id - other.id).slice(0, perProgram),
    ]),
  );
}

const dueOfProgram = (isCarriedOutNow: string): string => `
  SELECT i.program_id AS programId, i.id FROM intent i
   WHERE i.state = ? AND i.program_id = ? AND i.due_at <= UTC_TIMESTAMP(3) AND ${isCarriedOutNow}
   ORDER BY i.due_at, i.id LIMIT ?`;
