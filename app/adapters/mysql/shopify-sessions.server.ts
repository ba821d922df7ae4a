import { z } from "zod";

import type { Instant } from "#core/units";

import type { ShopSessions } from "../../usecases/ports/shop-sessions.ts";
import type { Database } from "./database.server.ts";

/** A session as it is stored: what finds it, and the rest sealed. */
export interface SealedSession {
  readonly id: string;
  readonly shopDomain: string;
  readonly isOnline: boolean;
  readonly sealed: Buffer;
  /** When the access token expires; null: it does not. */
  readonly expiresAt: Instant | null;
}

export interface SealedSessions extends ShopSessions {
  /** Stores the session or replaces the one of its id, in one statement: two first installs race harmlessly. */
  save(session: SealedSession): Promise<void>;
  find(id: string): Promise<SealedSession | null>;
  /** Newest first. */
  findOfShop(shopDomain: string): Promise<SealedSession[]>;
  delete(ids: readonly string[]): Promise<void>;
}

const row = z.object({
  id: z.string(),
  shop_domain: z.string(),
  is_online: z.coerce.boolean(),
  sealed: z.instanceof(Buffer),
  expires_at: z.date().nullable(),
});

/** The sessions of the Shopify library on MySQL; sealing and opening them is left to the caller. */
export function createMysqlShopifySessions({ pool }: Pick<Database, "pool">): SealedSessions {
  return {
    async save(session) {
      const expiresAt = session.expiresAt === null ? null : new Date(session.expiresAt);
      await pool.query(
        `INSERT INTO shopify_session (id, shop_domain, is_online, sealed, expires_at, updated_at)
         VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))
         ON DUPLICATE KEY UPDATE shop_domain = VALUES(shop_domain), is_online = VALUES(is_online),
           sealed = VALUES(sealed), expires_at = VALUES(expires_at), updated_at = VALUES(updated_at)`,
        [session.id, session.shopDomain, session.isOnline, session.sealed, expiresAt],
      );
    },
    async find(id) {
      const [found] = await pool.query("SELECT * FROM shopify_session WHERE id = ?", [id]);
      return found ? toSession(found) : null;
    },
    async findOfShop(shopDomain) {
      const found: unknown[] = await pool.query(
        "SELECT * FROM shopify_session WHERE shop_domain = ? ORDER BY updated_at DESC, id",
        [shopDomain],
      );
      return found.map(toSession);
    },
    async delete(ids) {
      if (ids.length > 0) await pool.query("DELETE FROM shopify_session WHERE id IN (?)", [ids]);
    },
    async deleteOfShop(shopDomain) {
      await pool.query("DELETE FROM shopify_session WHERE shop_domain = ?", [shopDomain]);
    },
  };
}

function toSession(found: unknown): SealedSession {
  const session = row.parse(found);
  return {
    id: session.id,
    shopDomain: session.shop_domain,
    isOnline: session.is_online,
    sealed: session.sealed,
    expiresAt: session.expires_at?.toISOString() ?? null,
  };
}
