import { judgeRetry } from "./judge-failure.ts";
import { judgeFence } from "./judge-fence.ts";
import type { DeliveryPolicy, IntentOutcome } from "./types.ts";

const SHORTEST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/** A point write whose outcome is unknown; amounts in minor units. */
export interface UnknownWrite {
  readonly amountMinor: number;
  /** Exigo's balance before it was sent. */
  readonly fenceMinor: number;
  /** Since it was sent, in milliseconds, by the database's clock. */
  readonly elapsedMs: number;
  readonly attempts: number;
  readonly jitter: number;
}

/**
 * What becomes of an unknown write now that Exigo's balance is known. It is due again only when the balance
 * has not moved and the quiet time is over, in which Exigo may still apply what it has taken in.
 */
export function judgeLookUp(write: UnknownWrite, nowMinor: number, policy: DeliveryPolicy): IntentOutcome {
  const { fenceMinor, amountMinor, elapsedMs } = write;
  switch (judgeFence({ beforeMinor: fenceMinor, nowMinor, deltaMinor: amountMinor })) {
    case "applied":
      return { state: "confirmed", remoteRef: null };
    case "not_applied":
      if (elapsedMs < policy.quietMs) {
        const error = "the answer was lost and the balance has not moved yet";
        return { state: "unknown", inMs: policy.quietMs - elapsedMs, error };
      }
      return judgeRetry("the answer was lost and the balance did not move", write, policy);
    case "cannot_tell":
      return {
        state: "needs_review",
        error:
          `the answer was lost, and Exigo's balance was moved by something else at the same time: ` +
          `${fenceMinor} before, ${nowMinor} now, ${amountMinor} sent (in the unit's smallest part)`,
      };
  }
}

/** What becomes of an unknown write that could not be looked up: later, or a person once it took too long. */
export function judgeLookUpFailure(
  error: string,
  { elapsedMs }: Pick<UnknownWrite, "elapsedMs">,
  policy: Pick<DeliveryPolicy, "unknownForMs">,
): IntentOutcome {
  if (elapsedMs >= policy.unknownForMs) return { state: "needs_review", error };
  const inMs = Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, Math.round(elapsedMs / 2)));
  return { state: "unknown", inMs: Math.min(inMs, policy.unknownForMs - elapsedMs), error };
}
