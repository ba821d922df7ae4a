import type { DeliveryPolicy, FailureKind, IntentOutcome } from "./types.ts";

const FIRST_DELAY_MS = 2_000;
const GROWTH = 4;
const LONGEST_DELAY_MS = 60 * 60_000;
const LOOK_UP_AFTER_MS = 1_000;
const PAUSED_FOR_MS = 60_000;

/**
 * Milliseconds until the next try after `attempts` earlier ones: 2 s, 8 s, 32 s … up to an hour, of which
 * `jitter` (0 to 1) takes up to a half away, so that what failed together does not come back together.
 */
export function backoffMs(attempts: number, jitter: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * GROWTH ** attempts);
  return Math.round(full * (1 - jitter / 2));
}

/**
 * What becomes of an intent whose send failed. `attempts` counts earlier sends, 0 on the first. An unknown
 * outcome is looked up soon and never sent again for now; a refusal of the login and a lack of calls cost no attempt.
 */
export function judgeFailure(
  failure: {
    readonly failure: FailureKind;
    readonly message: string;
    /** How long to wait at least, when the other side or the budget of calls said it. */
    readonly retryInMs?: number;
  },
  progress: { readonly attempts: number; readonly jitter: number },
  policy: Pick<DeliveryPolicy, "maxAttempts">,
): IntentOutcome {
  const error = failure.message;
  switch (failure.failure) {
    case "refused":
      return { state: "refused", error };
    case "unknown":
      return { state: "unknown", inMs: LOOK_UP_AFTER_MS, error };
    case "unauthorized":
      return { state: "due", inMs: PAUSED_FOR_MS, error, countsAsAttempt: false };
    case "deferred":
      return { state: "due", inMs: failure.retryInMs ?? FIRST_DELAY_MS, error, countsAsAttempt: false };
    case "retryable":
    case "out_of_reach":
      return notBefore(failure.retryInMs ?? 0, judgeRetry(error, progress, policy));
  }
}

function notBefore(inMs: number, outcome: IntentOutcome): IntentOutcome {
  return outcome.state === "due" ? { ...outcome, inMs: Math.max(inMs, outcome.inMs) } : outcome;
}

const LONGEST_OUTAGE_PAUSE_MS = 60_000;
const OUTAGE_STEPS = 3;

/**
 * Due again after a call that failed before anything was sent: an Exigo that is down, for however long, is no verdict on
 * the write, so it costs no attempt and never ends with a person. `claim` counts how often it was taken up.
 */
export function judgeOutage(
  error: string,
  { claim, jitter }: { claim: number; jitter: number },
): IntentOutcome {
  const inMs = Math.min(backoffMs(Math.min(claim, OUTAGE_STEPS), jitter), LONGEST_OUTAGE_PAUSE_MS);
  return { state: "due", inMs, error, countsAsAttempt: false };
}

/**
 * Due again after a shop did not let the app in: all that is owed to it fails alike until somebody opens the app there, so
 * it costs no attempt, ends with no person, and waits longer and longer, up to an hour. `claim` counts how often it was
 * taken up, 1 on the first.
 */
export function judgeLockedOut(
  error: string,
  { claim, jitter }: { claim: number; jitter: number },
): IntentOutcome {
  return { state: "due", inMs: backoffMs(claim - 1, jitter), error, countsAsAttempt: false };
}

/** Due again with a growing delay, or for a person when this was the last attempt. */
export function judgeRetry(
  error: string,
  progress: { readonly attempts: number; readonly jitter: number },
  { maxAttempts }: Pick<DeliveryPolicy, "maxAttempts">,
): IntentOutcome {
  if (progress.attempts + 1 >= maxAttempts) {
    return { state: "needs_review", error: `${error} (tried ${maxAttempts} times)` };
  }
  return { state: "due", inMs: backoffMs(progress.attempts, progress.jitter), error, countsAsAttempt: true };
}
