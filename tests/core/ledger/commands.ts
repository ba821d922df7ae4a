import type {
  AccountState,
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
export function emptyAccount(): AccountState {
  return {
    accountId: 1,
    availableMinor: 0,
    pendingMinor: 0,
    heldMinor: 0,
    entryCount: 0,
    lots: [],
    subjects: new Map(),
    reversible: new Map(),
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
  return { ...base, kind: "reverse", key, reversesKey, ...overrides };
}
