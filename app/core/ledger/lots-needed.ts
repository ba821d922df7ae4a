import type { Instant } from "../units/index.ts";
import type { Command } from "./commands.ts";
import { isExpired, remainingIn } from "./lots.ts";
import type { Lot } from "./types.ts";

/**
 * Which open lots a command may take from or change, besides those that it names itself or through its hold. All of
 * its accounts; or, of the account that it takes from, those that are spent first and cover `soonestMinor` credits
 * (zero or more).
 */
export type LotsNeeded = "none" | "ofKnownSubject" | "all" | { readonly soonestMinor: number };

/**
 * Which lots must be read to decide the command. Credits that are added make a lot of their own and look at no other,
 * so an account that only earns costs the same however many lots it has.
 *
 * ofKnownSubject: every open lot if the ledger holds something for the subject, which may have to be taken back; none
 * for a subject that is new.
 */
export function lotsNeededBy(command: Command): LotsNeeded {
  switch (command.kind) {
    case "earn":
      return "ofKnownSubject";
    case "adjust":
      return command.amountMinor < 0 ? { soonestMinor: -command.amountMinor } : "none";
    case "placeHold":
    case "transfer":
      return { soonestMinor: Math.max(command.amountMinor, 0) };
    case "adoptExigoMovement":
      return command.amountMinor < 0 ? "all" : "none";
    case "open":
    case "writeOffDebt":
    case "mature":
    case "captureHold":
    case "voidHold":
    case "expireHold":
      return "none";
    case "expireLots":
    case "reverse":
    case "mergeAccounts":
    case "returnTransfer":
      return "all";
  }
}

/**
 * True when `soonest`, the lots of an account that are spent first, cover what its commands take: no lot after them is
 * then touched, and every lot before the last of them that expired is among them.
 */
export function coversSoonest(soonest: readonly Lot[], soonestMinor: number, now: Instant): boolean {
  return (
    remainingIn(
      soonest.filter((lot) => !isExpired(lot, now)),
      "available",
    ) >= soonestMinor
  );
}
