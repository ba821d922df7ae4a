import { createHmac } from "node:crypto";
import { PageNotFound, showError } from "./pages/error.ts";
import type { Visit } from "./visit.ts";
import { sendHtml } from "./visit.ts";

const pathPrefix = "/apps/credits";
const answerWithinMs = 10_000;

/** Parameters that Shopify sets itself; a visitor's own values for them never reach the app. */
const reserved = new Set(["shop", "logged_in_customer_id", "path_prefix", "timestamp", "signature", "hmac"]);

// Cookies stay in the shop, as Shopify strips them both ways; lengths and connections are this hop's own.
const requestHeadersKept = ["accept", "accept-language", "content-type", "user-agent", "idempotency-key"];
const answerHeadersDropped = new Set([
  "set-cookie",
  "content-length",
  "content-encoding",
  "transfer-encoding",
  "connection",
]);

/** Shopify's signature of a forwarded request: sorted `key=value` without separators, repeated values joined by commas. */
export function signProxyQuery(query: URLSearchParams, apiSecret: string): string {
  const keys = [...new Set(query.keys())].sort();
  const message = keys.map((key) => `${key}=${query.getAll(key).join(",")}`).join("");
  return createHmac("sha256", apiSecret).update(message).digest("hex");
}

/** The query Shopify forwards: the visitor's own parameters, then Shopify's, signed. */
export function proxyQuery(visit: Visit): URLSearchParams {
  const query = new URLSearchParams();
  for (const [key, value] of visit.url.searchParams) if (!reserved.has(key)) query.append(key, value);
  query.set("shop", visit.shop.domain);
  query.set("logged_in_customer_id", visit.customer ? String(visit.customer.id) : "");
  query.set("path_prefix", pathPrefix);
  query.set("timestamp", String(Math.floor(Date.now() / 1000)));
  query.set("signature", signProxyQuery(query, visit.deps.apiSecret));
  return query;
}

async function askApp(visit: Visit, rest: string): Promise<Response | null> {
  const { req, deps, method, body } = visit;
  const headers = new Headers({ "x-forwarded-host": visit.shop.domain });
  for (const name of requestHeadersKept) {
    const value = req.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  const address = `${deps.appOrigin}/proxy${rest === "" ? "" : `/${rest}`}?${proxyQuery(visit)}`;
  return fetch(address, {
    method,
    headers,
    redirect: "manual",
    signal: AbortSignal.timeout(answerWithinMs),
    ...(method === "GET" || method === "HEAD" ? {} : { body: new Uint8Array(body) }),
  }).catch(() => null);
}

/**
 * Forwards `/apps/credits/…` to the app's `/proxy/…` with Shopify's signature. An answer of type `application/liquid` is
 * drawn inside the theme; every other answer is passed through.
 */
export async function forwardToApp(visit: Visit, [rest = ""]: string[]): Promise<void> {
  const { store } = visit.deps;
  if (!Object.values(store.state.installations).some(({ shop }) => shop === visit.shop.domain))
    throw new PageNotFound("This page belongs to an app that is not installed.");
  const answer = await askApp(visit, rest);
  if (!answer)
    return showError(visit, 502, "The app behind this page did not answer. Please try again in a moment.");
  if (answer.headers.get("content-type")?.startsWith("application/liquid")) {
    const liquid = await answer.text();
    return sendHtml(visit, await visit.renderer.page(visit, "Credits", { liquid }), answer.status);
  }
  const headers = [...answer.headers].filter(([name]) => !answerHeadersDropped.has(name));
  visit.res.writeHead(answer.status, Object.fromEntries(headers));
  visit.res.end(Buffer.from(await answer.arrayBuffer()));
}
