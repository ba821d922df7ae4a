import type { Pool, PoolConnection } from "mariadb";

import type { Agreement, GapFacts } from "#core/sync";
import type { NewGap } from "#usecases/ports/comparisons";

import type { Database } from "./database.server.ts";

type Connection = Pool | PoolConnection;

/** Sums come as decimals, and those as text. */
interface SumsRow {
  readonly accounts: number;
  readonly value: string;
  readonly gap: string;
  readonly late: string;
  readonly gaps: number;
}

/** One statement, so that all its numbers are of one moment. */
const SUMS = `
  SELECT v.accounts, v.value, g.gap, g.late, g.gaps
    FROM (SELECT COUNT(*) AS accounts, COALESCE(SUM(ABS(available + held)), 0) AS value
            FROM account WHERE program_id = ?) v,
         (SELECT COALESCE(SUM(ABS(ledger - COALESCE(exigo, 0))), 0) AS gap, COUNT(*) AS gaps,
                 COALESCE(SUM(IF(since < UTC_TIMESTAMP(3) - INTERVAL 1 DAY,
                   ABS(ledger - COALESCE(exigo, 0)), 0)), 0) AS late
            FROM agreement_gap WHERE program_id = ?) g`;

/** The sums of this moment. */
export async function measure(
  connection: Connection,
  programId: number,
): Promise<Agreement & { accounts: number; gaps: number }> {
  const [row]: SumsRow[] = await connection.query(SUMS, [programId, programId]);
  return {
    accounts: row?.accounts ?? 0,
    gaps: row?.gaps ?? 0,
    valueMinor: Number(row?.value ?? 0),
    gapMinor: Number(row?.gap ?? 0),
    lateGapMinor: Number(row?.late ?? 0),
  };
}

/** Stores the figures of this day as they are now. */
export async function storeDay(connection: Connection, programId: number): Promise<void> {
  await connection.query(
    `INSERT INTO agreement_day (program_id, day, measured_at, accounts, value, gap, late_gap, gaps)
     SELECT ?, DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%d'), UTC_TIMESTAMP(3), s.accounts, s.value, s.gap, s.late, s.gaps
       FROM (${SUMS}) s
     ON DUPLICATE KEY UPDATE measured_at = VALUES(measured_at), accounts = VALUES(accounts), value = VALUES(value),
       gap = VALUES(gap), late_gap = VALUES(late_gap), gaps = VALUES(gaps)`,
    [programId, programId, programId],
  );
}

/** A gap keeps the moment at which it was first seen until its account agrees again. */
export async function storeGaps(
  connection: Connection,
  programId: number,
  gaps: readonly NewGap[],
): Promise<void> {
  if (gaps.length === 0) return;
  await connection.query(
    `INSERT INTO agreement_gap (program_id, account_id, ledger, exigo, cause, since, seen_at)
     VALUES ${gaps.map(() => "(?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))").join(", ")}
     ON DUPLICATE KEY UPDATE ledger = VALUES(ledger), exigo = VALUES(exigo), cause = VALUES(cause),
       seen_at = VALUES(seen_at)`,
    gaps.flatMap(({ accountId, ledgerMinor, exigoMinor, cause }) => [
      ...[programId, accountId, ledgerMinor, exigoMinor, cause],
    ]),
  );
}

export async function forgetAgreed(
  connection: Connection,
  programId: number,
  accountIds: readonly number[],
): Promise<void> {
  if (accountIds.length === 0) return;
  const first = Math.min(...accountIds);
  const last = Math.max(...accountIds);
  const rows: { account_id: number }[] = await connection.query(
    "SELECT account_id FROM agreement_gap WHERE program_id = ? AND account_id BETWEEN ? AND ?",
    [programId, first, last],
  );
  const agreed = new Set(accountIds);
  const over = rows.map((row) => row.account_id).filter((id) => agreed.has(id));
  if (over.length === 0) return;
  await connection.query("DELETE FROM agreement_gap WHERE program_id = ? AND account_id IN (?)", [
    programId,
    over,
  ]);
}

interface FactsRow {
  readonly account_id: number;
  readonly handed_over: number;
  readonly under_way: number;
  readonly in_review: number;
  readonly refused: number;
  readonly open_cases: number;
}

/** What stands in the way of each account's agreement. */
export async function readGapFacts(
  { pool }: Pick<Database, "pool">,
  {
    programId,
    mirror,
    accountIds,
  }: { readonly programId: number; readonly mirror: number; readonly accountIds: readonly number[] },
): Promise<ReadonlyMap<number, Omit<GapFacts, "isLinked" | "isInExigo">>> {
  if (accountIds.length === 0) return new Map();
  const writes = (states: string): string =>
    `(SELECT COUNT(*) FROM intent i WHERE i.program_id = a.program_id AND i.account_id = a.id
        AND i.kind = 'exigo.point' AND i.mirror = m.mirror AND i.state IN (${states}))`;
  const rows: FactsRow[] = await pool.query(
    `SELECT a.id AS account_id, (m.state <> 'running' OR a.id <= m.handed_over_to) AS handed_over,
            ${writes("'due', 'sending', 'unknown'")} AS under_way, ${writes("'needs_review'")} AS in_review,
            ${writes("'refused'")} AS refused,
            (SELECT COUNT(*) FROM drift_case d WHERE d.program_id = a.program_id AND d.account_id = a.id
               AND d.state = 'open') AS open_cases
       FROM account a JOIN exigo_mirror m ON m.program_id = a.program_id AND m.mirror = ?
      WHERE a.program_id = ? AND a.id IN (?)`,
    [mirror, programId, accountIds],
  );
  return new Map(
    rows.map((row) => [
      row.account_id,
      {
        isHandedOver: row.handed_over === 1,
        underWay: row.under_way,
        inReview: row.in_review,
        refused: row.refused,
        openCases: row.open_cases,
      },
    ]),
  );
}
