import type {
  AdjustCommand,
  AdoptExigoMovementCommand,
  ExpireLotsCommand,
  OpenCommand,
  WriteOffDebtCommand,
} from "./commands.ts";
import { addedLot, availableFromOf, owed, spend, spendable, takeOrOwe } from "./credits.ts";
import { draftEntry, posted, refused, settled } from "./draft.ts";
import type { Change, Decision, DecisionContext } from "./draft.ts";
import { bySoonestExpiry, isExpired, takeFrom, takenBy } from "./lots.ts";
import { refusalOfAmount } from "./refusal-of-amount.ts";
import type { AccountState, Purpose } from "./types.ts";

type AmountCommand =
  AdjustCommand | AdoptExigoMovementCommand | OpenCommand | WriteOffDebtCommand | ExpireLotsCommand;

/** Adds or takes credits by hand; takes no more than can be spent. */
export function decideAdjust(
  state: AccountState,
  command: AdjustCommand,
  context: DecisionContext,
): Decision {
  if (command.amountMinor > 0) {
    return post(state, command, context, addition(state, command, command.amountMinor, "adjusted", context));
  }
  if (command.amountMinor === 0) return refused({ code: "amount_is_zero" });
  const requestedMinor = -command.amountMinor;
  const availableMinor = spendable(state, context.now);
  if (requestedMinor > availableMinor) {
    return refused({ code: "not_enough_credits", availableMinor, requestedMinor });
  }
  return post(state, command, context, {
    buckets: { available: -requestedMinor },
    purposes: { adjusted: requestedMinor },
    ...spend(state, requestedMinor, context.now),
    newLots: [],
  });
}

/** Books what Exigo did: taking may leave the account owing, because it has happened. */
export function decideAdopt(
  state: AccountState,
  command: AdoptExigoMovementCommand,
  context: DecisionContext,
): Decision {
  if (command.amountMinor > 0) {
    const dated = { ...command, expiresAt: null };
    return post(state, command, context, addition(state, dated, command.amountMinor, "exigo", context));
  }
  if (command.amountMinor === 0) return refused({ code: "amount_is_zero" });
  const { lots, movements } = takeOrOwe(state, -command.amountMinor);
  const buckets = { available: command.amountMinor };
  const purposes = { exigo: -command.amountMinor };
  return post(state, command, context, { buckets, purposes, lots, movements, newLots: [] });
}

/** Opens an account with a lot from elsewhere; a lot of the future is pending. */
export function decideOpen(state: AccountState, command: OpenCommand, context: DecisionContext): Decision {
  const refusal = refusalOfAmount(command.amountMinor);
  if (refusal) return refused(refusal);
  return post(state, command, context, addition(state, command, command.amountMinor, "opening", context));
}

/** Forgives a debt, wholly or in part. */
export function decideWriteOff(
  state: AccountState,
  command: WriteOffDebtCommand,
  context: DecisionContext,
): Decision {
  const debt = owed(state);
  const amountMinor = command.amountMinor ?? debt;
  if (debt === 0) return refused({ code: "no_debt", availableMinor: state.availableMinor });
  if (amountMinor > debt) {
    return refused({ code: "more_than_owed", owedMinor: debt, requestedMinor: amountMinor });
  }
  const refusal = refusalOfAmount(amountMinor);
  if (refusal) return refused(refusal);
  return post(state, command, context, {
    buckets: { available: amountMinor },
    purposes: { debtWrittenOff: -amountMinor },
    lots: state.lots,
    movements: [],
    newLots: [],
  });
}

/** Takes what remains of the lots that are due, and of no other. */
export function decideExpireLots(
  state: AccountState,
  command: ExpireLotsCommand,
  context: DecisionContext,
): Decision {
  if (command.dueAt > context.now) return refused({ code: "not_due", dueAt: command.dueAt });
  const due = state.lots
    .filter((lot) => lot.bucket === "available" && isExpired(lot, command.dueAt))
    .sort(bySoonestExpiry);
  const taken = takeFrom(state.lots, due, Number.MAX_SAFE_INTEGER);
  const expired = takenBy(taken.movements);
  if (expired === 0) return settled(state, "unchanged");
  const buckets = { available: -expired };
  return post(state, command, context, { buckets, purposes: { expired }, ...taken, newLots: [] });
}

function addition(
  state: AccountState,
  command: { effectiveAt: string; availableFrom?: string | null; expiresAt: string | null },
  amountMinor: number,
  purpose: Purpose,
  { now }: DecisionContext,
): Change {
  const dates = { availableFrom: availableFromOf(command, now), expiresAt: command.expiresAt };
  const pending = dates.availableFrom > now;
  const lot = pending
    ? { bucket: "pending" as const, amountMinor, remainingMinor: amountMinor, ...dates }
    : addedLot(state, amountMinor, dates);
  return {
    buckets: { [lot.bucket]: amountMinor },
    purposes: { [purpose]: -amountMinor },
    lots: state.lots,
    movements: [],
    newLots: [lot],
  };
}

function post(
  state: AccountState,
  command: AmountCommand,
  context: DecisionContext,
  change: Change,
): Decision {
  const head = { command, kind: command.kind, key: command.key, subject: null, bookedAt: context.now };
  return posted(draftEntry(state, head, change));
}
