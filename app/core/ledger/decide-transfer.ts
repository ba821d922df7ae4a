import type {
  Command,
  MergeAccountsCommand,
  PairCommand,
  ReturnTransferCommand,
  TransferCommand,
} from "./commands.ts";
import { giveBack, owed, spend, spendable, takeBack, takeOrOwe } from "./credits.ts";
import { creditsOf, draftEntry, refused, settled } from "./draft.ts";
import type { Change, Decision, DecisionContext, NewLot } from "./draft.ts";
import { applyMovements, bySoonestExpiry, findLot, takeFrom, takenBy } from "./lots.ts";
import { refusalOfAmount } from "./refusal-of-amount.ts";
import type { AccountState, LotMovement, ReversibleEntry } from "./types.ts";

/** The key of the entry at the receiving end. */
export function keyOfOtherEnd(key: string): string {
  return `${key}/in`;
}

/** Every key that the command takes: a movement between accounts takes one for each end. */
export function keysOf(command: Command): string[] {
  return "toAccountId" in command ? [command.key, keyOfOtherEnd(command.key)] : [command.key];
}

/** Decides a movement between two accounts: one balanced entry at each end, under one key. */
export function decidePair(
  from: AccountState,
  to: AccountState,
  command: PairCommand,
  context: DecisionContext,
): Decision {
  if (from.accountId === to.accountId) return refused({ code: "same_account", accountId: from.accountId });
  switch (command.kind) {
    case "transfer":
      return decideTransfer(from, to, command, context);
    case "mergeAccounts":
      return decideMerge(from, to, command, context);
    case "returnTransfer":
      return decideReturn(from, to, command, context);
  }
}

function decideTransfer(
  from: AccountState,
  to: AccountState,
  command: TransferCommand,
  context: DecisionContext,
): Decision {
  const { amountMinor } = command;
  const refusal = refusalOfAmount(amountMinor);
  if (refusal) return refused(refusal);
  const availableMinor = spendable(from, context.now);
  if (amountMinor > availableMinor) {
    return refused({ code: "not_enough_credits", availableMinor, requestedMinor: amountMinor });
  }
  const taken = spend(from, amountMinor, context.now);
  const out: Change = {
    buckets: { available: -amountMinor },
    purposes: { transferred: amountMinor },
    ...taken,
    newLots: [],
  };
  return postBoth(command, context, from, out, to, receive(from, to, amountMinor, 0, taken.movements));
}

function decideMerge(
  from: AccountState,
  to: AccountState,
  command: MergeAccountsCommand,
  context: DecisionContext,
): Decision {
  if (from.heldMinor > 0) {
    return refused({ code: "account_has_open_holds", accountId: from.accountId, heldMinor: from.heldMinor });
  }
  const { availableMinor, pendingMinor } = from;
  if (availableMinor === 0 && pendingMinor === 0) return settled(from, "unchanged");
  const taken = takeFrom(from.lots, [...from.lots].sort(bySoonestExpiry), Number.MAX_SAFE_INTEGER);
  const out: Change = {
    buckets: { available: -availableMinor, pending: -pendingMinor },
    purposes: { transferred: availableMinor + pendingMinor },
    ...taken,
    newLots: [],
  };
  return postBoth(
    command,
    context,
    from,
    out,
    to,
    receive(from, to, availableMinor, pendingMinor, taken.movements),
  );
}

/**
 * Undoes a transfer: the source's lots get back what they gave, the target gives up what it got. Unless the
 * policy lets accounts owe, the target must have it, save for a debt that the transfer itself repaid.
 */
function decideReturn(
  from: AccountState,
  to: AccountState,
  command: ReturnTransferCommand,
  context: DecisionContext,
): Decision {
  const sent = context.reversible.get(command.reversesKey);
  const received = context.reversible.get(keyOfOtherEnd(command.reversesKey));
  if (!sent) return refused({ code: "entry_unknown", key: command.reversesKey });
  if (sent.kind !== "transferOut") return refused({ code: "entry_not_reversible", kind: sent.kind });
  if (sent.accountId !== from.accountId || received?.accountId !== to.accountId) {
    return refused({ code: "entry_of_other_account", key: command.reversesKey });
  }
  if (sent.reversals > 0) return refused({ code: "already_reversed" });
  const givenUp = undo(to, received, context);
  const mayOwe = owed(to) + received.repaidMinor;
  const willOwe = -to.availableMinor - (givenUp.buckets.available ?? 0);
  if (context.debtPolicy !== "negative" && willOwe > mayOwe) {
    const requestedMinor = received.amountMinor;
    return refused({ code: "not_enough_credits", availableMinor: to.availableMinor, requestedMinor });
  }
  const takenHome = undo(from, sent, context);
  const decision = postBoth(command, context, from, takenHome, to, givenUp);
  return { ...decision, reversal: { key: command.reversesKey, amountMinor: Math.abs(sent.amountMinor) } };
}

/** What the target receives: lots with the dates of those that gave; a debt of either side is settled first. */
function receive(
  from: AccountState,
  to: AccountState,
  availableMinor: number,
  pendingMinor: number,
  movements: readonly LotMovement[],
): Change {
  let repay = Math.min(owed(to), Math.max(availableMinor, 0));
  const newLots = movements.flatMap((movement): NewLot[] => {
    const lot = findLot(from.lots, movement.lot);
    if (!lot) return [];
    const amountMinor = -movement.amountMinor;
    const repaid = lot.bucket === "available" ? Math.min(repay, amountMinor) : 0;
    repay -= repaid;
    const { bucket, availableFrom, expiresAt } = lot;
    return [{ bucket, amountMinor, remainingMinor: amountMinor - repaid, availableFrom, expiresAt }];
  });
  const takenOver = takeOrOwe(to, Math.max(-availableMinor, 0));
  return {
    buckets: { available: availableMinor, pending: pendingMinor },
    purposes: { transferred: -(availableMinor + pendingMinor) },
    lots: takenOver.lots,
    movements: takenOver.movements,
    newLots,
  };
}

/**
 * The opposite of one end of a transfer: what it added is taken back, from its own lots first, and what it took
 * goes back to the same lots with the same dates. Lots that expired meanwhile are left to the sweep.
 */
function undo(state: AccountState, end: ReversibleEntry, context: DecisionContext): Change {
  const availableMinor = end.amountMinor - end.pendingMinor;
  const pendingLots = state.lots.filter((lot) => lot.bucket === "pending");
  const isPending = (movement: LotMovement) => findLot(pendingLots, movement.lot) !== undefined;
  const pendingTaken = opposite(end.taken.filter(isPending));
  const availableTaken = end.taken.filter((movement) => !isPending(movement));
  const addedMinor = Math.max(availableMinor, 0) + Math.max(end.pendingMinor, 0);
  const wholeBackMinor = Math.max(-availableMinor, 0);
  const ownMinor = end.made.reduce((sum, ref) => sum + (findLot(state.lots, ref)?.remainingMinor ?? 0), 0);
  // A debt that came along was repaid by what came along: the two cancel out before other lots are touched.
  const fromNoLot = wholeBackMinor - takenBy(availableTaken);
  const cancelledMinor = Math.min(fromNoLot, addedMinor - ownMinor);
  const backMinor = wholeBackMinor - cancelledMinor;
  const taken = takeBack(state, addedMinor - cancelledMinor, end.made, "negative");
  const between: AccountState = {
    ...state,
    availableMinor: state.availableMinor - taken.availableMinor,
    lots: taken.lots,
  };
  const back = giveBack(between, backMinor, availableTaken, { ...context, evenExpired: true });
  const pendingMinor = Math.max(-end.pendingMinor, 0) - taken.pendingMinor;
  return {
    buckets: { available: backMinor - taken.availableMinor, pending: pendingMinor },
    purposes: { transferred: taken.availableMinor - backMinor - pendingMinor },
    lots: applyMovements(back.lots, pendingTaken),
    movements: [...taken.movements, ...back.movements, ...pendingTaken],
    newLots: back.newLots,
  };
}

function opposite(movements: readonly LotMovement[]): LotMovement[] {
  return movements.map(({ lot, amountMinor }) => ({ lot, amountMinor: -amountMinor }));
}

function postBoth(
  command: PairCommand,
  context: DecisionContext,
  from: AccountState,
  out: Change,
  to: AccountState,
  incoming: Change,
): Decision {
  const head = { command, subject: null, bookedAt: context.now };
  // A return runs the other way, so it is no transfer that could be returned once more.
  const isReturn = command.kind === "returnTransfer";
  const own = { ...head, kind: isReturn ? "transferIn" : "transferOut", key: command.key } as const;
  const otherKey = keyOfOtherEnd(command.key);
  const other = { ...head, kind: isReturn ? "transferOut" : "transferIn", key: otherKey } as const;
  const sent = draftEntry(from, own, out);
  // An end whose balances stay as they are needs no entry, and keeps the lots that it has.
  const isIdle = !incoming.buckets.available && !incoming.buckets.pending;
  const ends = isIdle ? [sent] : [sent, draftEntry(to, other, incoming)];
  return {
    result: {
      ok: true,
      outcome: "posted",
      entrySeq: sent.entry.seq,
      amountMinor: creditsOf(sent.entry),
      shortfallMinor: 0,
      availableMinor: sent.state.availableMinor,
    },
    entries: ends.map((end) => end.entry),
    accounts: ends.map((end) => end.state),
    reversal: null,
  };
}
