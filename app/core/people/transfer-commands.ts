import type { MergeAccountsCommand, ReturnTransferCommand } from "../ledger/index.ts";
import type { Instant } from "../units/index.ts";

/** An account whose member was merged into another one. */
export interface MergedAccount {
  readonly accountId: number;
  readonly intoAccountId: number;
  readonly mergeId: number;
  /** Number of its entries; with the merge it names what is to be moved now. */
  readonly entryCount: number;
  /** When its newest entry was made. */
  readonly updatedAt: Instant;
  /** True when it has something to move, available, pending or owed, and no cart holds any of it. */
  readonly canPassOn: boolean;
}

/** How the keys of a merge's movements begin. */
export function mergeKeyPrefix(mergeId: number): string {
  return `merge/${mergeId}/`;
}

/**
 * Moves all that a merged account has to the one it was merged into. What reaches it later is moved in its turn: the
 * key counts the entries it has, so that one state of it is moved once, whoever finds it.
 */
export function passOnCommand(account: MergedAccount): MergeAccountsCommand {
  return {
    kind: "mergeAccounts",
    key: `${mergeKeyPrefix(account.mergeId)}${account.entryCount}`,
    accountId: account.accountId,
    toAccountId: account.intoAccountId,
    effectiveAt: account.updatedAt,
    cause: { kind: "system", ref: `merge ${account.mergeId}` },
    reasonCode: "customers_merged",
  };
}

/** Who undoes a merge, and the form it was asked with. */
export interface UndoneBy {
  readonly staff: string;
  readonly formKey: string;
  readonly asOf: Instant;
  /** Internal; empty: none. */
  readonly note: string;
}

/** Gives back what one movement of a merge moved. `transferKey` is that movement's key. */
export function returnCommand(
  accounts: { readonly accountId: number; readonly intoAccountId: number },
  transferKey: string,
  by: UndoneBy,
): ReturnTransferCommand {
  return {
    kind: "returnTransfer",
    key: `${transferKey}/back/${by.formKey}`,
    reversesKey: transferKey,
    accountId: accounts.accountId,
    toAccountId: accounts.intoAccountId,
    effectiveAt: by.asOf,
    cause: { kind: "staff", ref: by.staff },
    reasonCode: "merge_undone",
    ...(by.note === "" ? {} : { note: by.note }),
  };
}
