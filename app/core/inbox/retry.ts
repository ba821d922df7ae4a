import type { AfterFailure } from "./types.ts";

/** Tries of one event before a person must look at it. */
export const MAX_ATTEMPTS = 8;

const FIRST_DELAY_MS = 1_000;
const GROWTH = 4;

/**
 * Decides whether a failed event is tried again. `attempt` is the one that failed, 1 for the first; `jitter`
 * is a random number from 0 to 1, passed in. Waits grow from about a second to about an hour; each is
 * between half and the whole of its step, so that events that failed together do not return together.
 */
export function afterFailure({ attempt, jitter }: { attempt: number; jitter: number }): AfterFailure {
  if (attempt >= MAX_ATTEMPTS) return { next: "quarantine" };
  const step = FIRST_DELAY_MS * GROWTH ** (attempt - 1);
  return { next: "retry", inMs: Math.round(step * (0.5 + jitter / 2)) };
}

/** True when processes ended during every earlier attempt, so that nothing ever reported a failure. */
export function isWornOut(attempt: number): boolean {
  return attempt > MAX_ATTEMPTS;
}
