import type { IncomingMessage, ServerResponse } from "node:http";
import { readFields, sendJson } from "../http/exchange.ts";
import type { ShopEvent } from "../operations/index.ts";
import type { Simulator } from "../simulator.ts";
import { apiVersion } from "./context.ts";
import { isAnswerLost } from "./lost-answers.ts";

const apiPath = /^\/admin\/api\/([^/]+)\/graphql\.json$/;

/** The shop that a call means: the preload puts the host it was written for into x-simulated-host. */
function shopOf(req: IncomingMessage): string {
  return String(req.headers["x-simulated-host"] ?? req.headers.host ?? "").toLowerCase();
}

async function answerGraphql(simulator: Simulator, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const shop = simulator.store.shop(shopOf(req));
  const token =
    shop && simulator.tokens.check(shop.domain, String(req.headers["x-shopify-access-token"] ?? ""));
  if (!shop || !token) {
    const errors = "[API] Invalid API key or access token (unrecognized login or wrong password)";
    return sendJson(res, 401, { errors });
  }
  const { store, configuration, adminApi, bulk, webhooks } = simulator;
  const fields = await readFields(req).catch(() => null);
  if (!fields) return sendJson(res, 400, { errors: "Bad Request" });
  const emit = (event: ShopEvent): void => void webhooks.emit(event);
  const result = await adminApi.run({ store, shop, scopes: token.scopes, configuration, bulk, emit }, fields);
  if (isAnswerLost(store, shop.domain, fields.query)) return void res.destroy();
  sendJson(res, 200, result, { "x-request-id": crypto.randomUUID(), "x-shopify-api-version": apiVersion });
}

/** Serves `/admin/api/{version}/graphql.json` and `/admin/oauth/access_token`; false when the path is another. */
export async function handleAdminApi(
  simulator: Simulator,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<boolean> {
  const version = apiPath.exec(url.pathname)?.[1];
  if (version !== undefined) {
    if (req.method !== "POST" || version !== apiVersion) sendJson(res, 404, { errors: "Not Found" });
    else await answerGraphql(simulator, req, res);
    return true;
  }
  if (url.pathname === "/admin/oauth/access_token" && req.method === "POST") {
    const { status, body, isLost } = await simulator.tokens.grant(shopOf(req), await readFields(req));
    if (isLost) res.destroy();
    else sendJson(res, status, body);
    return true;
  }
  return false;
}
