import { entryContent, genesisContent, NO_HASH } from "../ledger/index.ts";
import type { BucketBalances } from "../ledger/index.ts";
import { canonicalJson } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import { asHashed, balancesOf, BUCKETS, changeOn, checkPostings } from "./check-entry.ts";
import { createHoldCheck } from "./check-holds.ts";
import { createKeyCheck } from "./check-keys.ts";
import { createLotCheck } from "./check-lots.ts";
import type { Fault } from "./check-lots.ts";
import type { ChainHash } from "./merkle.ts";
import { readWindow } from "./window-reader.ts";
import type { EntryRows } from "./window-reader.ts";
import type {
  AccountRow,
  AccountStart,
  CheckpointHead,
  Finding,
  FindingCode,
  HistoryWindow,
} from "./rows.ts";

const EMPTY: BucketBalances = { available: 0, pending: 0, held: 0 };

const wrong = (code: FindingCode, detail: string): Fault => ({ code, detail });

export interface AccountCheckOptions {
  readonly programId: number;
  readonly hash: ChainHash;
  /** What earlier checkpoints say of the account. */
  readonly checkpoints: readonly CheckpointHead[];
  /** Balances are remembered as they stood then; null: as they stand at the end. */
  readonly asOf: Instant | null;
}

/**
 * Proves one account from its rows, taken in windows of its history in order; holds its lots and holds in memory and
 * nothing else. Stops at the first thing that does not hold.
 */
export function createAccountCheck(start: AccountStart, options: AccountCheckOptions) {
  const { accountId } = start;
  const journal = createJournalCheck(start, options);
  let finding: Finding | null = null;
  const report = (fault: Fault, seq: number | null): void => {
    if (fault) finding ??= { ...fault, accountId, seq };
  };
  return {
    /** True once something does not hold: what follows need not be read. */
    get isBroken(): boolean {
      return finding !== null;
    },
    /** Entries that were proved so far. */
    get entries(): number {
      return journal.cameTo().seq;
    },
    /** Takes in the next stretch. */
    add(window: HistoryWindow): void {
      journal.keys.add(window.keys);
      for (const rows of readWindow(window)) {
        if (finding) return;
        if ("orphan" in rows) report(wrong("row_without_entry", `in ${rows.orphan}`), rows.seq);
        else report(journal.enter(rows), rows.entry.seq);
      }
    },
    /** The first thing that does not hold, and what the account came to. */
    end() {
      if (!finding) {
        // Keys that made no entry may still wait behind the last one that did.
        report(journal.keys.end(), null);
        const lot = journal.lots.end();
        report(lot?.fault ?? null, lot?.seq ?? null);
        report(journal.holds.end(), null);
        report(checkCounts(journal.cameTo(), options.checkpoints), null);
        report(checkAccountRow(start.account, journal.cameTo()), null);
      }
      const { seq, asOfBalances } = journal.cameTo();
      return { finding, entries: seq, balancesMinor: asOfBalances };
    },
  };
}

/** Follows the entries of an account, one after the other. */
function createJournalCheck(start: AccountStart, options: AccountCheckOptions) {
  const { programId, hash, asOf } = options;
  const memberId = start.account?.memberId ?? 0;
  const genesis = hash(NO_HASH, genesisContent(programId, start.accountId, memberId));
  const lots = createLotCheck(start.matured, start.spentRun);
  const holds = createHoldCheck(start.holds);
  const keys = createKeyCheck(programId, genesis, hash, expectation(options, "key"));
  const expectHead = expectation(options, "entry");
  let state = { seq: 0, head: genesis, balances: EMPTY, bookedAt: "" as Instant, asOfBalances: EMPTY };

  function checkChain({ entry, postings, movements, lots: lotRows }: EntryRows): Fault {
    if (entry.prevHash !== state.head) return wrong("chain_broken", "it does not follow the entry before it");
    const draft = asHashed(entry, postings, movements, lots.madeBy(lotRows), holds.of(entry.seq));
    if (hash(state.head, entryContent(programId, draft, canonicalJson(entry.trace))) === entry.hash)
      return null;
    return wrong("content_changed", "its rows are not what was hashed");
  }

  function enter(rows: EntryRows): Fault {
    const { entry, postings, movements, lots: lotRows } = rows;
    if (entry.seq !== state.seq + 1) return wrong("entry_missing", `entry ${state.seq + 1} is not there`);
    if (entry.bookedAt < state.bookedAt)
      return wrong("booked_out_of_order", "booked before the one before it");
    const credits = BUCKETS.reduce((sum, bucket) => sum + changeOn(postings, bucket), 0);
    const fault =
      checkPostings(entry, postings, state.balances) ??
      lots.enter(entry, movements, lotRows) ??
      holds.enter(entry, changeOn(postings, "held")) ??
      checkChain(rows) ??
      keys.enter(entry, credits);
    if (fault) return fault;
    const balances = balancesOf(entry);
    const asOfBalances = asOf === null || entry.bookedAt <= asOf ? balances : state.asOfBalances;
    state = { seq: entry.seq, head: entry.hash, balances, bookedAt: entry.bookedAt, asOfBalances };
    return expectHead(entry.seq, entry.hash);
  }

  return { lots, holds, keys, enter, cameTo: (): Journal => ({ ...state, keys: keys.position() }) };
}

/** Where an account's journal ends. */
interface Journal {
  readonly seq: number;
  readonly head: string;
  readonly balances: BucketBalances;
  readonly bookedAt: Instant;
  readonly asOfBalances: BucketBalances;
  readonly keys: { readonly count: number; readonly head: string };
}

function checkAccountRow(account: AccountRow | null, journal: Journal): Fault {
  if (!account) return wrong("account_missing", "there are rows of an account that is not there");
  if (!account.memberExists) return wrong("member_missing", `there is no member ${account.memberId}`);
  const { seq, keys, balances } = journal;
  const expected: Partial<AccountRow> = {
    availableMinor: balances.available,
    pendingMinor: balances.pending,
    heldMinor: balances.held,
    entryCount: seq,
    headHash: seq === 0 ? NO_HASH : journal.head,
    keyCount: keys.count,
    keyHash: keys.count === 0 ? NO_HASH : keys.head,
    ...(seq === 0 ? {} : { updatedAt: journal.bookedAt }),
  };
  const names = Object.keys(expected) as (keyof AccountRow)[];
  const off = names.find((name) => account[name] !== expected[name]);
  if (!off) return null;
  return wrong("account_row_wrong", `${off} is ${account[off]}, the journal says ${expected[off]}`);
}

/** A checkpoint that has seen more than there is: the end was cut off. */
function checkCounts({ seq, keys }: Journal, checkpoints: readonly CheckpointHead[]): Fault {
  const ahead = checkpoints.find((each) => each.entryCount > seq || each.keyCount > keys.count);
  if (!ahead) return null;
  const detail = `a checkpoint knows ${ahead.entryCount} entries and ${ahead.keyCount} keys`;
  return wrong("history_rewritten", detail);
}

/** A link that a checkpoint names must be the one that it saw: else what came before it was written anew. */
function expectation({ checkpoints }: AccountCheckOptions, chain: "entry" | "key") {
  const heads = new Map<number, string[]>();
  for (const each of checkpoints) {
    const count = chain === "entry" ? each.entryCount : each.keyCount;
    const head = chain === "entry" ? each.headHash : each.keyHash;
    heads.set(count, [...(heads.get(count) ?? []), head]);
  }
  return (count: number, head: string): Fault =>
    heads.get(count)?.some((expected) => expected !== head)
      ? wrong("history_rewritten", `a checkpoint saw another ${chain} at ${count}`)
      : null;
}
