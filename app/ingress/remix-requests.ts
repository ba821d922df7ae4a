import type { IncomingMessage, ServerResponse } from "node:http";

import { createReadableStreamFromReadable, writeReadableStreamToWritable } from "@remix-run/node";

/** The application as Remix offers it. */
export type RemixHandler = (request: Request) => Promise<Response>;

/**
 * Hands a request to Remix and streams its answer. The address is built on `origin`, the app's public one:
 * the Host header is the sender's word, and behind a tunnel it names the inside.
 */
export async function handleWithRemix(
  request: IncomingMessage,
  response: ServerResponse,
  { handler, origin }: { handler: RemixHandler; origin: string },
): Promise<void> {
  const answered = await handler(toWebRequest(request, response, origin));
  response.statusCode = answered.status;
  if (answered.statusText !== "") response.statusMessage = answered.statusText;
  for (const [name, value] of answered.headers) {
    if (name !== "set-cookie") response.setHeader(name, value);
  }
  const cookies = answered.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  if (answered.body === null || request.method === "HEAD") {
    response.end();
    return;
  }
  await writeReadableStreamToWritable(answered.body, response);
}

function toWebRequest(request: IncomingMessage, response: ServerResponse, origin: string): Request {
  const abort = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) abort.abort();
  });
  const headers = new Headers();
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const method = request.method ?? "GET";
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(new URL(pathOnly(request.url), origin), {
    method,
    headers,
    signal: abort.signal,
    ...(hasBody ? { body: createReadableStreamFromReadable(request), duplex: "half" } : {}),
  });
}

/** A request line may name a whole address or begin with "//"; both would replace the origin. */
function pathOnly(url = "/"): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "");
  return `/${path.replace(/^[/\\]+/, "")}`;
}
