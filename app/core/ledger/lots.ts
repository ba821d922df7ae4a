import { assertMinor } from "../units/index.ts";
import type { Lot, LotMovement, LotRef } from "./types.ts";

/** Lots after a movement, and the movements that led there. */
export interface LotChange {
  readonly lots: readonly Lot[];
  readonly movements: readonly LotMovement[];
}

/** Spending order: soonest expiry first, never-expiring last, then the oldest. */
export function bySoonestExpiry(a: Lot, b: Lot): number {
  if (a.expiresAt !== b.expiresAt) {
    if (a.expiresAt === null) return 1;
    if (b.expiresAt === null) return -1;
    return a.expiresAt < b.expiresAt ? -1 : 1;
  }
  return a.entrySeq - b.entrySeq || a.line - b.line;
}

/**
 * Takes `amountMinor` (zero or more) from the available lots: `first` before all others, then by
 * {@link bySoonestExpiry}. Stops when the lots are empty: what they cannot cover is the account's debt.
 */
export function takeFromLots(
  lots: readonly Lot[],
  amountMinor: number,
  first: readonly LotRef[] = [],
): LotChange {
  const preferred = (lot: Lot) => first.some((ref) => isSameLot(ref, lot));
  const order = lots
    .filter((lot) => lot.bucket === "available" && lot.remainingMinor > 0)
    .sort((a, b) => Number(preferred(b)) - Number(preferred(a)) || bySoonestExpiry(a, b));
  let left = amountMinor;
  const movements: LotMovement[] = [];
  for (const lot of order) {
    if (left === 0) break;
    const taken = Math.min(left, lot.remainingMinor);
    movements.push({ lot: refOf(lot), amountMinor: -taken });
    left -= taken;
  }
  return { lots: applyMovements(lots, movements), movements };
}

/** Gives `amountMinor` (zero or more) of what `taken` (negative movements) took back to the same lots. */
export function giveBackToLots(
  lots: readonly Lot[],
  taken: readonly LotMovement[],
  amountMinor: number,
): LotChange {
  let left = amountMinor;
  const movements: LotMovement[] = [];
  for (const movement of taken) {
    if (left === 0) break;
    const given = Math.min(left, -movement.amountMinor);
    movements.push({ lot: movement.lot, amountMinor: given });
    left -= given;
  }
  return { lots: applyMovements(lots, movements), movements };
}

/** True when both name the same lot. */
export function isSameLot(a: LotRef, b: LotRef): boolean {
  return a.entrySeq === b.entrySeq && a.line === b.line;
}

/** The name of a lot alone. */
export function refOf(lot: Lot): LotRef {
  return { entrySeq: lot.entrySeq, line: lot.line };
}

function applyMovements(lots: readonly Lot[], movements: readonly LotMovement[]): Lot[] {
  return lots.map((lot) => {
    const moved = movements.filter((movement) => isSameLot(movement.lot, lot));
    const change = moved.reduce((sum, movement) => sum + movement.amountMinor, 0);
    return change === 0 ? lot : { ...lot, remainingMinor: assertMinor(lot.remainingMinor + change) };
  });
}
