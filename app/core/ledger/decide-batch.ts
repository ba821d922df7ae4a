import type { Instant } from "../units/index.ts";
import type { Command } from "./commands.ts";
import { keysOf } from "./decide-transfer.ts";
import { decide } from "./decide.ts";
import type { Decision, Policies } from "./draft.ts";
import { describeReversible } from "./reversible.ts";
import type { AccountState, EntryDraft, PostResult, ReversibleEntry } from "./types.ts";

/** A key that was used: the digest of its content and the first answer. */
export interface UsedKey {
  readonly contentDigest: string;
  readonly result: PostResult;
}

/** The locked state that a batch is decided against. */
export interface BatchState extends Policies {
  readonly now: Instant;
  readonly accounts: ReadonlyMap<number, AccountState>;
  readonly keys: ReadonlyMap<string, UsedKey>;
  /** Entries that the batch's commands name, by key. */
  readonly reversible: ReadonlyMap<string, ReversibleEntry>;
}

/** A key to be stored with its answer, and the entries it made. */
export interface DecidedKey {
  readonly command: Command;
  readonly contentDigest: string;
  readonly result: PostResult;
  readonly entries: readonly EntryDraft[];
  readonly reversal: Decision["reversal"];
  /** Change of what counts as earned for the command's subject; zero without one. */
  readonly subjectEffectMinor: number;
}

export interface BatchDecision {
  /** One per command, in order. */
  readonly results: readonly PostResult[];
  /** What is new, in order; replayed keys are not. */
  readonly decided: readonly DecidedKey[];
  readonly accounts: ReadonlyMap<number, AccountState>;
}

/**
 * Decides commands one after the other, each against what the ones before it left. A used key with the same
 * content answers what it answered first; with other content it is refused. A command that came too early, or
 * for an account that does not exist, is refused and its key stays free. `digestOf` answers the digest of
 * `commandContent`.
 */
export function decideBatch(
  state: BatchState,
  commands: readonly Command[],
  digestOf: (command: Command) => string,
): BatchDecision {
  const accounts = new Map(state.accounts);
  const keys = new Map(state.keys);
  const reversible = new Map(state.reversible);
  const results: PostResult[] = [];
  const decided: DecidedKey[] = [];
  for (const command of commands) {
    const contentDigest = digestOf(command);
    const used = keysOf(command).flatMap((key) => keys.get(key) ?? [])[0];
    if (used) {
      results.push(answerAgain(command, contentDigest, used));
      continue;
    }
    const decision = decide(accounts, command, { ...state, reversible });
    const { result, entries, reversal, subjectEffectMinor = 0 } = decision;
    results.push(result);
    if (!result.ok && leavesKeyFree(result.refusal.code)) continue;
    for (const account of decision.accounts) accounts.set(account.accountId, account);
    const taken = entries.length > 1 ? keysOf(command) : [command.key];
    for (const key of taken) keys.set(key, { contentDigest, result });
    decided.push({ command, contentDigest, result, entries, reversal, subjectEffectMinor });
    rememberEntries(reversible, decision.accounts, entries, reversal);
  }
  return { results, decided, accounts };
}

function leavesKeyFree(code: string): boolean {
  return code === "account_unknown" || code === "not_due";
}

/** A later command of the same batch may reverse what an earlier one did. */
function rememberEntries(
  reversible: Map<string, ReversibleEntry>,
  accounts: readonly AccountState[],
  entries: readonly EntryDraft[],
  reversal: Decision["reversal"],
): void {
  const original = reversal === null ? undefined : reversible.get(reversal.key);
  if (original && reversal) {
    const reversedMinor = original.reversedMinor + reversal.amountMinor;
    reversible.set(reversal.key, { ...original, reversedMinor, reversals: original.reversals + 1 });
  }
  for (const entry of entries) {
    const own = accounts.filter((account) => account.accountId === entry.accountId);
    const holds = own.flatMap((account) => [...account.holds.values()]);
    reversible.set(entry.key, describeReversible(entry, holds));
  }
}

function answerAgain(command: Command, contentDigest: string, used: UsedKey): PostResult {
  if (used.contentDigest === contentDigest) return used.result;
  return { ok: false, refusal: { code: "key_used_with_other_content", key: command.key } };
}
