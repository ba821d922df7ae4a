import { addMilliseconds } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { ChangeRange, RereadCause, RereadMethod, RereadPolicy } from "./types.ts";

const MINUTE_MS = 60_000;

/** A webhook that takes longer than this did not come. */
export const WEBHOOK_TAKES_MS = 4 * MINUTE_MS;

/** Every 15 minutes with 30 minutes of overlap; more than a day is read in bulk. */
export const DEFAULT_REREAD_POLICY: RereadPolicy = {
  intervalMs: 15 * MINUTE_MS,
  overlapMs: 30 * MINUTE_MS,
  graceMs: WEBHOOK_TAKES_MS,
  longRangeMs: 24 * 60 * MINUTE_MS,
};

/**
 * What a run that begins at `now` is to read, and how. `since` is where the last run ended, or what a person asked for
 * (null: everything). A routine run overlaps with the one before it; one that was asked for reads up to this moment.
 */
export function planReread(
  {
    cause,
    since,
    now,
  }: { readonly cause: RereadCause; readonly since: Instant | null; readonly now: Instant },
  policy: RereadPolicy,
): { readonly range: ChangeRange; readonly method: RereadMethod } {
  if (since === null) return { range: { since, until: now }, method: "bulk" };
  const isRoutine = cause === "routine";
  const from = isRoutine ? addMilliseconds(since, -policy.overlapMs) : since;
  const until = isRoutine ? addMilliseconds(now, -policy.graceMs) : now;
  const range = { since: from, until: until > from ? until : from };
  const isLong = addMilliseconds(from, policy.longRangeMs) < range.until;
  return { range, method: isLong ? "bulk" : "pages" };
}
