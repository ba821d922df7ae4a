import { PassThrough } from "node:stream";

import { createReadableStreamFromReadable } from "@remix-run/node";
import type { EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";

import { addDocumentResponseHeaders } from "#shopify";
import { getWiring } from "#wiring";

/** A loader that answers later than this loses its page. */
export const streamTimeout = 5_000;

/** Streams the page; a crawler gets it whole. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
): Promise<Response> {
  addDocumentResponseHeaders(request, headers);
  headers.set("Content-Type", "text/html");
  const readyEvent = isbot(request.headers.get("user-agent") ?? "") ? "onAllReady" : "onShellReady";
  return new Promise((resolve, reject) => {
    let responseStatus = status;
    const { pipe, abort } = renderToPipeableStream(<RemixServer context={remixContext} url={request.url} />, {
      [readyEvent]: () => {
        const body = new PassThrough();
        const stream = createReadableStreamFromReadable(body);
        resolve(new Response(stream, { headers, status: responseStatus }));
        pipe(body);
      },
      onShellError: reject,
      onError(failure) {
        responseStatus = 500;
        getWiring().log.error("render_failed", nameOf(failure));
      },
    });
    setTimeout(abort, streamTimeout + 1_000).unref();
  });
}

/** Called by Remix for what a loader or an action threw. */
export function handleError(failure: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted) return;
  getWiring().log.error("request_failed", {
    ...nameOf(failure),
    method: request.method,
    path: new URL(request.url).pathname,
  });
}

function nameOf(failure: unknown): { code: string; message: string } {
  if (!(failure instanceof Error)) return { code: "not_an_error", message: String(failure) };
  const { code } = failure as { code?: unknown };
  return {
    code: typeof code === "string" ? code : failure.name,
    message: failure.message.split("\n")[0] ?? "",
  };
}
