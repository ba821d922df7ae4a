import { assertMinor } from "../units/index.ts";
import { canHealByItself } from "./drift-kind.ts";
import type { NamedDrift } from "./drift-kind.ts";

/** What becomes of Exigo's own movements: taken over, written back, or left to a person. */
export type DriftPolicy = "adopt" | "push" | "review";

/** How a difference was looked at. */
export interface SeenDrift {
  /** Exigo's balance less the expected one; minor units, not zero. */
  readonly driftMinor: number;
  /** The drift of the read before this one; null: there was none. */
  readonly lastDriftMinor: number | null;
  /** How long it has been seen unchanged, in milliseconds. */
  readonly unchangedMs: number;
  readonly named: NamedDrift;
  /** Its history accounts for it, so that it need not be seen again. */
  readonly isProved: boolean;
  /** The cursor left movements of the account to this comparison. */
  readonly wasLeft: boolean;
}

export interface DriftRules {
  readonly policy: DriftPolicy;
  /** Larger differences, in either direction, are never put right without a person; minor units. */
  readonly limitMinor: number;
  /** How long Exigo's history may lag behind; null: there is none. */
  readonly historyLagMs: number | null;
}

/** wait: it may pass, or the history will tell it. adopt: book it. push: write it back. case: a person decides. */
export type DriftAction = "wait" | "adopt" | "push" | "case";

/**
 * Judges what Exigo holds against what it should hold. Without a history a drift counts once two reads in a row have
 * seen it unchanged. With one, a movement of Exigo's own is left to the cursor, which knows it by its number; what the
 * cursor cannot take, and what the history proves to be something else, is acted on here.
 */
export function judgeDrift(seen: SeenDrift, rules: DriftRules): DriftAction {
  const action = actionOf(seen, rules);
  if (rules.historyLagMs === null) {
    return seen.driftMinor === seen.lastDriftMinor ? action : "wait";
  }
  if (seen.unchangedMs > rules.historyLagMs && seen.driftMinor === seen.lastDriftMinor) return action;
  if (!seen.isProved) return "wait";
  const isCursorsWork = action === "adopt" && seen.named.cause === "not_ours" && !seen.wasLeft;
  return isCursorsWork ? "wait" : action;
}

function actionOf({ driftMinor, named }: SeenDrift, { policy, limitMinor }: DriftRules): DriftAction {
  if (policy === "review" || !canHealByItself(named)) return "case";
  return Math.abs(assertMinor(driftMinor)) <= limitMinor ? policy : "case";
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
