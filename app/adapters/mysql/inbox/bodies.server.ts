import type { Pool, UpsertResult } from "mariadb";

/** Stands before the reason of an event whose body went while a person had not decided about it. */
const REMOVED = "body_removed";

/**
 * Removes the bodies whose time is over. Without a body nothing can be applied: a row that is not done by then waits
 * in quarantine, and its reason says why it cannot be tried again.
 */
export async function removeOldBodies(pool: Pool, limit: number): Promise<number> {
  const removed: UpsertResult = await pool.query(
    // eslint-disable-next-line house/tenant-key -- time ends the keeping of every shop's bodies alike
    `UPDATE inbox_event
        SET ${REMOVAL},
            finished_at = COALESCE(finished_at, UTC_TIMESTAMP(3)),
            state = IF(state = 'done', 'done', 'quarantined')
      WHERE body_until <= UTC_TIMESTAMP(3) ORDER BY body_until LIMIT ?`,
    [limit],
  );
  return removed.affectedRows;
}

const REMOVAL = `body = NULL, body_until = NULL,
  reason = IF(state = 'done', reason, LEFT(CONCAT_WS('; ', '${REMOVED}', reason), 500))`;
