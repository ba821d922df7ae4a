import type { Instant } from "../units/index.ts";
import { answer, draftEntry } from "./draft.ts";
import type { Decision, Movement } from "./draft.ts";
import { addCredits, giveBackCredits, takeCredits } from "./movements.ts";
import type {
  AccountState,
  AdjustCommand,
  AdoptExigoMovementCommand,
  Command,
  DebtPolicy,
  EarnCommand,
  EntryDraft,
  LotRef,
  Purpose,
  Refusal,
  ReverseCommand,
  SubjectPosition,
} from "./types.ts";

/** What a decision may look at besides the account: the database's now and the program's policy. */
export interface DecisionContext {
  readonly now: Instant;
  readonly debtPolicy: DebtPolicy;
}

/**
 * Decides one command against the locked state of its account, in memory. A refusal leaves the state as it was.
 * Throws a `LedgerFault` when the state itself breaks a rule.
 */
export function decide(state: AccountState, command: Command, context: DecisionContext): Decision {
  switch (command.kind) {
    case "earn":
      return decideEarn(state, command, context);
    case "reverse":
      return decideReverse(state, command, context);
    case "adjust":
      return decideAdjust(state, command, context);
    case "adoptExigoMovement":
      return decideAdoptExigoMovement(state, command, context);
  }
}

function decideEarn(state: AccountState, command: EarnCommand, context: DecisionContext): Decision {
  const position = state.subjects.get(command.subject) ?? { earnedMinor: 0, version: 0, entrySeqs: [] };
  if (command.subjectVersion < position.version) return noEntry(state, "superseded");
  const difference = command.targetMinor - position.earnedMinor;
  const known = rememberPosition(state, command, {
    earnedMinor: command.targetMinor,
    version: command.subjectVersion,
    entrySeqs: position.entrySeqs,
  });
  if (difference === 0) return noEntry(known, "unchanged");
  if (difference > 0) {
    const movement = addCredits(known, difference, "issued", command.subject, command.expiresAt);
    return posted(known, command, context, movement);
  }
  const ownLots = position.entrySeqs.map((entrySeq) => ({ entrySeq, line: 0 }));
  const source = { purpose: "issued", subject: command.subject, lots: ownLots } as const;
  return takeBack(known, command, context, -difference, source);
}

/** Takes back by the program's debt policy; what is missing under `block` and `floor` is told as a shortfall. */
function takeBack(
  state: AccountState,
  command: EarnCommand | ReverseCommand,
  context: DecisionContext,
  amountMinor: number,
  source: { purpose: Purpose; subject: string | null; lots: readonly LotRef[] },
): Decision {
  const there = Math.max(state.availableMinor, 0);
  const taken = context.debtPolicy === "negative" ? amountMinor : Math.min(amountMinor, there);
  if (taken === 0) return { state, entry: null, result: answer(state, null, "unchanged", amountMinor) };
  const movement = takeCredits(state, taken, source.purpose, source.subject, source.lots);
  return posted(state, command, context, movement, amountMinor - taken);
}

function decideReverse(state: AccountState, command: ReverseCommand, context: DecisionContext): Decision {
  const original = state.reversible.get(command.reversesKey);
  if (!original) return refused(state, { code: "entry_unknown", key: command.reversesKey });
  if (original.accountId !== state.accountId) {
    return refused(state, { code: "entry_of_other_account", key: command.reversesKey });
  }
  if (original.subject !== null)
    return refused(state, { code: "entry_has_subject", subject: original.subject });
  if (original.reversedBy) return refused(state, { code: "already_reversed", by: original.reversedBy });
  const reversible = new Map(state.reversible);
  reversible.set(command.reversesKey, { ...original, reversedBy: command.key });
  const known = { ...state, reversible };
  if (original.amountMinor > 0) {
    const source = { purpose: original.purpose, subject: null, lots: [{ entrySeq: original.seq, line: 0 }] };
    return takeBack(known, command, context, original.amountMinor, source);
  }
  const taken = original.lotMovements.filter((movement) => movement.amountMinor < 0);
  const movement = giveBackCredits(known, -original.amountMinor, taken, original.purpose);
  return posted(known, command, context, movement);
}

function decideAdjust(state: AccountState, command: AdjustCommand, context: DecisionContext): Decision {
  if (command.amountMinor === 0) return refused(state, { code: "amount_is_zero" });
  if (command.amountMinor > 0) {
    return posted(
      state,
      command,
      context,
      addCredits(state, command.amountMinor, "adjusted", null, command.expiresAt),
    );
  }
  if (-command.amountMinor > Math.max(state.availableMinor, 0)) {
    return refused(state, {
      code: "not_enough_credits",
      availableMinor: state.availableMinor,
      requestedMinor: -command.amountMinor,
    });
  }
  return posted(state, command, context, takeCredits(state, -command.amountMinor, "adjusted", null));
}

function decideAdoptExigoMovement(
  state: AccountState,
  command: AdoptExigoMovementCommand,
  context: DecisionContext,
): Decision {
  if (command.amountMinor === 0) return refused(state, { code: "amount_is_zero" });
  const movement =
    command.amountMinor > 0
      ? addCredits(state, command.amountMinor, "exigo", null, null)
      : takeCredits(state, -command.amountMinor, "exigo", null);
  return posted(state, command, context, movement);
}

function posted(
  state: AccountState,
  command: Command,
  context: DecisionContext,
  movement: Movement,
  shortfallMinor = 0,
): Decision {
  const drafted = draftEntry(state, command, movement, context.now);
  const after = rememberEntry(drafted.state, drafted.entry, movement);
  return {
    result: answer(after, drafted.entry, "posted", shortfallMinor),
    entry: drafted.entry,
    state: after,
  };
}

/** A later command of the same batch may reverse the entry, or take its lot back. */
function rememberEntry(state: AccountState, entry: EntryDraft, movement: Movement): AccountState {
  const reversible = new Map(state.reversible);
  reversible.set(entry.key, {
    seq: entry.seq,
    accountId: entry.accountId,
    amountMinor: movement.amountMinor,
    purpose: movement.purpose,
    lotMovements: entry.lotMovements,
    subject: entry.subject,
    reversedBy: null,
  });
  const position = entry.subject === null ? undefined : state.subjects.get(entry.subject);
  if (entry.subject === null || !position) return { ...state, reversible };
  const subjects = new Map(state.subjects);
  subjects.set(entry.subject, { ...position, entrySeqs: [...position.entrySeqs, entry.seq] });
  return { ...state, reversible, subjects };
}

function rememberPosition(
  state: AccountState,
  command: EarnCommand,
  position: SubjectPosition,
): AccountState {
  return { ...state, subjects: new Map(state.subjects).set(command.subject, position) };
}

function noEntry(state: AccountState, outcome: "unchanged" | "superseded"): Decision {
  return { result: answer(state, null, outcome), entry: null, state };
}

function refused(state: AccountState, refusal: Refusal): Decision {
  return { result: { ok: false, refusal }, entry: null, state };
}
