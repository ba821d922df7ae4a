import { createHmac } from "node:crypto";
import type { AppConfiguration } from "../config/app-configuration.ts";
import type { Store } from "../state/store.ts";
import type { AccessToken, Installation } from "../state/types.ts";
import { checkSessionToken } from "./session-token.ts";

export type TokenAnswer = { status: number; body: Record<string, unknown> };

export type Tokens = {
  /** POST /admin/oauth/access_token of one shop. */
  grant(shop: string, fields: Record<string, unknown>): TokenAnswer;
  /** The token's row when it is known, of this shop and not expired. */
  check(shop: string, token: string): AccessToken | null;
  /** Makes all access tokens of a shop expire now. */
  expire(shop: string): number;
  /** Life of tokens made from now on; 3600 seconds unless changed. */
  setLifeSeconds(seconds: number): void;
  /** Removes the app from a shop: its tokens stop working at once. */
  uninstall(shop: string): Installation | undefined;
  install(shop: string): Installation;
};

const tokenExchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange";
const onlineType = "urn:shopify:params:oauth:token-type:online-access-token";
const refreshLifeSeconds = 90 * 24 * 60 * 60;
const longLifeSeconds = 100 * 365 * 24 * 60 * 60;

type Options = {
  store: Store;
  configuration: AppConfiguration;
  apiKey: string;
  apiSecret: string;
  onInstalled?: (installation: Installation) => void;
};

/** The token endpoint and the check of access tokens. Tokens follow from shop and generation, so a restart keeps them. */
export function createTokens({ store, configuration, apiKey, apiSecret, onInstalled }: Options): Tokens {
  let lifeSeconds = 3600;
  const nowMs = (): number => Date.parse(store.now());
  const inSeconds = (seconds: number): string => new Date(nowMs() + seconds * 1000).toISOString();
  const derive = (prefix: string, ...parts: (string | number)[]): string =>
    `${prefix}_${createHmac("sha256", apiSecret).update(parts.join("\n")).digest("hex").slice(0, 32)}`;

  function install(shop: string): Installation {
    const existing = store.state.installations[shop];
    if (existing) return existing;
    const installation: Installation = {
      shop,
      id: store.nextId(),
      installedAt: store.now(),
      scopes: configuration.scopes,
      // A reinstall must not bring back the tokens of the installation before it.
      generation: store.state.lastId,
      onlineGeneration: store.state.lastId,
    };
    store.state.installations[shop] = installation;
    store.changed();
    onInstalled?.(installation);
    return installation;
  }

  function offlineAnswer(installation: Installation, expiring: boolean): TokenAnswer {
    installation.generation += 1;
    const { shop, generation, scopes } = installation;
    const token = derive("shpat", shop, "offline", generation);
    const expiresAt = inSeconds(expiring ? lifeSeconds : longLifeSeconds);
    store.state.accessTokens[token] = { token, shop, kind: "offline", generation, expiresAt, scopes };
    const body: Record<string, unknown> = { access_token: token, scope: scopes.join(",") };
    if (expiring) {
      const refresh = derive("shprt", shop, "refresh", generation);
      store.state.refreshTokens[refresh] = { token: refresh, shop, generation, expiresAt: inSeconds(refreshLifeSeconds) };
      Object.assign(body, {
        expires_in: lifeSeconds,
        refresh_token: refresh,
        refresh_token_expires_in: refreshLifeSeconds,
      });
    }
    store.changed();
    return { status: 200, body };
  }

  function onlineAnswer(installation: Installation, userId: string): TokenAnswer {
    installation.onlineGeneration += 1;
    const { shop, onlineGeneration: generation, scopes } = installation;
    const token = derive("shpua", shop, userId, generation);
    const expiresAt = inSeconds(lifeSeconds);
    store.state.accessTokens[token] = { token, shop, kind: "online", generation, expiresAt, scopes };
    store.changed();
    const email = store.shop(shop)?.email ?? "";
    const user = { id: Number(userId), first_name: "Demo", last_name: "Merchant", email, email_verified: true };
    const associatedUser = { ...user, account_owner: true, locale: "en", collaborator: false };
    const scope = scopes.join(",");
    return {
      status: 200,
      body: {
        access_token: token,
        scope,
        expires_in: lifeSeconds,
        associated_user_scope: scope,
        associated_user: associatedUser,
      },
    };
  }

  function exchange(shop: string, fields: Record<string, unknown>): TokenAnswer {
    const checked = checkSessionToken(
      String(fields.subject_token ?? ""),
      { shop, apiKey, nowSeconds: Math.floor(nowMs() / 1000) },
      apiSecret,
    );
    if (!checked.ok) {
      const description = `The session token is not valid: ${checked.reason}`;
      return { status: 400, body: { error: "invalid_subject_token", error_description: description } };
    }
    const installation = install(shop);
    if (fields.requested_token_type === onlineType) return onlineAnswer(installation, checked.claims.sub);
    return offlineAnswer(installation, fields.expiring === "1" || fields.expiring === 1);
  }

  function refresh(shop: string, fields: Record<string, unknown>): TokenAnswer {
    const old = store.state.refreshTokens[String(fields.refresh_token ?? "")];
    const installation = store.state.installations[shop];
    if (!old || old.shop !== shop || !installation || Date.parse(old.expiresAt) <= nowMs())
      return { status: 400, body: { error: "invalid_grant", error_description: "The refresh token is not valid" } };
    // The old refresh token stays good until the one that replaces it is used; then everything older ends.
    for (const [token, row] of Object.entries(store.state.refreshTokens))
      if (row.shop === shop && row.generation < old.generation) delete store.state.refreshTokens[token];
    return offlineAnswer(installation, true);
  }

  return {
    grant(shop, fields) {
      if (!store.shop(shop)) return { status: 404, body: { errors: "Not Found" } };
      if (fields.client_id !== apiKey || fields.client_secret !== apiSecret)
        return { status: 400, body: { error: "invalid_client", error_description: "Client id or secret is wrong" } };
      if (fields.grant_type === tokenExchangeGrant) return exchange(shop, fields);
      if (fields.grant_type === "refresh_token") return refresh(shop, fields);
      return { status: 400, body: { error: "unsupported_grant_type" } };
    },
    check(shop, token) {
      const row = store.state.accessTokens[token];
      if (!row || row.shop !== shop || !store.state.installations[shop]) return null;
      return Date.parse(row.expiresAt) > nowMs() ? row : null;
    },
    expire(shop) {
      const rows = Object.values(store.state.accessTokens).filter((row) => row.shop === shop);
      for (const row of rows) row.expiresAt = store.now();
      store.changed();
      return rows.length;
    },
    setLifeSeconds(seconds) {
      lifeSeconds = seconds;
    },
    uninstall(shop) {
      const installation = store.state.installations[shop];
      delete store.state.installations[shop];
      for (const table of [store.state.accessTokens, store.state.refreshTokens])
        for (const [token, row] of Object.entries(table)) if (row.shop === shop) delete table[token];
      store.changed();
      return installation;
    },
    install,
  };
}
