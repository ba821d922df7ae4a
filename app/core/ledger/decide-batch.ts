import type { Instant } from "../units/index.ts";
import { commandContent } from "./canonical.ts";
import { decide } from "./decide.ts";
import type { AccountState, Command, DebtPolicy, EntryDraft, PostResult } from "./types.ts";

/** A key that was used: the digest of its content and the first answer. */
export interface UsedKey {
  readonly contentDigest: string;
  readonly result: PostResult;
}

/** The locked state that a batch is decided against. */
export interface BatchState {
  readonly now: Instant;
  readonly debtPolicy: DebtPolicy;
  readonly accounts: ReadonlyMap<number, AccountState>;
  readonly keys: ReadonlyMap<string, UsedKey>;
}

/** A key to be stored with its answer, and the entry it made, if any. */
export interface DecidedKey {
  readonly command: Command;
  readonly contentDigest: string;
  readonly result: PostResult;
  readonly entry: EntryDraft | null;
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
 * content answers what it answered first; with other content it is refused. A command for an account that does
 * not exist is refused and its key stays free.
 */
export function decideBatch(
  state: BatchState,
  commands: readonly Command[],
  digest: (content: string) => string,
): BatchDecision {
  const accounts = new Map(state.accounts);
  const keys = new Map(state.keys);
  const results: PostResult[] = [];
  const decided: DecidedKey[] = [];
  for (const command of commands) {
    const account = accounts.get(command.accountId);
    const contentDigest = digest(commandContent(command));
    const used = keys.get(command.key);
    if (used) {
      results.push(answerAgain(command, contentDigest, used));
    } else if (!account) {
      results.push({ ok: false, refusal: { code: "account_unknown", accountId: command.accountId } });
    } else {
      const decision = decide(account, command, state);
      const subjectEffectMinor = earnedFor(decision.state, command) - earnedFor(account, command);
      accounts.set(command.accountId, decision.state);
      keys.set(command.key, { contentDigest, result: decision.result });
      decided.push({
        command,
        contentDigest,
        result: decision.result,
        entry: decision.entry,
        subjectEffectMinor,
      });
      results.push(decision.result);
    }
  }
  return { results, decided, accounts };
}

function answerAgain(command: Command, contentDigest: string, used: UsedKey): PostResult {
  if (used.contentDigest === contentDigest) return used.result;
  return { ok: false, refusal: { code: "key_used_with_other_content", key: command.key } };
}

function earnedFor(state: AccountState, command: Command): number {
  return command.kind === "earn" ? (state.subjects.get(command.subject)?.earnedMinor ?? 0) : 0;
}
