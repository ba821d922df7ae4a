import type { WebhookTopic } from "./topics.ts";
import type { AfterFailure, RetryPolicy } from "./types.ts";

/** Tries of one event before a person must look at it, unless it is told otherwise. */
export const DEFAULT_ATTEMPTS = 8;

const FIRST_DELAY_MS = 1_000;
const GROWTH = 4;

/** Waits grow no further than this: about an hour. */
const LONGEST_DELAY_MS = FIRST_DELAY_MS * GROWTH ** 6;

/** Tries that events of a topic get before a person must look at them; 1 or more. */
export function attemptsFor(policy: RetryPolicy, topic: WebhookTopic): number {
  return policy.attemptsByTopic[topic] ?? policy.attempts;
}

/**
 * Decides whether a failed event is tried again. `attempt` is the one that failed, 1 for the first, of at most
 * `attempts`; `jitter` is a random number from 0 to 1, passed in. Waits grow from about a second to about an hour;
 * each is between half and the whole of its step, so that events that failed together do not return together.
 */
export function afterFailure(failed: { attempt: number; attempts: number; jitter: number }): AfterFailure {
  if (failed.attempt >= failed.attempts) return { next: "quarantine" };
  const stepMs = Math.min(FIRST_DELAY_MS * GROWTH ** (failed.attempt - 1), LONGEST_DELAY_MS);
  return { next: "retry", inMs: Math.round(stepMs * (0.5 + failed.jitter / 2)) };
}

/** True when processes ended during every earlier attempt, so that nothing ever reported a failure. */
export function isWornOut({ attempt, attempts }: { attempt: number; attempts: number }): boolean {
  return attempt > attempts;
}
