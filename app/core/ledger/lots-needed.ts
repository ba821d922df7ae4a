import type { Command } from "./commands.ts";

/**
 * Which lots of its accounts a command may take from or change. Credits that are added make a lot of their own and
 * look at no other, so an account that only earns costs the same however many lots it has.
 *
 * all: every open lot. ofKnownSubject: every open lot if the ledger holds something for the subject, which may have
 * to be taken back; none for a subject that is new.
 */
export function lotsNeededBy(command: Command): "none" | "ofKnownSubject" | "all" {
  switch (command.kind) {
    case "earn":
      return "ofKnownSubject";
    case "adjust":
    case "adoptExigoMovement":
      return command.amountMinor < 0 ? "all" : "none";
    case "open":
    case "writeOffDebt":
      return "none";
    case "mature":
    case "placeHold":
    case "captureHold":
    case "voidHold":
    case "expireHold":
    case "expireLots":
    case "reverse":
    case "transfer":
    case "mergeAccounts":
    case "returnTransfer":
      return "all";
  }
}
