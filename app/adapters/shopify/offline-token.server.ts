import type { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import { z } from "zod";

import { Fault } from "#core/units";

/**
 * The app has no token of the shop that it could use. Only a visit of the shop's staff brings one, unless Shopify did not
 * take the app's own secret: then a process does that has the present one.
 */
export class OfflineTokenFault extends Fault {
  readonly code: "offline_token_missing" | "offline_token_refused" | "app_secret_refused";
  readonly retryable: boolean;

  constructor(code: OfflineTokenFault["code"], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.retryable = code === "app_secret_refused";
  }
}

export interface OfflineTokenOptions {
  readonly sessions: Pick<SessionStorage, "loadSession" | "storeSession">;
  /** Trades a refresh token for a new session; throws what the library throws. */
  readonly refresh: (shopDomain: string, refreshToken: string) => Promise<Session>;
}

/** A minute more than the library's own margin, so that it never finds anything left to renew. */
const RENEW_BEFORE_MS = 6 * 60_000;

/** What the library throws for an answer that is no token: https://shopify.dev/docs/apps/build/authentication-authorization */
const refusal = z.object({
  response: z.object({ code: z.literal([400, 401]), body: z.object({ error: z.string() }).optional() }),
});

/** OAuth's word for a client whose secret is wrong, as it is in a process that still runs with a rotated one. */
const INVALID_CLIENT = "invalid_client";

/**
 * Makes sure that the shop's stored token lasts for some minutes, and renews it if it does not. To be called by one
 * process at a time for a shop: a refresh token is spent by the first use of what it brought.
 *
 * The new token is stored before anybody uses it. Until then Shopify takes the old refresh token again, so a refresh
 * whose answer or whose process is lost is simply done again. Throws an {@link OfflineTokenFault} when the shop has no
 * token or Shopify refuses to renew it, as after an uninstall; a retryable one when it does not take the app's secret, which
 * says nothing about the token. Otherwise whatever the network threw.
 */
export async function renewOfflineToken(
  { sessions, refresh }: OfflineTokenOptions,
  shopDomain: string,
): Promise<void> {
  const id = `offline_${shopDomain}`;
  const before = await sessions.loadSession(id);
  if (!before) throw new OfflineTokenFault("offline_token_missing", "the shop has no stored token");
  if (!before.refreshToken || !before.isExpired(RENEW_BEFORE_MS)) return;
  let renewed: Session;
  try {
    renewed = await refresh(shopDomain, before.refreshToken);
  } catch (cause) {
    const refused = refusal.safeParse(cause instanceof Error ? { ...cause } : {});
    if (!refused.success) throw cause;
    if (refused.data.response.body?.error === INVALID_CLIENT)
      throw new OfflineTokenFault("app_secret_refused", "Shopify does not take the app's secret", { cause });
    const message = "Shopify does not renew the shop's token: the app must be opened in the shop again";
    throw new OfflineTokenFault("offline_token_refused", message, { cause });
  }
  // A visit of the staff may have brought a newer token meanwhile, without waiting for anybody.
  const now = await sessions.loadSession(id);
  if (now && now.accessToken !== before.accessToken && !now.isExpired(RENEW_BEFORE_MS)) return;
  await sessions.storeSession(renewed);
}
