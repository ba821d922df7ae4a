import { assertMinor, Fault } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { Command } from "./commands.ts";
import { remainingIn } from "./lots.ts";
import type {
  AccountState,
  Bucket,
  DebtPolicy,
  EntryDraft,
  EntryKind,
  Hold,
  Lot,
  LotMovement,
  Posting,
  PostResult,
  Purpose,
  Refusal,
  ReversibleEntry,
} from "./types.ts";

/** A rule of the ledger does not hold; the batch must stop. */
export class LedgerFault extends Fault {
  readonly code = "ledger_invariant";
}

/** The program's choices that decisions depend on. */
export interface Policies {
  readonly debtPolicy: DebtPolicy;
  /**
   * Credits given back to a lot that has expired since become a new lot of this many days; null: they expire
   * at once.
   */
  readonly expiredLotGraceDays: number | null;
}

/** What a decision may look at besides the accounts of its command. */
export interface DecisionContext extends Policies {
  /** The database's now. */
  readonly now: Instant;
  readonly reversible: ReadonlyMap<string, ReversibleEntry>;
}

/** What a command decided: its answer, and the entries with the states after them. */
export interface Decision {
  readonly result: PostResult;
  readonly entries: readonly EntryDraft[];
  readonly accounts: readonly AccountState[];
  /** How much of which key's entry it reversed. */
  readonly reversal: { readonly key: string; readonly amountMinor: number } | null;
  /** Change of what counts as earned for the command's subject; left out: none. */
  readonly subjectEffectMinor?: number;
}

/** A lot to be made. */
export type NewLot = Omit<Lot, "entrySeq" | "line">;

/** How one entry changes one account. The purposes take what the buckets leave open; all of it sums to zero. */
export interface Change {
  readonly buckets: Partial<Record<Bucket, number>>;
  readonly purposes: Partial<Record<Purpose, number>>;
  readonly lots: readonly Lot[];
  readonly movements: readonly LotMovement[];
  readonly newLots: readonly NewLot[];
  readonly hold?: Hold;
}

const BUCKETS: readonly Bucket[] = ["available", "pending", "held"];

/** Drafts the next entry of the account and the state after it. Throws a {@link LedgerFault} on imbalance. */
export function draftEntry(
  state: AccountState,
  head: { command: Command; kind: EntryKind; key: string; subject: string | null; bookedAt: Instant },
  change: Change,
): { entry: EntryDraft; state: AccountState } {
  const seq = state.entryCount + 1;
  // Members of what is hashed stand in order of their names, which `canonicalJson` writes fastest.
  const balances: Record<Bucket, number> = {
    available: assertMinor(state.availableMinor + (change.buckets.available ?? 0)),
    held: assertMinor(state.heldMinor + (change.buckets.held ?? 0)),
    pending: assertMinor(state.pendingMinor + (change.buckets.pending ?? 0)),
  };
  const newLots = change.newLots.map((lot, line): Lot => ({
    amountMinor: lot.amountMinor,
    availableFrom: lot.availableFrom,
    bucket: lot.bucket,
    entrySeq: seq,
    expiresAt: lot.expiresAt,
    line,
    remainingMinor: lot.remainingMinor,
  }));
  const entry: EntryDraft = {
    accountId: state.accountId,
    seq,
    kind: head.kind,
    key: head.key,
    subject: head.subject,
    shopId: head.command.shopId ?? null,
    effectiveAt: head.command.effectiveAt,
    bookedAt: head.bookedAt,
    cause: head.command.cause,
    reasonCode: head.command.reasonCode,
    postings: postingsOf(change, balances),
    lotMovements: change.movements,
    newLots,
    hold: change.hold ? { entrySeq: change.hold.entrySeq, expiresAt: change.hold.expiresAt } : null,
    balancesMinor: balances,
  };
  const after: AccountState = {
    ...state,
    availableMinor: balances.available,
    pendingMinor: balances.pending,
    heldMinor: balances.held,
    entryCount: seq,
    lots: [...change.lots, ...newLots],
    holds: change.hold ? new Map(state.holds).set(change.hold.key, change.hold) : state.holds,
  };
  assertSound(after, entry);
  return { entry, state: after };
}

/** Change of the member's credits by an entry, all buckets together. */
export function creditsOf(entry: EntryDraft): number {
  return entry.postings.reduce((sum, { amountMinor, balanceAfterMinor }) => {
    return balanceAfterMinor === null ? sum : sum + amountMinor;
  }, 0);
}

/** The decision that made one entry. */
export function posted(
  drafted: { entry: EntryDraft; state: AccountState },
  extra: { shortfallMinor?: number; reversal?: Decision["reversal"] } = {},
): Decision {
  const { entry, state } = drafted;
  return {
    result: {
      amountMinor: creditsOf(entry),
      availableMinor: state.availableMinor,
      entrySeq: entry.seq,
      ok: true,
      outcome: "posted",
      shortfallMinor: extra.shortfallMinor ?? 0,
    },
    entries: [entry],
    accounts: [state],
    reversal: extra.reversal ?? null,
  };
}

/** The decision that needed no entry; the state may still know more than before. */
export function settled(
  state: AccountState,
  outcome: "unchanged" | "superseded",
  shortfallMinor = 0,
): Decision {
  const { availableMinor } = state;
  return {
    result: { ok: true, outcome, entrySeq: null, amountMinor: 0, shortfallMinor, availableMinor },
    entries: [],
    accounts: [state],
    reversal: null,
  };
}

/** The decision to say no; nothing changes. */
export function refused(refusal: Refusal): Decision {
  return { result: { ok: false, refusal }, entries: [], accounts: [], reversal: null };
}

function postingsOf(change: Change, balances: Record<Bucket, number>): Posting[] {
  const own: Posting[] = BUCKETS.filter((bucket) => change.buckets[bucket]).map((bucket) => ({
    amountMinor: change.buckets[bucket] ?? 0,
    balanceAfterMinor: balances[bucket],
    book: bucket,
  }));
  const others = (Object.entries(change.purposes) as [Purpose, number][])
    .filter(([, amountMinor]) => amountMinor !== 0)
    .map(([book, amountMinor]): Posting => ({ amountMinor, balanceAfterMinor: null, book }));
  return [...own, ...others];
}

/** Postings sum to zero; lots hold what is available and pending, and an account that owes has nothing in them. */
function assertSound(state: AccountState, entry: EntryDraft): void {
  const sum = entry.postings.reduce((total, posting) => total + posting.amountMinor, 0);
  const spoiled = state.lots.some((lot) => lot.remainingMinor < 0 || lot.remainingMinor > lot.amountMinor);
  const available = remainingIn(state.lots, "available") + (state.unreadMinor?.available ?? 0);
  const pending = remainingIn(state.lots, "pending") + (state.unreadMinor?.pending ?? 0);
  if (sum !== 0 || entry.postings.length < 2) throw new LedgerFault(`entry "${entry.key}" sums to ${sum}`);
  if (state.heldMinor < 0) throw new LedgerFault(`account ${state.accountId} holds ${state.heldMinor}`);
  if (spoiled || available !== Math.max(state.availableMinor, 0) || pending !== state.pendingMinor) {
    throw new LedgerFault(`account ${state.accountId}: its lots hold ${available} and ${pending} pending`);
  }
}
