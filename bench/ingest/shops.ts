import type { Pool } from "mariadb";

import { shopNumber } from "./deliveries.ts";

const FIRST_RULE = JSON.stringify({
  ...{ kind: "perCurrencyUnit", enabled: true, creditsPerUnitMicros: 1_000_000, currency: "USD" },
  ...{ rounding: "floor", expiresAfterDays: null },
});

/** Makes shops, each with a program and an earn rule of its own; answers their domains. */
export async function createShops(pool: Pool, name: string, count: number): Promise<string[]> {
  const domains = Array.from({ length: count }, (_, index) => `${name}-${index + 1}.myshopify.com`);
  for (const domain of domains) {
    const { insertId: programId } = await pool.query(
      `INSERT INTO program (name, unit_name, scale, currency, debt_policy, created_at)
       VALUES (?, 'credits', 0, 'USD', 'negative', UTC_TIMESTAMP(3))`,
      [domain],
    );
    await pool.query(
      `INSERT INTO earn_rule_version (program_id, version, document, active_from, author, reason)
       VALUES (?, 1, ?, '2026-01-01', 'bench', 'bench')`,
      [programId, FIRST_RULE],
    );
    await pool.query(
      `INSERT INTO shop (program_id, domain, shopify_id, name, currency, state, installed_at)
       VALUES (?, ?, ?, 'Bench', 'USD', 'installed', UTC_TIMESTAMP(3))`,
      [programId, domain, shopNumber(domain)],
    );
  }
  return domains;
}

/**
 * Leaves stores out until it is undone: what is owed to them waits, as it does while a shop's points are used up. The
 * shops of benchmarks let nobody in, and each write that fails would come again, in waves of its own.
 */
export async function leaveStoresOut(pool: Pool): Promise<{ undo: () => Promise<unknown> }> {
  await pool.query(
    `CREATE TRIGGER stores_wait BEFORE INSERT ON intent FOR EACH ROW
     SET NEW.due_at = IF(NEW.kind = 'shopify.balance', NEW.due_at + INTERVAL 1 DAY, NEW.due_at)`,
  );
  return { undo: () => pool.query("DROP TRIGGER stores_wait") };
}
