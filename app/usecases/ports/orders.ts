import type { Evaluation, OrderNews, OrderSnapshot } from "#core/earning";

export interface OrderKey {
  readonly programId: number;
  readonly shopId: number;
  readonly orderId: string;
}

/** An order as stored. */
export interface KnownOrder {
  readonly snapshot: OrderSnapshot;
  /** Grows by one with each change of the snapshot; 0 only before anything was told. */
  readonly revision: number;
  /** Account of the newest facts' customer; null: the order has no customer, or only refunds are known. */
  readonly accountId: number | null;
  /** Accounts it belonged to before its customer changed; the ledger may hold credits of it there. */
  readonly formerAccountIds: readonly number[];
}

export interface Orders {
  /**
   * Merges what one event said into what is stored, under the row's lock, and returns the whole: facts are
   * replaced by newer ones only, refunds are added and never removed. `accountId` is the account of the told
   * facts' customer. The same news again changes nothing.
   */
  merge(key: OrderKey, news: OrderNews, accountId: number | null): Promise<KnownOrder>;
  /**
   * Keeps the evaluation of this revision with its trace, for the explanation; also when it is zero. Does nothing
   * when more has become known since: whoever told it keeps the newer one.
   */
  saveEvaluation(key: OrderKey, revision: number, evaluation: Evaluation): Promise<void>;
}
