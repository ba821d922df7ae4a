import type { EarnCommand } from "#core/ledger";
import type { LedgerWorld } from "./ledger-world.ts";

/** Credits of each earning. */
export const AMOUNT_MINOR = 500;

/** As the earning core explains a plain order. */
export const TRACE = {
  ruleVersion: 1,
  targetMinor: AMOUNT_MINOR,
  reason: "order_earns",
  currency: "USD",
  lines: [{ lineId: "1", baseMinor: 5000, rateBps: 1000, multiplierBps: 10000, earnsMinor: AMOUNT_MINOR }],
  steps: [{ rule: "all-products", matched: true, why: null }],
  capMinor: null,
  rounding: "down",
};

let orders = 5_000_000_000_000;

/** A subject that no entry has: the next order of the shop. */
export function nextSubject(): string {
  orders += 1;
  return `shop/1/order/${orders}`;
}

export function randomAccount(world: LedgerWorld): number {
  return world.firstAccountId + Math.floor(Math.random() * world.accounts);
}

/** What an order that has just been paid tells the ledger. */
export function earning(accountId: number): EarnCommand {
  const subject = nextSubject();
  return {
    kind: "earn",
    key: `${subject}/account/${accountId}/earn/1/${AMOUNT_MINOR}`,
    accountId,
    subject,
    subjectVersion: 1,
    targetMinor: AMOUNT_MINOR,
    effectiveAt: "2026-11-20T12:00:00.000Z",
    availableFrom: null,
    expiresAt: "2027-11-20T12:00:00.000Z",
    cause: { kind: "rule", ref: "1" },
    reasonCode: "order_earns",
    shopId: 1,
    trace: TRACE,
  };
}
