import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import { z } from "zod";

import { Fault } from "#core/units";

/** A session as a table keeps it. */
export interface StoredSession {
  readonly id: string;
  readonly shopDomain: string;
  readonly isOnline: boolean;
  readonly sealed: Buffer;
  readonly expiresAt: string | null;
}

/** Where sessions are kept; saving one replaces the one of its id. */
export interface SessionRows {
  save(session: StoredSession): Promise<void>;
  find(id: string): Promise<StoredSession | null>;
  findOfShop(shopDomain: string): Promise<StoredSession[]>;
  delete(ids: readonly string[]): Promise<void>;
}

/** Seals and opens a text for one context; opening throws a fault with a code that begins with `sealing_`. */
export interface SessionSealing {
  seal(plain: string, context: string): Buffer;
  open(sealed: Buffer, context: string): string;
}

const instant = z.iso.datetime().transform((text) => new Date(text));

const document = z.object({
  id: z.string(),
  shop: z.string(),
  state: z.string(),
  isOnline: z.boolean(),
  scope: z.string().optional(),
  accessToken: z.string().optional(),
  expires: instant.optional(),
  refreshToken: z.string().optional(),
  refreshTokenExpires: instant.optional(),
  // The library's own record of a staff member; it came from the library and goes back to it.
  onlineAccessInfo: z.custom<NonNullable<Session["onlineAccessInfo"]>>().optional(),
});

/** Shopify's offline tokens live for an hour; what the answer does not say is taken to be so. */
const OFFLINE_TOKEN_LIFE_MS = 60 * 60 * 1000;

/**
 * Sessions of the Shopify library with everything that is secret sealed, bound to shop and session: a row that is
 * copied elsewhere does not open there. A session that cannot be opened any more counts as none, because the next
 * request of the shop exchanges its token for a new one.
 */
export function createSessionStorage(rows: SessionRows, sealing: SessionSealing): SessionStorage {
  const open = (stored: StoredSession): Session | undefined => {
    try {
      const text = sealing.open(stored.sealed, contextOf(stored.shopDomain, stored.id));
      return toSession(text);
    } catch (failure) {
      if (isSealingFault(failure)) return undefined;
      throw failure;
    }
  };
  const load = async (id: string): Promise<Session | undefined> => {
    const stored = await rows.find(id);
    return stored ? open(stored) : undefined;
  };
  return {
    async storeSession(session) {
      const complete = isRenewable(session) ? session : completeOffline(session, await load(session.id));
      await rows.save({
        id: complete.id,
        shopDomain: complete.shop,
        isOnline: complete.isOnline,
        sealed: sealing.seal(JSON.stringify(complete.toObject()), contextOf(complete.shop, complete.id)),
        expiresAt: complete.expires?.toISOString() ?? null,
      });
      return true;
    },
    loadSession: load,
    async deleteSession(id) {
      await rows.delete([id]);
      return true;
    },
    async deleteSessions(ids) {
      await rows.delete(ids);
      return true;
    },
    async findSessionsByShop(shop) {
      const stored = await rows.findOfShop(shop);
      return stored.flatMap((each) => open(each) ?? []);
    },
  };
}

function isSealingFault(failure: unknown): boolean {
  return failure instanceof Fault && failure.code.startsWith("sealing_");
}

function contextOf(shopDomain: string, id: string): string {
  return `shopify-session/${shopDomain}/${id}`;
}

function toSession(text: string): Session {
  const fields = Object.entries(document.parse(JSON.parse(text))).filter(([, value]) => value !== undefined);
  return new Session(Object.fromEntries(fields) as ConstructorParameters<typeof Session>[0]);
}

function isRenewable(session: Session): boolean {
  return session.isOnline || (session.expires !== undefined && session.refreshToken !== undefined);
}

/**
 * A refresh answer may lack `expires_in` or the refresh token's own expiry
 * (https://github.com/Shopify/shopify-app-js/issues/3400). The library would then never refresh the shop's token
 * again, so the token keeps its usual life, and the earlier refresh token, which stays valid until the next is used.
 */
function completeOffline(session: Session, before: Session | undefined): Session {
  const refreshToken = session.refreshToken ?? before?.refreshToken;
  if (refreshToken === undefined) return session;
  const refreshTokenExpires = session.refreshTokenExpires ?? before?.refreshTokenExpires;
  return new Session({
    ...session.toObject(),
    expires: session.expires ?? new Date(Date.now() + OFFLINE_TOKEN_LIFE_MS),
    refreshToken,
    ...(refreshTokenExpires ? { refreshTokenExpires } : {}),
  });
}
