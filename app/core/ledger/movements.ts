import type { Instant } from "../units/index.ts";
import type { Movement } from "./draft.ts";
import { giveBackToLots, takeFromLots } from "./lots.ts";
import type { AccountState, LotMovement, LotRef, Purpose } from "./types.ts";

/** Adds `amountMinor` (above zero) as a new lot; a debt is repaid first and reaches no lot. */
export function addCredits(
  state: AccountState,
  amountMinor: number,
  purpose: Purpose,
  subject: string | null,
  expiresAt: Instant | null,
): Movement {
  const repaid = Math.min(amountMinor, Math.max(-state.availableMinor, 0));
  return {
    amountMinor,
    purpose,
    subject,
    lots: { lots: state.lots, movements: [] },
    newLot: { remainingMinor: amountMinor - repaid, expiresAt },
  };
}

/** Takes `amountMinor` (above zero) from the lots, `first` before the others; the account may end up owing. */
export function takeCredits(
  state: AccountState,
  amountMinor: number,
  purpose: Purpose,
  subject: string | null,
  first: readonly LotRef[] = [],
): Movement {
  return {
    amountMinor: -amountMinor,
    purpose,
    subject,
    lots: takeFromLots(state.lots, amountMinor, first),
    newLot: null,
  };
}

/**
 * Gives back what an entry took (`taken`: its negative lot movements, `amountMinor` in all, above zero): to the
 * same lots with the same dates. What a debt swallows reaches no lot; what no lot gave becomes a new one.
 */
export function giveBackCredits(
  state: AccountState,
  amountMinor: number,
  taken: readonly LotMovement[],
  purpose: Purpose,
): Movement {
  const debt = Math.max(-state.availableMinor, 0);
  const freed = amountMinor - Math.min(debt, amountMinor);
  const fromLots = taken.reduce((sum, movement) => sum - movement.amountMinor, 0);
  const toLots = Math.min(freed, fromLots);
  return {
    amountMinor,
    purpose,
    subject: null,
    lots: giveBackToLots(state.lots, taken, toLots),
    newLot: freed > toLots ? { remainingMinor: freed - toLots, expiresAt: null } : null,
  };
}
