import type { OutgoingHttpHeaders, ServerResponse } from "node:http";

/** Ends a response with a short plain text. Does nothing when it has ended or its client is gone. */
export function answer(
  response: ServerResponse,
  status: number,
  text: string,
  headers: OutgoingHttpHeaders = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const body = `${text}\n`;
  // With its length known the answer leaves in one piece.
  response.writeHead(status, {
    "content-length": Buffer.byteLength(body),
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...headers,
  });
  response.end(body);
}
