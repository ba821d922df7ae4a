import { judgeRetry } from "./judge-failure.ts";
import { judgeFence } from "./judge-fence.ts";
import type { UnknownWrite } from "./judge-look-up.ts";
import type { DeliveryPolicy, IntentOutcome } from "./types.ts";

/** A movement that Exigo's history shows under the write's own reference; NaN: an amount that no write of ours has. */
export interface FoundMovement {
  readonly transactionId: string;
  readonly amountMinor: number;
}

const LONGEST_WAIT_MS = 60_000;
const SHORTEST_WAIT_MS = 2_000;

/**
 * What becomes of an unknown write whose reference stands in Exigo's history: it arrived when it is there once and
 * with its amount. null: it is not there, see `judgeAbsence`.
 */
export function judgeFound(
  { amountMinor }: Pick<UnknownWrite, "amountMinor">,
  found: readonly FoundMovement[],
): IntentOutcome | null {
  const [movement, ...more] = found;
  if (!movement) return null;
  if (more.length > 0) {
    return { state: "needs_review", error: `it stands ${found.length} times in Exigo's history` };
  }
  if (movement.amountMinor === amountMinor) return { state: "confirmed", remoteRef: movement.transactionId };
  return { state: "needs_review", error: `Exigo's history shows it with another amount than ${amountMinor}` };
}

/**
 * What becomes of an unknown write that is not in Exigo's history. The history may lag behind, so its silence counts
 * only after `historyLagMs` and the quiet time; then it is due again, whatever else moved the balance meanwhile. Only
 * when the balance stands exactly where the write would have put it does a person look.
 */
export function judgeAbsence(
  write: UnknownWrite,
  nowMinor: number,
  policy: DeliveryPolicy & { readonly historyLagMs: number },
): IntentOutcome {
  const { fenceMinor, amountMinor, elapsedMs } = write;
  const waitMs = Math.max(policy.quietMs, policy.historyLagMs) - elapsedMs;
  if (waitMs > 0) {
    const inMs = Math.min(waitMs, LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, elapsedMs));
    return { state: "unknown", inMs, error: "the answer was lost, and Exigo's history does not show it yet" };
  }
  if (judgeFence({ beforeMinor: fenceMinor, nowMinor, deltaMinor: amountMinor }) !== "applied") {
    return judgeRetry("the answer was lost, and Exigo's history does not show it", write, policy);
  }
  return {
    state: "needs_review",
    error:
      `Exigo's history does not show it, and yet the balance moved by as much: ` +
      `${fenceMinor} before, ${nowMinor} now (in the unit's smallest part)`,
  };
}
