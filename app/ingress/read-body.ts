import type { IncomingMessage } from "node:http";

import type { ByteBudget } from "./byte-budget.ts";

export type BodyResult =
  | { readonly ok: true; readonly body: Buffer }
  | {
      readonly ok: false;
      readonly refusal: { readonly code: "body_too_large" | "body_truncated" | "too_much_at_once" };
    };

export interface BodyLimits {
  /** Bytes of one body. */
  readonly limitBytes: number;
  /** Bytes of all bodies; what a body took is given back when `release` is called. */
  readonly budget: ByteBudget;
}

/**
 * Reads a request's raw bytes, at most `limitBytes`; stops reading as soon as there are more. A body that
 * ends before its announced length, or whose sender goes away, is truncated. `release` must be called, whatever the
 * result, when the body is no longer needed.
 */
export async function readBody(
  request: IncomingMessage,
  { limitBytes, budget }: BodyLimits,
): Promise<BodyResult & { readonly release: () => void }> {
  let taken = 0;
  const release = (): void => {
    budget.giveBack(taken);
    taken = 0;
  };
  const refuse = (code: "body_too_large" | "body_truncated" | "too_much_at_once") =>
    ({ ok: false, refusal: { code }, release }) as const;
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > limitBytes) return refuse("body_too_large");
  const chunks: Buffer[] = [];
  try {
    // Left early, the request must live on, or there is no socket to answer on.
    const chunksOfRequest: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    for await (const chunk of chunksOfRequest) {
      if (taken + chunk.length > limitBytes) return refuse("body_too_large");
      if (!budget.take(chunk.length)) return refuse("too_much_at_once");
      taken += chunk.length;
      chunks.push(chunk);
    }
  } catch {
    // The connection ended in the middle; there is nobody left to tell more.
    return refuse("body_truncated");
  }
  if (!request.complete || taken < announced) return refuse("body_truncated");
  return { ok: true, body: Buffer.concat(chunks, taken), release };
}
