import { z } from "zod";

import type { ShopifyAnswer } from "#usecases/ports/storefront";

import { OfflineTokenFault } from "./offline-token.server.ts";

/** What the Shopify library throws, as far as it is read here; the classes themselves are not told apart. */
const thrown = z.object({
  response: z
    .object({ code: z.number().optional(), retryAfter: z.number().optional() })
    .optional()
    .catch(undefined),
  body: z
    .object({
      errors: z.object({
        graphQLErrors: z.array(z.object({ extensions: z.object({ code: z.string() }).partial().optional() })),
      }),
      extensions: z
        .object({
          cost: z.object({
            requestedQueryCost: z.number(),
            throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
          }),
        })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});

export type ShopifyFailure = Exclude<ShopifyAnswer, { ok: true }>;

/** The messages of the library may quote whole answers. */
const LONGEST_MESSAGE = 300;

/**
 * The class of what the library threw: throttled and failing servers may be tried again, a token that is gone
 * or refused is `unauthorized`, and anything else that Shopify says about the content is `refused`.
 */
export function classifyShopifyFailure(error: unknown): ShopifyFailure {
  const message = (error instanceof Error ? error.message : "Shopify did not answer").slice(
    0,
    LONGEST_MESSAGE,
  );
  if (error instanceof OfflineTokenFault)
    return { ok: false, failure: error.retryable ? "retryable" : "unauthorized", message };
  // The library's errors carry no name of their own.
  if (error instanceof Error && error.constructor.name === "SessionNotFoundError") {
    return { ok: false, failure: "unauthorized", message: "the app has no token for the shop" };
  }
  if (error instanceof Response) return ofStatus(error.status, `Shopify answered ${error.status}`);
  const { response, body } = thrown.parse(error instanceof Error ? { ...error } : {});
  if (body) return ofGraphqlErrors(body, message);
  if (response?.code === undefined) return { ok: false, failure: "retryable", message };
  const failure = ofStatus(response.code, message);
  if (response.retryAfter === undefined) return failure;
  return { ...failure, retryInMs: Math.ceil(response.retryAfter * 1_000) };
}

function ofStatus(status: number, message: string): ShopifyFailure {
  if (status === 401 || status === 403) return { ok: false, failure: "unauthorized", message };
  const passing = status === 429 || status === 408 || status === 423 || status >= 500;
  return { ok: false, failure: passing ? "retryable" : "refused", message };
}

function ofGraphqlErrors(
  { errors, extensions }: NonNullable<z.output<typeof thrown>["body"]>,
  message: string,
): ShopifyFailure {
  const codes = errors.graphQLErrors.map((error) => error.extensions?.code);
  if (codes.includes("ACCESS_DENIED")) return { ok: false, failure: "unauthorized", message };
  if (codes.includes("THROTTLED")) {
    const cost = extensions?.cost;
    if (!cost) return { ok: false, failure: "retryable", message };
    const missing = Math.max(0, cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable);
    const retryInMs = Math.ceil((missing / cost.throttleStatus.restoreRate) * 1_000);
    return { ok: false, failure: "retryable", message, retryInMs };
  }
  const passing = codes.includes("INTERNAL_SERVER_ERROR") || codes.includes("TIMEOUT");
  return { ok: false, failure: passing ? "retryable" : "refused", message };
}
