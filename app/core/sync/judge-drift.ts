import { assertMinor } from "../units/index.ts";

/** What to do about the difference between Exigo's balance and the expected one; minor units, signed. */
export interface DriftVerdict {
  /** wait: seen for the first time, it may pass. adopt: book it. case: a person decides. */
  readonly action: "nothing" | "wait" | "adopt" | "case";
  readonly driftMinor: number;
}

/**
 * Judges what Exigo holds against what it should hold. A drift counts once two reads in a row have seen it
 * unchanged; one larger than `limitMinor` in either direction is never adopted by itself.
 */
export function judgeDrift(reading: {
  readonly balanceMinor: number;
  readonly expectedMinor: number;
  /** The drift of the read before this one; null: there was none. */
  readonly lastDriftMinor: number | null;
  readonly policy: "adopt" | "review";
  readonly limitMinor: number;
}): DriftVerdict {
  const driftMinor = assertMinor(reading.balanceMinor - reading.expectedMinor);
  if (driftMinor === 0) return { action: "nothing", driftMinor };
  if (driftMinor !== reading.lastDriftMinor) return { action: "wait", driftMinor };
  const adopt = reading.policy === "adopt" && Math.abs(driftMinor) <= reading.limitMinor;
  return { action: adopt ? "adopt" : "case", driftMinor };
}

const LONGEST_PAUSE_MS = 12 * 60 * 60_000;

/**
 * Milliseconds until an account's balance is read again: at once in poll time while something drifts or moved
 * lately, then ever more rarely as the account stays idle, and at least twice a day.
 */
export function nextPollInMs(account: {
  readonly pollSeconds: number;
  readonly driftMinor: number;
  /** Since the account's newest entry. */
  readonly idleMs: number;
}): number {
  const shortest = account.pollSeconds * 1_000;
  if (account.driftMinor !== 0) return shortest;
  return Math.max(shortest, Math.min(LONGEST_PAUSE_MS, Math.round(account.idleMs / 100)));
}
