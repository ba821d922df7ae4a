import type { EarnCommand, MatureCommand } from "./commands.ts";
import { addedLot, availableFromOf, owed, takeBack } from "./credits.ts";
import { draftEntry, posted, refused, settled } from "./draft.ts";
import type { Change, Decision, DecisionContext } from "./draft.ts";
import { findLot, refOf } from "./lots.ts";
import type { AccountState } from "./types.ts";

/** Posts the difference between what a subject is to have earned and what it has. */
export function decideEarn(state: AccountState, command: EarnCommand, context: DecisionContext): Decision {
  if (command.targetMinor < 0) {
    return refused({ code: "amount_is_negative", requestedMinor: command.targetMinor });
  }
  const position = state.subjects.get(command.subject) ?? { earnedMinor: 0, version: 0, entrySeqs: [] };
  if (command.subjectVersion < position.version) return settled(state, "superseded");
  const difference = command.targetMinor - position.earnedMinor;
  const decision = postDifference(state, command, context, difference, position.entrySeqs);
  return { ...decision, subjectEffectMinor: difference };
}

function postDifference(
  state: AccountState,
  command: EarnCommand,
  context: DecisionContext,
  difference: number,
  seqs: readonly number[],
): Decision {
  if (difference > 0)
    return post(state, command, context, addition(state, command, difference, context), seqs, 0);

  const ownLots = state.lots.filter((lot) => seqs.includes(lot.entrySeq)).map(refOf);
  const taken = takeBack(state, -difference, ownLots, command.mayOwe ? "negative" : context.debtPolicy);
  if (taken.availableMinor + taken.pendingMinor === 0)
    return settled(withPosition(state, command, seqs), "unchanged", taken.shortfallMinor);
  const change: Change = {
    buckets: { available: -taken.availableMinor, pending: -taken.pendingMinor },
    purposes: { issued: taken.availableMinor + taken.pendingMinor },
    lots: taken.lots,
    movements: taken.movements,
    newLots: [],
  };
  return post(state, command, context, change, seqs, taken.shortfallMinor);
}

/** Moves what remains of a pending lot to available, once its day has come. */
export function decideMature(
  state: AccountState,
  command: MatureCommand,
  context: DecisionContext,
): Decision {
  const lot = findLot(state.lots, command.lot);
  if (!lot) return refused({ code: "lot_unknown", lot: command.lot });
  if (lot.bucket === "available" || lot.remainingMinor === 0) return settled(state, "unchanged");
  if (lot.availableFrom > context.now) return refused({ code: "not_due", dueAt: lot.availableFrom });
  const amountMinor = lot.remainingMinor;
  const repaid = Math.min(amountMinor, owed(state));
  const matured = { ...lot, bucket: "available" as const, remainingMinor: amountMinor - repaid };
  const head = { command, kind: command.kind, key: command.key, subject: null, bookedAt: context.now };
  return posted(
    draftEntry(state, head, {
      buckets: { pending: -amountMinor, available: amountMinor },
      purposes: {},
      lots: state.lots.map((each) => (each === lot ? matured : each)),
      // Also when no debt takes a part of it: the movement is what names the lot.
      movements: [{ amountMinor: 0 - repaid, lot: refOf(lot) }],
      newLots: [],
    }),
  );
}

function addition(
  state: AccountState,
  command: EarnCommand,
  amountMinor: number,
  { now }: DecisionContext,
): Change {
  const availableFrom = availableFromOf(command, now);
  const dates = { availableFrom, expiresAt: command.expiresAt };
  const pending = availableFrom > now;
  return {
    buckets: pending ? { pending: amountMinor } : { available: amountMinor },
    purposes: { issued: -amountMinor },
    lots: state.lots,
    movements: [],
    newLots: [
      pending
        ? { bucket: "pending", amountMinor, remainingMinor: amountMinor, ...dates }
        : addedLot(state, amountMinor, dates),
    ],
  };
}

function post(
  state: AccountState,
  command: EarnCommand,
  context: DecisionContext,
  change: Change,
  seqs: readonly number[],
  shortfallMinor: number,
): Decision {
  const head = {
    command,
    kind: command.kind,
    key: command.key,
    subject: command.subject,
    bookedAt: context.now,
  };
  const { entry, state: after } = draftEntry(state, head, change);
  return posted({ entry, state: withPosition(after, command, [...seqs, entry.seq]) }, { shortfallMinor });
}

function withPosition(state: AccountState, command: EarnCommand, entrySeqs: readonly number[]): AccountState {
  const position = { earnedMinor: command.targetMinor, version: command.subjectVersion, entrySeqs };
  return { ...state, subjects: new Map(state.subjects).set(command.subject, position) };
}
