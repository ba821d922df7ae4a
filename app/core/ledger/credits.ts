import { addDays } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { DecisionContext, NewLot } from "./draft.ts";
import {
  applyMovements,
  bySoonestExpiry,
  findLot,
  isExpired,
  remainingIn,
  stretchOf,
  takeFrom,
  takenBy,
} from "./lots.ts";
import type { LotChange } from "./lots.ts";
import type { AccountState, Lot, LotMovement, LotRef } from "./types.ts";

/** What may be spent now: what is available without lots whose time is over. Zero or more. */
export function spendable(state: AccountState, now: Instant): number {
  const expired = state.lots.filter((lot) => isExpired(lot, now));
  return Math.max(state.availableMinor, 0) - remainingIn(expired, "available");
}

/** Takes credits to be spent, soonest expiry first; the caller has asked {@link spendable}. */
export function spend(state: AccountState, amountMinor: number, now: Instant) {
  const from = state.lots
    .filter((lot) => lot.bucket === "available" && !isExpired(lot, now))
    .sort(bySoonestExpiry);
  return takeFrom(state.lots, from, amountMinor);
}

/** Credits to be added: they repay a debt first, and only the rest can be spent. Returns the lot to be made. */
export function addedLot(
  state: AccountState,
  amountMinor: number,
  dates: { availableFrom: Instant; expiresAt: Instant | null },
): NewLot {
  const repaid = Math.min(amountMinor, owed(state));
  return { bucket: "available", amountMinor, remainingMinor: amountMinor - repaid, ...dates };
}

/**
 * From when added credits can be spent. Without a day of its own that is at once, even when the clock of the event
 * is ahead of the database's `now`.
 */
export function availableFromOf(
  command: { readonly effectiveAt: Instant; readonly availableFrom?: Instant | null },
  now: Instant,
): Instant {
  return command.availableFrom ?? (command.effectiveAt < now ? command.effectiveAt : now);
}

/** What the account owes; zero or more. */
export function owed(state: AccountState): number {
  return Math.max(-state.availableMinor, 0);
}

/** Takes what is available, soonest expiry first; what the lots do not have the account owes. */
export function takeOrOwe(state: AccountState, amountMinor: number): LotChange {
  const from = state.lots.filter((lot) => lot.bucket === "available").sort(bySoonestExpiry);
  return takeFrom(state.lots, from, amountMinor);
}

/** What is taken back, by bucket, and what was not there. */
export interface TakenBack {
  readonly pendingMinor: number;
  readonly availableMinor: number;
  readonly shortfallMinor: number;
  readonly lots: readonly Lot[];
  readonly movements: readonly LotMovement[];
}

/**
 * Takes credits back: from what is still pending of `own` first, then from what is available of `own`, then
 * from the other lots, each soonest expiry first; what is not there by the program's debt policy.
 */
export function takeBack(
  state: AccountState,
  amountMinor: number,
  own: readonly LotRef[],
  debtPolicy: DecisionContext["debtPolicy"],
): TakenBack {
  const ownLots = own.map((ref) => findLot(state.lots, ref)).filter((lot) => lot !== undefined);
  const pendingLots = ownLots.filter((lot) => lot.bucket === "pending").sort(bySoonestExpiry);
  const fromPending = takeFrom(state.lots, pendingLots, amountMinor);
  const pendingMinor = takenBy(fromPending.movements);
  const wanted = amountMinor - pendingMinor;
  const availableMinor =
    debtPolicy === "negative" ? wanted : Math.min(wanted, Math.max(state.availableMinor, 0));
  const ownFirst = (lot: Lot) => (ownLots.includes(lot) ? 0 : 1);
  const availableLots = state.lots
    .filter((lot) => lot.bucket === "available")
    .sort((a, b) => ownFirst(a) - ownFirst(b) || bySoonestExpiry(a, b));
  const fromAvailable = takeFrom(fromPending.lots, availableLots, availableMinor);
  return {
    pendingMinor,
    availableMinor,
    shortfallMinor: wanted - availableMinor,
    lots: fromAvailable.lots,
    movements: [...fromPending.movements, ...fromAvailable.movements],
  };
}

/** What is given back: how much of it can be spent again, how much expired meanwhile. */
export interface GivenBack {
  readonly availableMinor: number;
  readonly expiredMinor: number;
  readonly lots: readonly Lot[];
  readonly movements: readonly LotMovement[];
  readonly newLots: readonly NewLot[];
}

/**
 * Gives `amountMinor` back to the lots that `taken` (negative movements) took it from, with their dates. A debt
 * is repaid first: with what no lot gave, then with what would expire soonest. For lots that expired since, the
 * program's grace decides, unless they are to be filled `evenExpired`. What no lot gave becomes a new lot without
 * an end.
 */
export function giveBack(
  state: AccountState,
  amountMinor: number,
  taken: readonly LotMovement[],
  context: Pick<DecisionContext, "now" | "expiredLotGraceDays"> & { readonly evenExpired?: boolean },
): GivenBack {
  const isOver = (lot: Lot) => !context.evenExpired && isExpired(lot, context.now);
  const repaidMinor = Math.min(owed(state), amountMinor);
  const fromNoLot = Math.max(amountMinor - takenBy(taken), 0);
  let left = amountMinor - repaidMinor;
  let expiredMinor = 0;
  const movements: LotMovement[] = [];
  const newLots: NewLot[] = [];
  for (const movement of stretchOf(taken, Math.max(repaidMinor - fromNoLot, 0), left)) {
    const given = -movement.amountMinor;
    left -= given;
    const lot = findLot(state.lots, movement.lot);
    if (!lot || !isOver(lot)) movements.push({ amountMinor: given, lot: movement.lot });
    else if (context.expiredLotGraceDays === null) expiredMinor += given;
    else newLots.push(freshLot(given, context.now, addDays(context.now, context.expiredLotGraceDays)));
  }
  if (left > 0) newLots.push(freshLot(left, context.now, null));
  return {
    availableMinor: amountMinor - expiredMinor,
    expiredMinor,
    lots: applyMovements(state.lots, movements),
    movements,
    newLots,
  };
}

function freshLot(amountMinor: number, availableFrom: Instant, expiresAt: Instant | null): NewLot {
  return { bucket: "available", amountMinor, remainingMinor: amountMinor, availableFrom, expiresAt };
}
