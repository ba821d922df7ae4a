import type { Instant } from "#core/units";
import type { CustomerAgreements, CustomerWindow, KeptCustomer } from "#usecases/ports/customer-agreements";

import type { Database } from "./database.server.ts";

type Db = Pick<Database, "pool">;

interface KeptRow {
  readonly member_id: number;
  readonly account_id: number;
  readonly shop_id: number;
  readonly domain: string;
  readonly customer_id: string;
  readonly exigo_customer_id: number | null;
  readonly owned: string | null;
  readonly address: string | null;
  readonly facts: string | null;
}

interface WindowRow {
  readonly since: Date;
  readonly after_customer_id: number | null;
  readonly newest_at: Date | null;
  readonly began_at: Date;
}

/** Of several customers of a member, the first by shop and number leads, so that two never take turns. */
const KEPT = `SELECT m.id AS member_id, a.id AS account_id, c.shop_id, s.domain,
    CAST(c.customer_id AS CHAR) AS customer_id, m.exigo_customer_id, g.owned, g.address, g.facts
  FROM member m
  JOIN account a ON a.program_id = m.program_id AND a.member_id = m.id
  JOIN member_customer c ON c.program_id = m.program_id AND c.member_id = m.id AND c.state = 'linked'
  JOIN shop s ON s.program_id = c.program_id AND s.id = c.shop_id AND s.state = 'installed'
  LEFT JOIN customer_agreement g ON g.program_id = m.program_id AND g.member_id = m.id AND g.mirror = ?
  WHERE m.program_id = ?`;

/** Agreements about customers on MySQL; windows are timed by the database's clock. */
export function createMysqlCustomerAgreements(db: Db): CustomerAgreements {
  const { pool } = db;
  const find: CustomerAgreements["find"] = async (programId, memberId, mirror) => {
    const [row]: KeptRow[] = await pool.query(
      `${KEPT} AND m.id = ? ORDER BY c.shop_id, c.customer_id LIMIT 1`,
      [mirror, programId, memberId],
    );
    return row ? toKept(row) : null;
  };
  return {
    find,
    async findByCustomer(programId, mirror, { shopId, customerId }) {
      const [row]: { member_id: number }[] = await pool.query(
        "SELECT member_id FROM member_customer WHERE program_id = ? AND shop_id = ? AND customer_id = ?",
        [programId, shopId, BigInt(customerId)],
      );
      const kept = row ? await find(programId, row.member_id, mirror) : null;
      return kept?.shopId === shopId && kept.customerId === customerId ? kept : null;
    },
    async listByExigo(programId, mirror, exigoCustomerIds) {
      if (exigoCustomerIds.length === 0) return [];
      const rows: KeptRow[] = await pool.query(
        `${KEPT} AND m.exigo_customer_id IN (?) ORDER BY m.id, c.shop_id DESC, c.customer_id DESC`,
        [mirror, programId, exigoCustomerIds],
      );
      // The leader comes last of each member, and the last of a key stays in a map.
      return [...new Map(rows.map((row) => [row.member_id, toKept(row)])).values()].filter(isLinked);
    },
    async agree(programId, memberId, mirror, { owned = null, address = null, facts = null }) {
      // Who was forgotten while a step was under way is not agreed on any more.
      await pool.query(
        `INSERT INTO customer_agreement (program_id, member_id, mirror, owned, address, facts, agreed_at)
         SELECT c.program_id, c.member_id, ?, ?, ?, ?, UTC_TIMESTAMP(3) FROM member_customer c
          WHERE c.program_id = ? AND c.member_id = ? AND c.state = 'linked' LIMIT 1 LOCK IN SHARE MODE
         ON DUPLICATE KEY UPDATE owned = COALESCE(VALUES(owned), owned),
           address = COALESCE(VALUES(address), address), facts = COALESCE(VALUES(facts), facts),
           agreed_at = VALUES(agreed_at)`,
        [mirror, owned, address, facts, programId, memberId],
      );
    },
    async recordConflict(programId, { memberId, stands, shopChangedAt, exigoChangedAt }) {
      await pool.query(
        `INSERT INTO customer_conflict (program_id, member_id, stands, shop_changed_at, exigo_changed_at, found_at)
         VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))`,
        [programId, memberId, stands, new Date(shopChangedAt), exigoChangedAt && new Date(exigoChangedAt)],
      );
    },
    claimWindow: (programId, mirror, times) => claimWindow(db, { programId, mirror }, times),
    async saveWindow(programId, mirror, { since, afterCustomerId, newestAt, beganAt }) {
      await pool.query(
        `UPDATE customer_window SET since = ?, after_customer_id = ?, newest_at = ?, began_at = ?
          WHERE program_id = ? AND mirror = ?`,
        [
          new Date(since),
          afterCustomerId,
          newestAt && new Date(newestAt),
          new Date(beganAt),
          programId,
          mirror,
        ],
      );
    },
  };
}

async function claimWindow(
  { pool }: Db,
  { programId, mirror }: { readonly programId: number; readonly mirror: number },
  { everySeconds, overlapSeconds }: { readonly everySeconds: number; readonly overlapSeconds: number },
): Promise<CustomerWindow | null> {
  await pool.query(
    `INSERT IGNORE INTO customer_window (program_id, mirror, since, began_at, due_at)
     VALUES (?, ?, UTC_TIMESTAMP(3) - INTERVAL ? SECOND, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
    [programId, mirror, overlapSeconds],
  );
  // A window whose first page is still to be read begins now; one that was left in the middle goes on.
  const { affectedRows } = await pool.query(
    `UPDATE customer_window SET due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND,
        began_at = IF(after_customer_id IS NULL, UTC_TIMESTAMP(3), began_at)
      WHERE program_id = ? AND mirror = ? AND due_at <= UTC_TIMESTAMP(3)`,
    [everySeconds, programId, mirror],
  );
  if (affectedRows === 0) return null;
  const [row]: WindowRow[] = await pool.query(
    `SELECT since, after_customer_id, newest_at, began_at FROM customer_window
      WHERE program_id = ? AND mirror = ?`,
    [programId, mirror],
  );
  return row ? toWindow(row) : null;
}

function toWindow(row: WindowRow): CustomerWindow {
  return {
    since: row.since.toISOString(),
    afterCustomerId: row.after_customer_id,
    newestAt: (row.newest_at?.toISOString() ?? null) satisfies Instant | null,
    beganAt: row.began_at.toISOString(),
  };
}

function toKept(row: KeptRow): KeptCustomer {
  return {
    memberId: row.member_id,
    accountId: row.account_id,
    shopId: row.shop_id,
    shopDomain: row.domain,
    customerId: row.customer_id,
    exigoCustomerId: row.exigo_customer_id,
    agreed: { owned: row.owned, address: row.address, facts: row.facts },
  };
}

function isLinked(kept: KeptCustomer): kept is KeptCustomer & { readonly exigoCustomerId: number } {
  return kept.exigoCustomerId !== null;
}
