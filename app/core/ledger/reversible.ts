import { refOf, stretchOf } from "./lots.ts";
import type { EntryDraft, EntryKind, Hold, Purpose, ReversibleEntry } from "./types.ts";

/** The purpose that an entry of each kind stands against; null: none, it only moves credits between buckets. */
export const PURPOSE_OF: Readonly<Record<EntryKind, Purpose | null>> = {
  earn: "issued",
  mature: null,
  adjust: "adjusted",
  placeHold: null,
  captureHold: "redeemed",
  voidHold: null,
  expireHold: null,
  expireLots: "expired",
  reverse: null,
  transferOut: "transferred",
  transferIn: "transferred",
  open: "opening",
  adoptExigoMovement: "exigo",
  writeOffDebt: "debtWrittenOff",
};

/** What a later command must know to reverse the entry. `holds` are those of its account. */
export function describeReversible(entry: EntryDraft, holds: readonly Hold[]): ReversibleEntry {
  const on = (book: string) => entry.postings.find((posting) => posting.book === book)?.amountMinor ?? 0;
  const available = on("available");
  const purpose = PURPOSE_OF[entry.kind] ?? "adjusted";
  const ended = holds.find((hold) => hold.endedSeq === entry.seq);
  const amountMinor = -on(purpose);
  return {
    seq: entry.seq,
    accountId: entry.accountId,
    kind: entry.kind,
    amountMinor,
    pendingMinor: on("pending"),
    repaidMinor: Math.max(Math.min(available, available - entry.balancesMinor.available), 0),
    purpose,
    // What a capture spent left its lots when the hold was placed. Entries that give back cannot be reversed.
    taken: ended ? stretchOf(ended.taken, 0, -amountMinor) : entry.lotMovements,
    made: entry.newLots.map(refOf),
    subject: entry.subject,
    reversedMinor: 0,
    reversals: 0,
  };
}
