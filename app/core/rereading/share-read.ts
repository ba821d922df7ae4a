import { secondsBetween } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { RereadMethod } from "./types.ts";

/** How far a run has come, as the screens and the command show it. */
export interface RereadProgress {
  readonly state: "waiting" | "reading" | "finished" | "failed" | "stopped";
  readonly method: RereadMethod | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly readTo: Instant | null;
  readonly read: number;
  /** Orders or customers that Shopify has found; null: not known. */
  readonly total: number | null;
}

/**
 * The share of a run that is done, 0 to 1; null: Shopify is still gathering, so there is none yet. Bulk runs are
 * counted; pages come in the order of their change, so the time they have come to tells.
 */
export function shareRead({
  state,
  method,
  since,
  until,
  readTo,
  read,
  total,
}: RereadProgress): number | null {
  if (state === "finished") return 1;
  if (method === "bulk") return total === null ? null : Math.min(1, read / Math.max(1, total));
  if (since === null || until === null) return null;
  const whole = secondsBetween(since, until);
  return whole <= 0 || readTo === null ? 0 : Math.min(1, Math.max(0, secondsBetween(since, readTo) / whole));
}
