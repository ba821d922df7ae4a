import { keyContent } from "../ledger/index.ts";
import type { PostResult } from "../ledger/index.ts";
import type { Fault } from "./check-lots.ts";
import type { ChainHash } from "./merkle.ts";
import type { EntryRow, KeyRow } from "./rows.ts";

const wrong = (code: "key_missing" | "key_wrong" | "key_chain_broken", detail: string): Fault => ({
  code,
  detail,
});

/**
 * Follows the keys of an account, refused ones too: numbered without a gap, chained, and one for each entry, in the
 * order of the entries.
 */
export function createKeyCheck(programId: number, genesis: string, hash: ChainHash, expectHead: ExpectHead) {
  let head = genesis;
  let count = 0;
  let waiting: readonly KeyRow[] = [];
  let next = 0;

  function link(key: KeyRow): Fault {
    if (key.keySeq !== count + 1)
      return wrong("key_missing", `key ${count + 1} of the account is not there once`);
    const { hash: stored, ...record } = key;
    head = hash(head, keyContent(programId, record));
    count += 1;
    if (head !== stored) return wrong("key_chain_broken", `key ${key.key} is not what it was`);
    return expectHead(count, head);
  }

  /** Takes in the keys before the next one that made an entry. */
  function skipEntryless(): Fault {
    for (let key = waiting[next]; key?.entrySeq === null; key = waiting[next]) {
      const fault = link(key) ?? answerWithoutEntry(key);
      if (fault) return fault;
      next += 1;
    }
    return null;
  }

  return {
    add(keys: readonly KeyRow[]): void {
      waiting = next === waiting.length ? keys : [...waiting.slice(next), ...keys];
      next = 0;
    },
    /** The entry's own key comes next. `creditsMinor`: change of the member's credits by the entry. */
    enter(entry: EntryRow, creditsMinor: number): Fault {
      const skipped = skipEntryless();
      if (skipped) return skipped;
      const key = waiting[next];
      if (!key) return wrong("key_missing", `key ${entry.key} is not there`);
      if (key.entrySeq !== entry.seq || key.key !== entry.key)
        return wrong("key_wrong", `the next key is ${key.key}, of entry ${key.entrySeq}`);
      next += 1;
      return link(key) ?? answerOf(key, entry, creditsMinor);
    },
    end(): Fault {
      const skipped = skipEntryless();
      if (skipped) return skipped;
      const left = waiting[next];
      return left ? wrong("key_wrong", `key ${left.key} names an entry that is not there`) : null;
    },
    position: () => ({ count, head }),
  };
}

/** Called with each link of a chain; a fault when a checkpoint says otherwise. */
export type ExpectHead = (count: number, head: string) => Fault;

/** The receiving end of a movement between accounts keeps the answer of the giving end. */
function answerOf(key: KeyRow, entry: EntryRow, creditsMinor: number): Fault {
  const result = key.result as PostResult | null;
  if (!result?.ok || result.outcome !== "posted")
    return wrong("key_wrong", "the key's answer is not that of an entry");
  if (entry.kind === "transferIn") return null;
  const isOwn =
    result.entrySeq === entry.seq &&
    result.amountMinor === creditsMinor &&
    result.availableMinor === entry.availableAfterMinor;
  return isOwn ? null : wrong("key_wrong", "the key's answer is not that of its entry");
}

function answerWithoutEntry(key: KeyRow): Fault {
  const result = key.result as PostResult | null;
  if (!result?.ok || result.entrySeq === null) return null;
  return wrong("key_wrong", `key ${key.key} has lost its entry ${result.entrySeq}`);
}
