import type { Evaluation, KnownOrder, OrderContext, OrderNews } from "#core/earning";

export interface OrderKey {
  readonly programId: number;
  readonly shopId: number;
  readonly orderId: string;
}

export interface Orders {
  /** All that is known of the order; null: nothing is. */
  find(key: OrderKey): Promise<KnownOrder | null>;
  /**
   * Merges what one event said into what is stored, under the row's lock, and returns the whole: facts are
   * replaced by newer ones only, refunds are added and never removed. `accountId` is the account of the told
   * facts' customer. The same news again changes nothing.
   */
  merge(key: OrderKey, news: OrderNews, accountId: number | null): Promise<KnownOrder>;
  /**
   * Keeps what was asked about the order for its account's customer, unless as much is known already; returns what is
   * kept, so that two who asked at the same moment judge alike.
   */
  keepContext(key: OrderKey, context: OrderContext): Promise<OrderContext>;
  /**
   * Keeps the evaluation of this revision with its trace, for the explanation; also when it is zero. Does nothing
   * when more has become known since: whoever told it keeps the newer one.
   */
  saveEvaluation(key: OrderKey, revision: number, evaluation: Evaluation): Promise<void>;
}
