import type { PoolConnection, UpsertResult } from "mariadb";

import type { Statement } from "./ledger/statements.server.ts";

/** What a process that claims rows needs to say about itself. */
export interface ClaimOptions {
  /** Names this machine and this process in the rows they claim. */
  readonly host: string;
  readonly pid: number;
  /** How long a claim holds without an end; longer than any one call to another system may take. */
  readonly leaseSeconds: number;
}

/** The tables whose rows are owed writes: claimed with a lease, tried, and ended by the claim that tried them. */
type OwedTable = "intent" | "document_intent";

/** Names one row. */
export interface RowKey {
  readonly programId: number;
  readonly id: number;
}

interface Claim extends RowKey {
  /** Names this claim among all of the row. */
  readonly claim: number;
}

/** An outcome's place in time; what else it says is the caller's. */
type OutcomeTime =
  | { readonly state: "due"; readonly inMs: number; readonly countsAsAttempt: boolean }
  | { readonly state: "unknown" | "waiting"; readonly inMs: number }
  | { readonly state: "confirmed" | "refused" | "needs_review" };

const ERROR_LENGTH = 500;

/** Somebody works on the row `i`. */
export const LEASED = "(i.lease_until IS NOT NULL AND i.lease_until >= UTC_TIMESTAMP(3))";

/** Whether the row `i` may be taken up now, as far as it alone is concerned; `states` is a list in SQL. */
export const readyIn = (states: string): string =>
  `(i.state IN ${states} AND i.due_at <= UTC_TIMESTAMP(3) AND NOT ${LEASED})`;

/** The rows `i` of these names, program by program, as a condition. */
export function rowsOf(rows: readonly RowKey[]): Statement {
  const programs = [...new Set(rows.map(({ programId }) => programId))];
  return {
    sql: `(${programs.map(() => "(i.program_id = ? AND i.id IN (?))").join(" OR ")})`,
    values: programs.flatMap((programId) => [
      programId,
      rows.filter((row) => row.programId === programId).map(({ id }) => id),
    ]),
  };
}

/** Puts this process's name and a lease on the rows; one that was being sent is of unknown outcome from now on. */
export function leaseOn(
  table: OwedTable,
  { host, pid, leaseSeconds }: ClaimOptions,
  rows: readonly RowKey[],
): Statement {
  const named = rowsOf(rows);
  return {
    sql: `UPDATE ${table} i
        SET state = CASE state WHEN 'sending' THEN 'unknown' WHEN 'waiting' THEN 'due' ELSE state END,
            claims = claims + 1, claim_host = ?, claim_pid = ?,
            lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
      WHERE ${named.sql}`,
    values: [host, pid, leaseSeconds, ...named.values],
  };
}

/** Says that the write leaves now, and how much longer the claim holds; changes no row: the claim was lost. */
export function sendingOf(
  table: OwedTable,
  { leaseSeconds }: Pick<ClaimOptions, "leaseSeconds">,
  { programId, id, claim }: Claim,
  /** Columns that are stored with it. */
  more: { readonly assignments: string; readonly values: readonly unknown[] } = {
    assignments: "",
    values: [],
  },
): Statement {
  return {
    sql: `UPDATE ${table}
        SET ${more.assignments}state = 'sending', sent_at = UTC_TIMESTAMP(3),
            lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
      WHERE program_id = ? AND id = ? AND claims = ? AND lease_until >= UTC_TIMESTAMP(3)`,
    values: [...more.values, leaseSeconds, programId, id, claim],
  };
}

/** Ends a claim; changes no row: another process has it since. `error` null: there is none. */
export function endOf(
  table: OwedTable,
  { programId, id, claim }: Claim,
  end: {
    readonly state: string;
    readonly assignments: string;
    readonly values: readonly unknown[];
    readonly error: string | null;
  },
): Statement {
  return {
    sql: `UPDATE ${table}
        SET state = ?, ${end.assignments}, last_error = ?, claim_host = NULL, claim_pid = NULL, lease_until = NULL
      WHERE program_id = ? AND id = ? AND claims = ? AND lease_until IS NOT NULL`,
    values: [end.state, ...end.values, end.error?.slice(0, ERROR_LENGTH) ?? null, programId, id, claim],
  };
}

/** Runs a statement that changes the one row of a claim; false: the claim was lost. */
export async function changeClaimed(
  connection: Pick<PoolConnection, "query">,
  { sql, values }: Statement,
): Promise<boolean> {
  const changed: UpsertResult = await connection.query(sql, [...values]);
  return changed.affectedRows === 1;
}

/** When an outcome is looked at again, or that it is done. */
export function timeOf(outcome: OutcomeTime): { readonly assignments: string; readonly values: number[] } {
  switch (outcome.state) {
    case "confirmed":
    case "refused":
      return { assignments: "finished_at = UTC_TIMESTAMP(3)", values: [] };
    case "needs_review":
      return { assignments: "finished_at = NULL", values: [] };
    case "unknown":
    case "waiting":
      return {
        assignments: "due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND",
        values: [Math.round(outcome.inMs) * 1_000],
      };
    case "due":
      // It is as if it had not been sent: the next send is one of its own.
      return {
        assignments:
          "due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND, attempts = attempts + ?, sent_at = NULL",
        values: [Math.round(outcome.inMs) * 1_000, outcome.countsAsAttempt ? 1 : 0],
      };
  }
}
