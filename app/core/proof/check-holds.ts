import type { EntryDraft } from "../ledger/index.ts";
import type { Fault } from "./check-lots.ts";
import type { EntryRow, HoldRow } from "./rows.ts";

const STATE_AFTER: Readonly<Record<string, string>> = {
  captureHold: "captured",
  voidHold: "voided",
  expireHold: "expired",
};

const wrong = (detail: string): Fault => ({ code: "hold_wrong", detail });

/** Follows the holds of an account through its entries: each is placed by one and ends with at most one. */
export function createHoldCheck(rows: readonly HoldRow[]) {
  const placedAt = new Map(rows.map((row) => [row.seq, row]));
  const endedAt = new Map<number, HoldRow[]>();
  for (const row of rows) {
    if (row.endedSeq !== null) endedAt.set(row.endedSeq, [...(endedAt.get(row.endedSeq) ?? []), row]);
  }
  let openMinor = 0;
  let seen = 0;

  function checkPlaced(entry: EntryRow, heldChangeMinor: number): Fault {
    const hold = placedAt.get(entry.seq);
    if (!hold) return wrong("the hold that was placed is not there");
    if (hold.key !== entry.key) return wrong(`the hold's key is ${hold.key}`);
    if (hold.amountMinor !== heldChangeMinor) return wrong(`the hold says ${hold.amountMinor}`);
    if ((hold.endedSeq === null) !== (hold.state === "open")) return wrong(`the hold is ${hold.state}`);
    if (hold.endedSeq !== null && hold.endedSeq <= entry.seq) return wrong("the hold ends before it begins");
    openMinor += hold.amountMinor;
    seen += 1;
    return null;
  }

  function checkEnded(entry: EntryRow, heldChangeMinor: number): Fault {
    const [hold, second] = endedAt.get(entry.seq) ?? [];
    if (!hold || second) return wrong("the entry ends no hold, or more than one");
    if (hold.state !== STATE_AFTER[entry.kind]) return wrong(`the hold that it ends is ${hold.state}`);
    if (hold.amountMinor !== -heldChangeMinor) return wrong(`the hold that it ends says ${hold.amountMinor}`);
    openMinor -= hold.amountMinor;
    seen += 1;
    return null;
  }

  return {
    enter(entry: EntryRow, heldChangeMinor: number): Fault {
      const places = entry.kind === "placeHold";
      const ends = entry.kind in STATE_AFTER;
      if (places !== placedAt.has(entry.seq))
        return wrong("a hold and the entry that placed it do not agree");
      if (ends !== endedAt.has(entry.seq)) return wrong("a hold and the entry that ended it do not agree");
      const fault = places
        ? checkPlaced(entry, heldChangeMinor)
        : ends
          ? checkEnded(entry, heldChangeMinor)
          : null;
      if (fault) return fault;
      if (openMinor === entry.heldAfterMinor) return null;
      return wrong(`open holds are ${openMinor} and held credits ${entry.heldAfterMinor}`);
    },
    /** The hold that an entry placed or ended, as its hash covers it. */
    of(seq: number): EntryDraft["hold"] {
      const hold = placedAt.get(seq) ?? endedAt.get(seq)?.[0];
      return hold ? { entrySeq: hold.seq, expiresAt: hold.expiresAt } : null;
    },
    /** Whether every row was met at the entries that it names. */
    end(): Fault {
      const expected = placedAt.size + [...endedAt.values()].reduce((sum, holds) => sum + holds.length, 0);
      return seen === expected ? null : wrong("a hold names an entry that is not there");
    },
  };
}
