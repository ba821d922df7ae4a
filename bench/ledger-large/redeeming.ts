import type { AdjustCommand } from "#core/ledger";

let redemptions = 0;

/** Takes credits from an account, soonest expiry first. */
export function redeeming(accountId: number, amountMinor: number): AdjustCommand {
  redemptions += 1;
  return {
    kind: "adjust",
    key: `redemption/${redemptions}`,
    accountId,
    amountMinor: -amountMinor,
    expiresAt: null,
    effectiveAt: "2026-11-20T12:00:00.000Z",
    cause: { kind: "staff", ref: "bench" },
    reasonCode: "redemption",
  };
}
