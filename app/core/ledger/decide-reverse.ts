import type { ReverseCommand } from "./commands.ts";
import { giveBack, takeBack } from "./credits.ts";
import { draftEntry, posted, refused, settled } from "./draft.ts";
import type { Change, Decision, DecisionContext } from "./draft.ts";
import { stretchOf } from "./lots.ts";
import { refusalOfAmount } from "./refusal-of-amount.ts";
import type { AccountState, EntryKind, Refusal, ReversibleEntry } from "./types.ts";

const REVERSIBLE: readonly EntryKind[] = [
  "adjust",
  "captureHold",
  "open",
  "adoptExigoMovement",
  "expireLots",
  "writeOffDebt",
];

/**
 * Reverses an entry wholly or in part, from what it did and never from what a rule would say today: what it
 * added is taken back by the debt policy, what it took goes back to the same lots.
 */
export function decideReverse(
  state: AccountState,
  command: ReverseCommand,
  context: DecisionContext,
): Decision {
  const original = context.reversible.get(command.reversesKey);
  if (!original) return refused({ code: "entry_unknown", key: command.reversesKey });
  const leftMinor = Math.abs(original.amountMinor) - original.reversedMinor;
  const amountMinor = command.amountMinor ?? leftMinor;
  const refusal = refusalOf(state, command, original, leftMinor, amountMinor);
  if (refusal) return refused(refusal);

  const reversal = { key: command.reversesKey, amountMinor };
  const head = { command, kind: command.kind, key: command.key, subject: null, bookedAt: context.now };
  if (original.amountMinor < 0) {
    const change = givingBack(state, original, amountMinor, context);
    // Lots that the sweep took and that get no grace expire again at once: nothing moves.
    const isIdle = !change.buckets.available && original.purpose === "expired";
    if (isIdle) return { ...settled(state, "unchanged"), reversal };
    return posted(draftEntry(state, head, change), { reversal });
  }
  const taken = takeBack(state, amountMinor, original.made, context.debtPolicy);
  const takenMinor = taken.availableMinor + taken.pendingMinor;
  if (takenMinor === 0) return { ...settled(state, "unchanged", taken.shortfallMinor), reversal };
  const change: Change = {
    buckets: { available: -taken.availableMinor, pending: -taken.pendingMinor },
    purposes: { [original.purpose]: takenMinor },
    lots: taken.lots,
    movements: taken.movements,
    newLots: [],
  };
  return posted(draftEntry(state, head, change), { shortfallMinor: taken.shortfallMinor, reversal });
}

/** Parts are given back in the order in which they were taken. */
function givingBack(
  state: AccountState,
  original: ReversibleEntry,
  amountMinor: number,
  context: DecisionContext,
): Change {
  const stretch = stretchOf(original.taken, original.reversedMinor, amountMinor);
  const back = giveBack(state, amountMinor, stretch, context);
  const purposes = { [original.purpose]: -amountMinor };
  purposes["expired"] = (purposes["expired"] ?? 0) + back.expiredMinor;
  return {
    buckets: { available: back.availableMinor },
    purposes,
    lots: back.lots,
    movements: back.movements,
    newLots: back.newLots,
  };
}

function refusalOf(
  state: AccountState,
  command: ReverseCommand,
  original: ReversibleEntry,
  leftMinor: number,
  amountMinor: number,
): Refusal | null {
  if (original.accountId !== state.accountId) {
    return { code: "entry_of_other_account", key: command.reversesKey };
  }
  if (original.subject !== null) return { code: "entry_has_subject", subject: original.subject };
  if (!REVERSIBLE.includes(original.kind)) return { code: "entry_not_reversible", kind: original.kind };
  if (leftMinor === 0) return { code: "already_reversed" };
  if (amountMinor > leftMinor) {
    return { code: "more_than_left_to_reverse", leftMinor, requestedMinor: amountMinor };
  }
  return refusalOfAmount(amountMinor);
}
