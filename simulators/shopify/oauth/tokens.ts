import type { AccessToken, Installation } from "../state/types.ts";
import type { GrantContext, RefreshCount, TokenAnswer } from "./grants.ts";
import { exchangeSessionToken, installApp, refreshOfflineToken } from "./grants.ts";

export type Tokens = {
  /** POST /admin/oauth/access_token of one shop. A refresh takes `refreshMs`, so that two may meet. */
  grant(shop: string, fields: Record<string, unknown>): Promise<TokenAnswer>;
  /** The token's row when it is known, of this shop and not expired. */
  check(shop: string, token: string): AccessToken | null;
  /** Makes all access tokens of a shop expire now. */
  expire(shop: string): number;
  /** Life of tokens made from now on; 3600 seconds unless changed. */
  setLifeSeconds(seconds: number): void;
  /** The next so many refreshes take effect and are not answered. */
  loseAnswers(count: number): void;
  /** How long a refresh takes; 0 unless changed. */
  setRefreshMs(ms: number): void;
  refreshes(): RefreshCount;
  /** Removes the app from a shop: its tokens stop working at once. */
  uninstall(shop: string): Installation | undefined;
  install(shop: string): Installation;
};

const tokenExchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange";

/** The token endpoint and the check of access tokens. */
export function createTokens(
  options: Omit<GrantContext, "lifeSeconds" | "losesAnswers" | "refreshes">,
): Tokens {
  const refreshes: RefreshCount = { done: {}, underWay: {}, most: 0 };
  const context: GrantContext = { ...options, lifeSeconds: 3600, losesAnswers: 0, refreshes };
  let refreshMs = 0;
  const refresh = async (shop: string, fields: Record<string, unknown>): Promise<TokenAnswer> => {
    const underWay = (refreshes.underWay[shop] ?? 0) + 1;
    refreshes.underWay[shop] = underWay;
    refreshes.most = Math.max(refreshes.most, underWay);
    if (refreshMs > 0) await new Promise((resolve) => setTimeout(resolve, refreshMs));
    const answer = refreshOfflineToken(context, shop, fields);
    refreshes.underWay[shop] = (refreshes.underWay[shop] ?? 1) - 1;
    return answer;
  };
  const { store, apiKey, apiSecret } = options;
  return {
    async grant(shop, fields) {
      if (!store.shop(shop)) return { status: 404, body: { errors: "Not Found" } };
      if (fields.client_id !== apiKey || fields.client_secret !== apiSecret)
        return {
          status: 400,
          body: { error: "invalid_client", error_description: "Client id or secret is wrong" },
        };
      if (fields.grant_type === tokenExchangeGrant) return exchangeSessionToken(context, shop, fields);
      if (fields.grant_type === "refresh_token") return refresh(shop, fields);
      return { status: 400, body: { error: "unsupported_grant_type" } };
    },
    check(shop, token) {
      const row = store.state.accessTokens[token];
      if (!row || row.shop !== shop || !store.state.installations[shop]) return null;
      return Date.parse(row.expiresAt) > Date.parse(store.now()) ? row : null;
    },
    expire(shop) {
      const rows = Object.values(store.state.accessTokens).filter((row) => row.shop === shop);
      for (const row of rows) row.expiresAt = store.now();
      store.changed();
      return rows.length;
    },
    setLifeSeconds(seconds) {
      context.lifeSeconds = seconds;
    },
    loseAnswers(count) {
      context.losesAnswers = count;
    },
    setRefreshMs(ms) {
      refreshMs = ms;
    },
    refreshes: () => structuredClone(refreshes),
    uninstall(shop) {
      const installation = store.state.installations[shop];
      delete store.state.installations[shop];
      for (const table of [store.state.accessTokens, store.state.refreshTokens])
        for (const [token, row] of Object.entries(table)) if (row.shop === shop) delete table[token];
      store.changed();
      return installation;
    },
    install: (shop) => installApp(context, shop),
  };
}
