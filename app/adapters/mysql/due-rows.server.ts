import type { Pool } from "mariadb";

import type { RowKey } from "./claimed-rows.server.ts";
import { readInTurns } from "./turns.server.ts";

/** Programs whose rows one statement reads. */
const PROGRAMS_PER_STATEMENT = 20;

/** A table of rows that are owed writes, with an index on state, program and due time. */
interface DueTable {
  readonly name: "intent" | "document_intent";
  /** States in which a row may have something to do. */
  readonly open: readonly string[];
  /** A condition on the row `i` beside its state and due time. */
  readonly isCarriedOutNow: string;
}

/**
 * A page of due rows, the oldest of every program before the second of any. The index (state, program, due time) leads
 * from one waiting program to the next without a look at the rows between, so that 10,000 rows of one program stand
 * before nobody's.
 */
export async function findDueRows(pool: Pool, table: DueTable, limit: number): Promise<RowKey[]> {
  const programs = await findWaitingPrograms(pool, table);
  return readInTurns(programs, limit, (some, perProgram) => readShares(pool, table, some, perProgram));
}

/** The programs whose oldest row has waited longest, those first. */
async function findWaitingPrograms(pool: Pool, { name, open }: DueTable): Promise<number[]> {
  const rows: { programId: number; oldest: Date }[] = await pool.query(
    `SELECT program_id AS programId, MIN(due_at) AS oldest FROM ${name}
      WHERE state IN (?) GROUP BY state, program_id
     HAVING oldest <= UTC_TIMESTAMP(3) ORDER BY oldest, programId`,
    [open],
  );
  return [...new Set(rows.map(({ programId }) => programId))];
}

/** At most `perProgram` rows of each program; of each state the oldest. */
async function readShares(
  pool: Pool,
  table: DueTable,
  programs: readonly number[],
  perProgram: number,
): Promise<Map<number, RowKey[]>> {
  const shares = new Map<number, RowKey[]>();
  for (let first = 0; first < programs.length; first += PROGRAMS_PER_STATEMENT) {
    const parts = programs
      .slice(first, first + PROGRAMS_PER_STATEMENT)
      .flatMap((programId) => table.open.map((state) => [state, programId, perProgram]));
    const rows: RowKey[] = await pool.query(
      parts.map(() => `(${dueOfProgram(table)})`).join(" UNION ALL "),
      parts.flat(),
    );
    for (const row of rows) shares.set(row.programId, [...(shares.get(row.programId) ?? []), row]);
  }
  // Of one account's or document's writes the one that was made first comes first.
  return new Map(
    [...shares].map(([programId, rows]) => [
      programId,
      rows.sort((one, other) => one.id - other.id).slice(0, perProgram),
    ]),
  );
}

const dueOfProgram = ({ name, isCarriedOutNow }: DueTable): string => `
  SELECT i.program_id AS programId, i.id FROM ${name} i
   WHERE i.state = ? AND i.program_id = ? AND i.due_at <= UTC_TIMESTAMP(3) AND ${isCarriedOutNow}
   ORDER BY i.due_at, i.id LIMIT ?`;
