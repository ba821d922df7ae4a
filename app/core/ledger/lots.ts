import { assertMinor } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { Lot, LotMovement, LotRef } from "./types.ts";

/** Lots after movements, and the movements that led there. */
export interface LotChange {
  readonly lots: readonly Lot[];
  readonly movements: readonly LotMovement[];
}

/** Spending order: soonest expiry first, never-expiring last, then the oldest. */
export function bySoonestExpiry(a: Lot, b: Lot): number {
  if (endOf(a) < endOf(b)) return -1;
  if (endOf(a) > endOf(b)) return 1;
  return a.entrySeq - b.entrySeq || a.line - b.line;
}

/** True when the lot's last moment is over. */
export function isExpired(lot: Lot, now: Instant): boolean {
  return endOf(lot) <= now;
}

/** What remains in those of the lots that are in the bucket. */
export function remainingIn(lots: readonly Lot[], bucket: Lot["bucket"]): number {
  let sum = 0;
  for (const lot of lots) if (lot.bucket === bucket) sum += lot.remainingMinor;
  return sum;
}

/**
 * Takes `amountMinor` (zero or more) from `from`, which are some of `lots`, in its order, and stops when those are
 * empty: what they cannot cover is no movement.
 */
export function takeFrom(lots: readonly Lot[], from: readonly Lot[], amountMinor: number): LotChange {
  let left = amountMinor;
  const movements: LotMovement[] = [];
  const changed = new Map<Lot, Lot>();
  for (const lot of from) {
    const taken = Math.min(left, lot.remainingMinor);
    left -= taken;
    if (taken <= 0) continue;
    // Members in order of their names are what a hash covers without sorting each of a thousand.
    movements.push({ amountMinor: -taken, lot: refOf(lot) });
    changed.set(lot, { ...lot, remainingMinor: lot.remainingMinor - taken });
  }
  return { lots: lots.map((lot) => changed.get(lot) ?? lot), movements };
}

/** Sum of movements that took, as a number of credits: zero or more. */
export function takenBy(movements: readonly LotMovement[]): number {
  return movements.reduce((sum, movement) => sum - movement.amountMinor, 0);
}

/** The stretch of `amountMinor` credits after the first `skipMinor` of what `taken` (negative movements) took. */
export function stretchOf(
  taken: readonly LotMovement[],
  skipMinor: number,
  amountMinor: number,
): LotMovement[] {
  let skip = skipMinor;
  let left = amountMinor;
  const stretch: LotMovement[] = [];
  for (const movement of taken) {
    const skipped = Math.min(skip, -movement.amountMinor);
    const size = Math.min(left, -movement.amountMinor - skipped);
    if (size > 0) stretch.push({ amountMinor: -size, lot: movement.lot });
    skip -= skipped;
    left -= size;
  }
  return stretch;
}

/** The lots after the movements. */
export function applyMovements(lots: readonly Lot[], movements: readonly LotMovement[]): readonly Lot[] {
  const changes = new Map<string, number>();
  for (const { lot, amountMinor } of movements) {
    changes.set(nameOf(lot), (changes.get(nameOf(lot)) ?? 0) + amountMinor);
  }
  return lots.map((lot) => {
    const change = changes.get(nameOf(lot)) ?? 0;
    return change === 0 ? lot : { ...lot, remainingMinor: assertMinor(lot.remainingMinor + change) };
  });
}

/** The lot of that name, if it is among them. */
export function findLot(lots: readonly Lot[], ref: LotRef): Lot | undefined {
  return lots.find((lot) => lot.entrySeq === ref.entrySeq && lot.line === ref.line);
}

/** The name of a lot alone. */
export function refOf(lot: LotRef): LotRef {
  return { entrySeq: lot.entrySeq, line: lot.line };
}

/** As text: an instant, or what comes after all instants. */
function endOf(lot: Lot): string {
  return lot.expiresAt ?? "never";
}

function nameOf(ref: LotRef): string {
  return `${ref.entrySeq}/${ref.line}`;
}
