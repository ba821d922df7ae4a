import type { UpsertResult } from "mariadb";
import { z } from "zod";

import type { Instant } from "#core/units";

import type { Database } from "./database.server.ts";

type Db = Pick<Database, "pool">;

/**
 * Marks the shop uninstalled, unless it has proved since that it has the app. Both times are Shopify's, so that no
 * difference between its clock and the database's can take an old uninstall for a new one.
 */
export async function markUninstalled(
  { pool }: Db,
  domain: string,
  triggeredAt: Instant | null,
): Promise<boolean> {
  const triggered = triggeredAt === null ? null : new Date(triggeredAt);
  const { affectedRows }: UpsertResult = await pool.query(
    `UPDATE shop SET state = 'uninstalled', uninstalled_at = UTC_TIMESTAMP(3), scopes = NULL, scopes_at = NULL
      WHERE domain = ? AND state = 'installed' AND (? IS NULL OR proven_at IS NULL OR proven_at < ?)`,
    [domain, triggered, triggered],
  );
  if (affectedRows === 1) return true;
  const [row]: { state: string }[] = await pool.query("SELECT state FROM shop WHERE domain = ?", [domain]);
  return row?.state !== "installed";
}

const uninstallRow = z.object({ uninstalled_at: z.date().nullable(), now: z.date() });

/** When the shop left, beside the clock that says so. */
export async function readUninstall(
  { pool }: Db,
  programId: number,
  shopId: number,
): Promise<{ uninstalledAt: Instant | null; now: Instant }> {
  const [row]: unknown[] = await pool.query(
    "SELECT uninstalled_at, UTC_TIMESTAMP(3) AS now FROM shop WHERE program_id = ? AND id = ?",
    [programId, shopId],
  );
  const { uninstalled_at: uninstalledAt, now } = uninstallRow.parse(row);
  return { uninstalledAt: uninstalledAt?.toISOString() ?? null, now: now.toISOString() };
}

/** Keeps the newest proof. A session token lives for a minute and serves many requests, so few of them write. */
export async function proveInstalled({ pool }: Db, domain: string, at: Instant): Promise<void> {
  const provenAt = new Date(at);
  await pool.query(
    "UPDATE shop SET proven_at = ? WHERE domain = ? AND (proven_at IS NULL OR proven_at < ?)",
    [provenAt, domain, provenAt],
  );
}

/** Keeps the newest telling of what the shop has granted. */
export async function saveScopes(
  { pool }: Db,
  domain: string,
  scopes: readonly string[],
  at: Instant,
): Promise<void> {
  await pool.query(
    "UPDATE shop SET scopes = ?, scopes_at = ? WHERE domain = ? AND (scopes_at IS NULL OR scopes_at <= ?)",
    [scopes.join(","), new Date(at), domain, new Date(at)],
  );
}
