import type { BatchState, Command, PostResult } from "#core/ledger";
import { NOW } from "./commands.ts";
import { StoredLedger } from "./stored-ledger.ts";

type Kind = Command["kind"];
type Of<K extends Kind> = Extract<Command, { kind: K }>;
type Own<K extends Kind> = Omit<Of<K>, "kind" | "key" | "accountId" | "effectiveAt" | "cause" | "reasonCode">;

/** A command of account 1, or of the account it names. */
export function tell<K extends Kind>(kind: K, key: string, own: Own<K> & { accountId?: number }): Command {
  const base = { accountId: 1, effectiveAt: NOW, cause: { kind: "system", ref: "test" }, reasonCode: "test" };
  return { ...base, ...own, kind, key } as unknown as Command;
}

/** The instant some days after the start. */
export function day(days: number): string {
  return new Date(Date.parse(NOW) + days * 86_400_000).toISOString();
}

/** Opens an account with a lot; without dates it is available and never ends. */
export function open(
  key: string,
  amountMinor: number,
  dates: { from?: string; until?: string; accountId?: number } = {},
) {
  const { from = null, until = null, accountId = 1 } = dates;
  return tell("open", key, { amountMinor, availableFrom: from, expiresAt: until, accountId });
}

/** Posts commands one after the other, each on its day, to accounts 1 and 2. */
export function runOverTime(
  steps: readonly (readonly [number, Command])[],
  choices: Partial<BatchState> = {},
) {
  const { debtPolicy = "negative", expiredLotGraceDays = null } = choices;
  const ledger = new StoredLedger([1, 2], { debtPolicy, expiredLotGraceDays });
  const results: PostResult[] = steps.map(([days, command]) => ledger.post(command, day(days)));
  return { ledger, results, last: results.at(-1) };
}

/** What is left in the lots of an account: amount, day of its end, and whether it is pending. */
export function lotsOf(ledger: StoredLedger, accountId = 1) {
  return [...(ledger.lots.get(accountId)?.values() ?? [])]
    .filter((lot) => lot.remainingMinor > 0)
    .map(({ entrySeq, remainingMinor, expiresAt, bucket }) => ({
      entrySeq,
      remainingMinor,
      expiresAt,
      bucket,
    }));
}

/** Available, pending and held credits of an account. */
export function bucketsOf(ledger: StoredLedger, accountId = 1) {
  const row = ledger.accounts.get(accountId);
  return [row?.availableMinor, row?.pendingMinor, row?.heldMinor];
}
