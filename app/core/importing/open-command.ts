import type { OpenCommand } from "../ledger/index.ts";
import type { Instant } from "../units/index.ts";

/** What the ledger needs to know of an opening balance. */
export interface Opening {
  readonly key: string;
  readonly source: string;
  readonly amountMinor: number;
  readonly effectiveAt: Instant;
  readonly availableFrom: Instant | null;
  readonly expiresAt: Instant | null;
  readonly note: string | null;
}

/** Opens a lot with its dates in an account. */
export function openCommand(accountId: number, opening: Opening): OpenCommand {
  const { key, source, amountMinor, effectiveAt, availableFrom, expiresAt, note } = opening;
  return {
    kind: "open",
    key,
    accountId,
    amountMinor,
    effectiveAt,
    availableFrom,
    expiresAt,
    cause: { kind: "system", ref: `import/${source}` },
    reasonCode: "opening_balance",
    ...(note === null ? {} : { note }),
  };
}
