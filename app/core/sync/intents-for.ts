import { assertMinor } from "../units/index.ts";
import type { IntentDraft } from "./types.ts";

/** What an entry changed. Amounts in signed minor units. */
interface EntryEffect {
  readonly seq: number;
  /** True for an entry that books a movement Exigo made: Exigo has it already. */
  readonly adoptsExigoMovement: boolean;
  readonly availableDeltaMinor: number;
  readonly heldDeltaMinor: number;
}

/** Where the entry's program is to be written to. */
interface Destinations {
  /**
   * A connection exists and the account has been handed over to it; a paused one counts, its writes wait. What
   * changes before goes there with the account's whole balance.
   */
  readonly mirroredInExigo: boolean;
  /** The program's installed shops. */
  readonly shopIds: readonly number[];
}

/**
 * The writes an entry owes. Exigo knows one balance per customer, and held credits are still the member's:
 * it gets the change of available and held together, nothing when that is zero or came from Exigo itself.
 * Pending credits reach Exigo when they become available. Every shop gets the whole balance anew.
 */
export function intentsFor(entry: EntryEffect, destinations: Destinations): IntentDraft[] {
  const drafts: IntentDraft[] = [];
  const amountMinor = assertMinor(entry.availableDeltaMinor + entry.heldDeltaMinor);
  if (destinations.mirroredInExigo && !entry.adoptsExigoMovement && amountMinor !== 0) {
    drafts.push({ kind: "exigo.point", entrySeq: entry.seq, shopId: null, amountMinor });
  }
  for (const shopId of destinations.shopIds) {
    drafts.push({ kind: "shopify.balance", entrySeq: entry.seq, shopId, amountMinor: 0 });
  }
  return drafts;
}
