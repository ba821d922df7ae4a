import type { Reread, RereadEnd } from "../ports/rereads.ts";
import type { ShopifyRead } from "../ports/shop-reader.ts";

type Failure = Exclude<ShopifyRead<unknown>, { readonly ok: true }>;

const FIRST_DELAY_MS = 5_000;
const LONGEST_DELAY_MS = 30 * 60_000;

/** A run that a person asked for is given up after so many failures in a row; a routine one never is. */
const MOST_ATTEMPTS = 6;

/**
 * How a turn ends that Shopify did not let go on. Being asked to wait is no failure and costs no attempt; everything
 * else is tried again later and later, by half at random.
 */
export function laterAfter(
  run: Pick<Reread, "cause" | "attempts">,
  failed: Failure,
  jitter: number,
): RereadEnd {
  if (failed.retryInMs !== undefined) {
    return { end: "later", inMs: failed.retryInMs, failure: null, counts: false };
  }
  const failure = `${failed.failure}: ${failed.message}`;
  if (run.cause !== "routine" && run.attempts + 1 >= MOST_ATTEMPTS) return { end: "failed", failure };
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 3 ** Math.min(run.attempts, 10));
  return { end: "later", inMs: Math.round(full * (1 - jitter / 2)), failure, counts: true };
}
