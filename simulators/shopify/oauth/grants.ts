import { createHmac } from "node:crypto";
import type { AppConfiguration } from "../config/app-configuration.ts";
import type { Store } from "../state/store.ts";
import type { Installation } from "../state/types.ts";
import { checkSessionToken } from "./session-token.ts";

/** `isLost`: the connection ends without it. */
export type TokenAnswer = { status: number; body: Record<string, unknown>; isLost?: boolean };

/** How often each shop's token was refreshed, and how many refreshes of a shop were ever under way at once. */
export type RefreshCount = { done: Record<string, number>; underWay: Record<string, number>; most: number };

export type GrantContext = {
  store: Store;
  configuration: AppConfiguration;
  apiKey: string;
  apiSecret: string;
  /** Life of the tokens made from now on. */
  lifeSeconds: number;
  /** How many of the next refreshes take effect without an answer. */
  losesAnswers: number;
  refreshes: RefreshCount;
};

const onlineType = "urn:shopify:params:oauth:token-type:online-access-token";
const refreshLifeSeconds = 90 * 24 * 60 * 60;
const longLifeSeconds = 100 * 365 * 24 * 60 * 60;

const nowMs = ({ store }: GrantContext): number => Date.parse(store.now());

const inSeconds = (context: GrantContext, seconds: number): string =>
  new Date(nowMs(context) + seconds * 1000).toISOString();

/** Tokens follow from secret, shop and generation, so that a restart does not invalidate them. */
function derive(context: GrantContext, prefix: string, ...parts: (string | number)[]): string {
  const digest = createHmac("sha256", context.apiSecret).update(parts.join("\n")).digest("hex");
  return `${prefix}_${digest.slice(0, 32)}`;
}

/** The shop's installation, made now when there is none. */
export function installApp({ store, configuration }: GrantContext, shop: string): Installation {
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
  return installation;
}

function offlineAnswer(context: GrantContext, installation: Installation, expiring: boolean): TokenAnswer {
  const { store, lifeSeconds } = context;
  installation.generation += 1;
  const { shop, generation, scopes } = installation;
  const token = derive(context, "shpat", shop, "offline", generation);
  const expiresAt = inSeconds(context, expiring ? lifeSeconds : longLifeSeconds);
  store.state.accessTokens[token] = { token, shop, kind: "offline", generation, expiresAt, scopes };
  const body: Record<string, unknown> = { access_token: token, scope: scopes.join(",") };
  if (expiring) {
    const refresh = derive(context, "shprt", shop, "refresh", generation);
    const refreshExpiresAt = inSeconds(context, refreshLifeSeconds);
    store.state.refreshTokens[refresh] = { token: refresh, shop, generation, expiresAt: refreshExpiresAt };
    Object.assign(body, {
      expires_in: lifeSeconds,
      refresh_token: refresh,
      refresh_token_expires_in: refreshLifeSeconds,
    });
  }
  store.changed();
  return { status: 200, body };
}

function onlineAnswer(context: GrantContext, installation: Installation, userId: string): TokenAnswer {
  const { store, lifeSeconds } = context;
  installation.onlineGeneration += 1;
  const { shop, onlineGeneration: generation, scopes } = installation;
  const token = derive(context, "shpua", shop, userId, generation);
  const expiresAt = inSeconds(context, lifeSeconds);
  store.state.accessTokens[token] = { token, shop, kind: "online", generation, expiresAt, scopes };
  store.changed();
  const scope = scopes.join(",");
  const associatedUser = {
    id: Number(userId),
    first_name: "Demo",
    last_name: "Merchant",
    email: store.shop(shop)?.email ?? "",
    email_verified: true,
    account_owner: true,
    locale: "en",
    collaborator: false,
  };
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

/** Token exchange: a good session token of this shop and app becomes an offline or online token. */
export function exchangeSessionToken(
  context: GrantContext,
  shop: string,
  fields: Record<string, unknown>,
): TokenAnswer {
  const { apiKey, apiSecret } = context;
  const expected = { shop, apiKey, nowSeconds: Math.floor(nowMs(context) / 1000) };
  const checked = checkSessionToken(String(fields.subject_token ?? ""), expected, apiSecret);
  if (!checked.ok) {
    const description = `The session token is not valid: ${checked.reason}`;
    return { status: 400, body: { error: "invalid_subject_token", error_description: description } };
  }
  const installation = installApp(context, shop);
  if (fields.requested_token_type === onlineType)
    return onlineAnswer(context, installation, checked.claims.sub);
  return offlineAnswer(context, installation, fields.expiring === "1" || fields.expiring === 1);
}

/** The refresh grant: a new pair; the old refresh token stays good until the one that replaces it is used. */
export function refreshOfflineToken(
  context: GrantContext,
  shop: string,
  fields: Record<string, unknown>,
): TokenAnswer {
  const { store } = context;
  const old = store.state.refreshTokens[String(fields.refresh_token ?? "")];
  const installation = store.state.installations[shop];
  if (!old || old.shop !== shop || !installation || Date.parse(old.expiresAt) <= nowMs(context))
    return {
      status: 400,
      body: { error: "invalid_grant", error_description: "The refresh token is not valid" },
    };
  for (const [token, row] of Object.entries(store.state.refreshTokens))
    if (row.shop === shop && row.generation < old.generation) delete store.state.refreshTokens[token];
  context.refreshes.done[shop] = (context.refreshes.done[shop] ?? 0) + 1;
  const answer = offlineAnswer(context, installation, true);
  if (context.losesAnswers === 0) return answer;
  context.losesAnswers -= 1;
  return { ...answer, isLost: true };
}
