import { judgeFailure, judgeLockedOut } from "#core/sync";
import type { DeliveryPolicy, IntentOutcome } from "#core/sync";

import type { ShopifyAnswer } from "./ports/storefront.ts";

/** What waits for a shop's points does not come back all at once, nor at every moment. */
const SHORTEST_WAIT_MS = 500;

/** What becomes of a write to a shop that failed and did no harm by being written twice. */
export function afterShopifyFailure(
  answer: Exclude<ShopifyAnswer, { ok: true }>,
  progress: { readonly attempts: number; readonly claim: number; readonly jitter: number },
  policy: Pick<DeliveryPolicy, "maxAttempts">,
): IntentOutcome {
  // There is no connection to pause: a token that is refused now is renewed by the next visit to the app. Whatever the
  // shop is owed waits for that, and none of it is a case for a person.
  if (answer.failure === "unauthorized") return judgeLockedOut(answer.message, progress);
  // Shopify asked to wait: the write has not failed, however often that happens.
  if (answer.retryInMs !== undefined) {
    const inMs = Math.max(answer.retryInMs, SHORTEST_WAIT_MS) * (1 + progress.jitter);
    return { state: "due", inMs: Math.round(inMs), error: answer.message, countsAsAttempt: false };
  }
  return judgeFailure({ failure: answer.failure, message: answer.message }, progress, policy);
}
