import type { DriftEvidence } from "#usecases/ports/drift";

import type { Database } from "./database.server.ts";

type Db = Pick<Database, "pool">;

/** Where the case's id begins in the cause of an adopting entry, `case/12`, as SQL counts. */
export const CASE_ID_AT = "case/".length + 1;

interface WriteRow {
  readonly id: number;
  readonly amount: number;
  readonly age_ms: number;
}

/** Sums come as decimals, and those as text. */
interface SumsRow {
  readonly adopted: string;
  readonly pushed: string;
  readonly opposite: number;
}

/** What our own books say of an account, on MySQL. */
export async function readEvidence(
  { pool }: Db,
  query: {
    readonly programId: number;
    readonly accountId: number;
    readonly driftMinor: number;
    readonly mostWrites: number;
  },
): Promise<DriftEvidence> {
  const { programId, accountId, mostWrites } = query;
  const rows: WriteRow[] = await pool.query(
    `SELECT i.id, i.amount,
            TIMESTAMPDIFF(MICROSECOND, COALESCE(i.sent_at, i.created_at), UTC_TIMESTAMP(3)) DIV 1000 AS age_ms
       FROM intent i JOIN exigo_connection c ON c.program_id = i.program_id AND c.mirror = i.mirror
      WHERE i.program_id = ? AND i.account_id = ? AND i.kind = 'exigo.point' AND i.state = 'confirmed'
      ORDER BY i.id DESC LIMIT ?`,
    [programId, accountId, mostWrites + 1],
  );
  const writes = rows
    .slice(0, mostWrites)
    .map(({ id, amount, age_ms }) => ({ intentId: id, amountMinor: amount, ageMs: Number(age_ms) }));
  const sums = await readSums({ pool }, query);
  return {
    writes,
    hasMoreWrites: rows.length > mostWrites,
    knownMinor: Number(sums.adopted) - Number(sums.pushed),
    healed: await pool.query(
      `SELECT d.cause, d.amount AS amountMinor
         FROM drift_case d JOIN exigo_connection c ON c.program_id = d.program_id AND c.mirror = d.mirror
        WHERE d.program_id = ? AND d.account_id = ? AND d.state IN ('adopted', 'pushed') AND d.cause <> 'not_ours'
        ORDER BY d.id DESC LIMIT ?`,
      [programId, accountId, mostWrites],
    ),
    elsewhere: await findElsewhere({ pool }, query, writes),
    oppositeElsewhere: sums.opposite === 1,
  };
}

async function readSums(
  { pool }: Db,
  { programId, accountId, driftMinor }: Parameters<typeof readEvidence>[1],
): Promise<SumsRow> {
  const [row]: SumsRow[] = await pool.query(
    `SELECT (SELECT COALESCE(-SUM(p.amount), 0) FROM entry e
               JOIN drift_case d ON d.program_id = e.program_id AND d.mirror = c.mirror
                AND d.id = CAST(SUBSTRING(e.cause_ref, ${CASE_ID_AT}) AS UNSIGNED)
               JOIN posting p ON p.program_id = e.program_id AND p.account_id = e.account_id AND p.seq = e.seq
              WHERE e.program_id = a.program_id AND e.account_id = a.id AND e.kind = 'adoptExigoMovement'
                AND p.book = 'exigo') AS adopted,
            (SELECT COALESCE(SUM(i.amount), 0) FROM intent i
              WHERE i.program_id = a.program_id AND i.account_id = a.id AND i.kind = 'exigo.point'
                AND i.mirror = c.mirror AND i.state = 'confirmed' AND i.case_id IS NOT NULL) AS pushed,
            EXISTS (SELECT 1 FROM exigo_observation o
              WHERE o.program_id = a.program_id AND o.drift = -? AND o.drift <> 0 AND o.account_id <> a.id
                AND o.drift_since > UTC_TIMESTAMP(3) - INTERVAL 1 DAY
                AND EXISTS (SELECT 1 FROM intent i
                  WHERE i.program_id = a.program_id AND i.kind = 'exigo.point' AND i.mirror = c.mirror
                    AND i.state = 'confirmed'
                    AND ((i.account_id = a.id AND i.amount = -?)
                      OR (i.account_id = o.account_id AND i.amount = ?)))) AS opposite
       FROM account a JOIN exigo_connection c ON c.program_id = a.program_id
      WHERE a.program_id = ? AND a.id = ?`,
    [driftMinor, driftMinor, driftMinor, programId, accountId],
  );
  return row ?? { adopted: "0", pushed: "0", opposite: 0 };
}

/** Writes that the cursor has met at another customer. */
async function findElsewhere(
  { pool }: Db,
  { programId, accountId }: Parameters<typeof readEvidence>[1],
  writes: DriftEvidence["writes"],
): Promise<number[]> {
  if (writes.length === 0) return [];
  const rows: { intent_id: number }[] = await pool.query(
    `SELECT DISTINCT intent_id FROM exigo_movement
      WHERE program_id = ? AND intent_id IN (?) AND NOT (account_id <=> ?)`,
    [programId, writes.map(({ intentId }) => intentId), accountId],
  );
  return rows.map((row) => row.intent_id);
}
