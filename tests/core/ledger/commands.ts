import { commandContent, decideBatch } from "#core/ledger";
import type {
  AccountState,
  BatchState,
  Command,
  AdjustCommand,
  AdoptExigoMovementCommand,
  EarnCommand,
  ReverseCommand,
} from "#core/ledger";

export const NOW = "2026-11-20T12:00:00.000Z";

const base = {
  accountId: 1,
  effectiveAt: NOW,
  cause: { kind: "system", ref: "test" },
  reasonCode: "test",
} as const;

/** An account without any entry. */
export function emptyAccount(accountId = 1): AccountState {
  return {
    accountId,
    availableMinor: 0,
    pendingMinor: 0,
    heldMinor: 0,
    entryCount: 0,
    lots: [],
    subjects: new Map(),
    holds: new Map(),
  };
}

/** Brings an order's earned credits to a target. */
export function earn(order: string, version: number, targetMinor: number, overrides = {}): EarnCommand {
  return {
    ...base,
    kind: "earn",
    key: `${order}/earn/${version}/${targetMinor}`,
    subject: order,
    subjectVersion: version,
    targetMinor,
    availableFrom: null,
    expiresAt: null,
    ...overrides,
  };
}

export function adjust(key: string, amountMinor: number, overrides = {}): AdjustCommand {
  return { ...base, kind: "adjust", key, amountMinor, expiresAt: null, ...overrides };
}

export function adopt(key: string, amountMinor: number, overrides = {}): AdoptExigoMovementCommand {
  return { ...base, kind: "adoptExigoMovement", key, amountMinor, ...overrides };
}

export function reverse(key: string, reversesKey: string, overrides = {}): ReverseCommand {
  return { ...base, kind: "reverse", key, reversesKey, amountMinor: null, ...overrides };
}

/** A start for batches: accounts 1 and 2, empty. */
export function emptyLedger(choices: Partial<BatchState> = {}): BatchState {
  return {
    now: NOW,
    debtPolicy: "negative",
    expiredLotGraceDays: null,
    accounts: new Map([1, 2].map((accountId) => [accountId, emptyAccount(accountId)])),
    keys: new Map(),
    reversible: new Map(),
    ...choices,
  };
}

/** Decides commands one after the other, in one batch. */
export function runCommands(commands: readonly Command[], choices: Partial<BatchState> = {}) {
  const { results, decided, accounts } = decideBatch(emptyLedger(choices), commands, commandContent);
  const state = accounts.get(1) ?? emptyAccount();
  const other = accounts.get(2) ?? emptyAccount(2);
  return {
    results,
    decided,
    accounts,
    state,
    other,
    last: results.at(-1),
    entries: decided.flatMap((each) => each.entries),
  };
}
