import { randomBytes, randomUUID } from "node:crypto";

import type { Pool } from "mariadb";

/** C1: the row that a webhook leaves, by one insert and nothing else. */
export async function insertRaw(pool: Pool, shopDomain: string, body: Buffer): Promise<void> {
  await pool.query(
    `INSERT INTO inbox_event (shop_domain, webhook_id, event_id, topic, api_version, triggered_at, received_at,
       body_digest, body, body_until, state, due_at, attempts)
     VALUES (?, ?, ?, 'orders/paid', '2026-10', '2026-11-20 12:00:00.123', UTC_TIMESTAMP(3), ?, ?,
       UTC_TIMESTAMP(3) + INTERVAL 30 DAY, 'due', UTC_TIMESTAMP(3), 0)`,
    [shopDomain, randomUUID(), randomUUID(), randomBytes(32), body],
  );
}
