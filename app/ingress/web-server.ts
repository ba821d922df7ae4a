import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";

import type { Wiring } from "#wiring";

import { answerAlive, answerReady } from "./health.ts";
import { handleWithRemix } from "./remix-requests.ts";
import type { RemixHandler } from "./remix-requests.ts";
import { answer } from "./respond.ts";
import type { StaticFiles } from "./static-files.ts";
import { createWebhookHandler } from "./webhooks.ts";
import type { WebhookHandler, WebhookWiring } from "./webhooks.ts";

export interface WebServerOptions {
  readonly wiring: WebhookWiring & Pick<Wiring, "log" | "ping"> & { config: { SHOPIFY_APP_URL: string } };
  readonly staticFiles: StaticFiles;
  /** Null until the build is loaded; webhooks do not wait for it. */
  readonly remix: () => RemixHandler | null;
}

export interface WebServer {
  readonly server: Server;
  /** Takes no new connection, waits for the requests begun, and cuts them off after `deadlineMs`. */
  drain(deadlineMs: number): Promise<void>;
}

/** The app's HTTP server, not yet listening: webhooks, health, files of the client, then Remix. */
export function createWebServer(options: WebServerOptions): WebServer {
  let draining = false;
  const webhooks = createWebhookHandler(options.wiring);
  const server = createServer(SENDER_CLOCK, (request, response) => {
    if (draining) response.setHeader("connection", "close");
    // A connection that was busy when the draining began is kept alive unless it is closed now.
    response.on("close", () => void (draining && setImmediate(() => server.closeIdleConnections())));
    logAccess(request, response, options.wiring.log);
    route(request, response, { ...options, webhooks, isDraining: () => draining }).catch(
      (failure: unknown) => {
        options.wiring.log.error("request_failed", { path: pathOf(request), code: codeOf(failure) });
        if (response.headersSent) response.destroy();
        else answer(response, pathOf(request).startsWith(WEBHOOKS) ? 503 : 500, "try again");
      },
    );
  });
  return {
    server,
    async drain(deadlineMs) {
      draining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const cutOff = setTimeout(() => server.closeAllConnections(), deadlineMs);
      await closed;
      clearTimeout(cutOff);
    },
  };
}

/** A sender that drips its bytes does not hold a place for long. Shopify itself gives up after five seconds. */
const SENDER_CLOCK = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 1_000 };

const WEBHOOKS = "/webhooks";

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  options: WebServerOptions & { webhooks: WebhookHandler; isDraining: () => boolean },
): Promise<void> {
  const { wiring, staticFiles, remix, webhooks, isDraining } = options;
  const path = pathOf(request);
  if (path === WEBHOOKS || path.startsWith(`${WEBHOOKS}/`)) return webhooks(request, response);
  if (path === "/healthz") return answerAlive(response);
  if (path === "/readyz") {
    return answerReady(response, { isDraining, isBuildLoaded: () => remix() !== null, ping: wiring.ping });
  }
  if (staticFiles(path, request, response)) return;
  const handler = remix();
  if (handler === null) return answer(response, 503, "starting", { "retry-after": "1" });
  await handleWithRemix(request, response, { handler, origin: wiring.config.SHOPIFY_APP_URL });
}

/** One line per request: the path only, because queries of embedded apps carry tokens. */
function logAccess(request: IncomingMessage, response: ServerResponse, log: Wiring["log"]): void {
  const startedAt = performance.now();
  response.on("close", () => {
    log.info("request", {
      method: request.method ?? "",
      path: pathOf(request).slice(0, 200),
      status: response.statusCode,
      finished: response.writableFinished,
      ms: Math.round(performance.now() - startedAt),
    });
  });
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split(/[?#]/, 1)[0] ?? "/";
}

function codeOf(failure: unknown): string {
  const { code } = (failure ?? {}) as { code?: unknown };
  if (typeof code === "string") return code;
  return failure instanceof Error ? failure.name : "unknown";
}
