import type { ExpireHoldCommand, ExpireLotsCommand, MatureCommand } from "../ledger/index.ts";
import type { DueExpiry, DueHold, DueLot } from "./types.ts";

const cause = { kind: "system", ref: "clockwork" } as const;

/**
 * Makes a due lot available. The key names the account's entries as they were seen: two sweeps that saw the same
 * make one entry, and a lot that becomes pending again later, such as by an undone merge, has a key of its own.
 */
export function matureCommand({ accountId, lot, dueAt, entryCount }: DueLot): MatureCommand {
  return {
    kind: "mature",
    key: `mature/${accountId}/${lot.entrySeq}.${lot.line}@${entryCount}`,
    accountId,
    lot,
    effectiveAt: dueAt,
    cause,
    reasonCode: "lot_matured",
  };
}

/** Takes what remains of the lots that ended by `dueAt`; the key is made as that of {@link matureCommand}. */
export function expireLotsCommand({ accountId, dueAt, entryCount }: DueExpiry): ExpireLotsCommand {
  return {
    kind: "expireLots",
    key: `expire/${accountId}/${dueAt}@${entryCount}`,
    accountId,
    dueAt,
    effectiveAt: dueAt,
    cause,
    reasonCode: "lots_expired",
  };
}

/** Gives back a hold. A hold ends once, so the entry that placed it is name enough. */
export function expireHoldCommand({ accountId, entrySeq, holdKey, dueAt }: DueHold): ExpireHoldCommand {
  return {
    kind: "expireHold",
    key: `expire-hold/${accountId}/${entrySeq}`,
    accountId,
    holdKey,
    effectiveAt: dueAt,
    cause,
    reasonCode: "hold_expired",
  };
}
