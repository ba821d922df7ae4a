import type { Pool, PoolConnection } from "mariadb";
import { z } from "zod";

import type { Balance } from "#core/reading";
import { addMilliseconds } from "#core/units";
import type { Instant } from "#core/units";

const FIRST_DAY = "1000-01-01T00:00:00.000Z";

const snapshotRow = z.object({
  before_at: z.date(),
  available: z.number(),
  pending: z.number(),
  held: z.number(),
});
const positionRow = z.object({ seq: z.number() });
const sumRow = z.object({ book: z.string(), amount: z.coerce.number() });

/** What took effect by `at`: the nearest snapshot before it, and the postings between. */
export async function effectiveBalance(
  pool: Pool,
  programId: number,
  accountId: number,
  at: Instant,
): Promise<Balance> {
  const connection = await pool.getConnection();
  try {
    return await readBalance(connection, programId, accountId, at);
  } finally {
    // Also ends the reading's transaction after a failure.
    await connection.query("COMMIT");
    await connection.release();
  }
}

async function readBalance(
  connection: PoolConnection,
  programId: number,
  accountId: number,
  at: Instant,
): Promise<Balance> {
  // Snapshots move on while this reads: position, snapshot and postings must be of one moment.
  const answers: unknown[] = await connection.query(
    `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
     START TRANSACTION WITH CONSISTENT SNAPSHOT;
     SELECT seq FROM rollup_position WHERE program_id = ? AND account_id = ?;
     SELECT before_at, available, pending, held FROM balance_snapshot
     WHERE program_id = ? AND account_id = ? AND before_at <= ? ORDER BY before_at DESC LIMIT 1`,
    [programId, accountId, programId, accountId, new Date(addMilliseconds(at, 1))],
  );
  const rolledTo = z.array(positionRow).parse(answers[2])[0]?.seq ?? 0;
  const [snapshot] = z.array(snapshotRow).parse(answers[3]);
  const since = z.array(sumRow).parse(
    await connection.query(
      `SELECT book, SUM(amount) AS amount FROM (
         SELECT p.book, p.amount FROM entry e
         JOIN posting p ON ${POSTING_OF_ENTRY}
         WHERE e.program_id = ? AND e.account_id = ? AND e.effective_at BETWEEN ? AND ? AND e.seq <= ?
         UNION ALL
         SELECT p.book, p.amount FROM entry e
         JOIN posting p ON ${POSTING_OF_ENTRY}
         WHERE e.program_id = ? AND e.account_id = ? AND e.seq > ? AND e.effective_at <= ?
       ) moved GROUP BY book`,
      [
        ...[programId, accountId, snapshot?.before_at ?? new Date(FIRST_DAY), new Date(at), rolledTo],
        ...[programId, accountId, rolledTo, new Date(at)],
      ],
    ),
  );
  const moved = (book: string) => since.find((row) => row.book === book)?.amount ?? 0;
  return {
    availableMinor: (snapshot?.available ?? 0) + moved("available"),
    pendingMinor: (snapshot?.pending ?? 0) + moved("pending"),
    heldMinor: (snapshot?.held ?? 0) + moved("held"),
  };
}

const POSTING_OF_ENTRY = `p.program_id = e.program_id AND p.account_id = e.account_id AND p.seq = e.seq
  AND p.balance_after IS NOT NULL`;
