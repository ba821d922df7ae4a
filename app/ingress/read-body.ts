import type { IncomingMessage } from "node:http";

export type BodyResult =
  | { readonly ok: true; readonly body: Buffer }
  | { readonly ok: false; readonly refusal: { readonly code: "body_too_large" | "body_truncated" } };

/**
 * Reads a request's raw bytes, at most `limitBytes`; stops reading as soon as there are more. A body that
 * ends before its announced length, or whose sender goes away, is truncated.
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<BodyResult> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > limitBytes) return { ok: false, refusal: { code: "body_too_large" } };
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Left early, the request must live on, or there is no socket to answer on.
    const chunksOfRequest: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    for await (const chunk of chunksOfRequest) {
      size += chunk.length;
      if (size > limitBytes) return { ok: false, refusal: { code: "body_too_large" } };
      chunks.push(chunk);
    }
  } catch {
    // The connection ended in the middle; there is nobody left to tell more.
    return { ok: false, refusal: { code: "body_truncated" } };
  }
  if (!request.complete || size < announced) return { ok: false, refusal: { code: "body_truncated" } };
  return { ok: true, body: Buffer.concat(chunks, size) };
}
