import { assertMinor, Fault } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { LotChange } from "./lots.ts";
import type { AccountState, Command, EntryDraft, Lot, Posting, PostResult, Purpose } from "./types.ts";

/** A rule of the ledger does not hold; the batch must stop. */
export class LedgerFault extends Fault {
  readonly code = "ledger_invariant";
}

/** What a command decided: its answer, and with an entry the state after it. */
export interface Decision {
  readonly result: PostResult;
  readonly entry: EntryDraft | null;
  readonly state: AccountState;
}

/** A change of an account's available credits against one purpose of the program. */
export interface Movement {
  /** Signed change of available. */
  readonly amountMinor: number;
  readonly purpose: Purpose;
  readonly subject: string | null;
  readonly lots: LotChange;
  /** A lot to be made of what the movement adds; null: none. */
  readonly newLot: { readonly remainingMinor: number; readonly expiresAt: Instant | null } | null;
}

/** Drafts the next entry of the account and the state after it. Throws a {@link LedgerFault} on imbalance. */
export function draftEntry(
  state: AccountState,
  command: Command,
  movement: Movement,
  bookedAt: Instant,
): { entry: EntryDraft; state: AccountState } {
  const seq = state.entryCount + 1;
  const availableMinor = assertMinor(state.availableMinor + movement.amountMinor);
  const postings: Posting[] = [
    { book: "available", amountMinor: movement.amountMinor, balanceAfterMinor: availableMinor },
    { book: movement.purpose, amountMinor: -movement.amountMinor, balanceAfterMinor: null },
  ];
  const newLots: Lot[] = movement.newLot ? [makeLot(seq, movement, command.effectiveAt)] : [];
  const entry: EntryDraft = {
    accountId: state.accountId,
    seq,
    kind: command.kind,
    key: command.key,
    subject: movement.subject,
    effectiveAt: command.effectiveAt,
    bookedAt,
    cause: command.cause,
    reasonCode: command.reasonCode,
    postings,
    lotMovements: movement.lots.movements,
    newLots,
  };
  const after: AccountState = {
    ...state,
    availableMinor,
    entryCount: seq,
    lots: [...movement.lots.lots, ...newLots],
  };
  assertLotsMatch(after);
  return { entry, state: after };
}

/** The answer to a command that made `entry`, or none. */
export function answer(
  state: AccountState,
  entry: EntryDraft | null,
  outcome: "posted" | "unchanged" | "superseded",
  shortfallMinor = 0,
): PostResult {
  const amountMinor = entry?.postings.find((posting) => posting.book === "available")?.amountMinor ?? 0;
  return {
    ok: true,
    outcome,
    entrySeq: entry?.seq ?? null,
    amountMinor,
    shortfallMinor,
    availableMinor: state.availableMinor,
  };
}

function makeLot(entrySeq: number, movement: Movement, availableFrom: Instant): Lot {
  return {
    entrySeq,
    line: 0,
    bucket: "available",
    amountMinor: movement.amountMinor,
    remainingMinor: movement.newLot?.remainingMinor ?? 0,
    availableFrom,
    expiresAt: movement.newLot?.expiresAt ?? null,
  };
}

/** The lots of an account hold what is available; an account that owes has nothing in its lots. */
function assertLotsMatch(state: AccountState): void {
  const inLots = state.lots
    .filter((lot) => lot.bucket === "available")
    .reduce((sum, lot) => sum + lot.remainingMinor, 0);
  const negative = state.lots.some((lot) => lot.remainingMinor < 0 || lot.remainingMinor > lot.amountMinor);
  if (negative || inLots !== Math.max(state.availableMinor, 0)) {
    throw new LedgerFault(
      `account ${state.accountId}: lots hold ${inLots}, available is ${state.availableMinor}`,
    );
  }
}
