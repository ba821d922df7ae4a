import { mergeOrder, NOTHING_KNOWN } from "./merge-order.ts";
import type { OrderNews, OrderSnapshot } from "./order-facts.ts";
import type { OrderContext } from "./rule-subject.ts";

/** An order as it is stored: what is known of it, how often that has grown, and whose it is. */
export interface KnownOrder {
  readonly snapshot: OrderSnapshot;
  /**
   * Grows by one with each change of the snapshot, under the lock of its row; 0 before anything was told. It is the
   * version that the ledger orders by, because updated_at is none: a refund that arrives alone leaves it as it was,
   * and two states of one second share it. So whoever knows less never overrules whoever knows more.
   */
  readonly revision: number;
  /** Account of the newest facts' customer; null: the order has no customer, or only refunds are known. */
  readonly accountId: number | null;
  /** Accounts it belonged to before its customer changed; the ledger may hold credits of it there. */
  readonly formerAccountIds: readonly number[];
  /** What was asked about it when it was first judged; null: nothing was needed yet. */
  readonly context: OrderContext | null;
}

/** An order of which nothing was told yet. */
export const unknownOrder: KnownOrder = {
  snapshot: NOTHING_KNOWN,
  revision: 0,
  accountId: null,
  formerAccountIds: [],
  context: null,
};

/**
 * Takes in what one event said; `toldAccountId` is the account of the told facts' customer (null: none). The account
 * follows the facts that win, and one that is left is remembered before anything is posted to the next, so that a
 * crash in between forgets no credits. Returns `known` itself when nothing new was told.
 */
export function learnOrder(known: KnownOrder, news: OrderNews, toldAccountId: number | null): KnownOrder {
  const snapshot = mergeOrder(known.snapshot, news);
  if (snapshot === known.snapshot) return known;
  const factsWon = news.facts !== null && snapshot.facts === news.facts;
  const accountId = factsWon ? toldAccountId : known.accountId;
  const left = known.accountId !== null && known.accountId !== accountId ? [known.accountId] : [];
  return {
    ...known,
    snapshot,
    revision: known.revision + 1,
    accountId,
    formerAccountIds: [...new Set([...known.formerAccountIds, ...left])],
  };
}
