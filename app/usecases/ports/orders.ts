import type { Evaluation, OrderFacts, OrderRefund, OrderSnapshot } from "#core/earning";

export interface OrderKey {
  readonly programId: number;
  readonly shopId: number;
  readonly orderId: string;
}

export interface Orders {
  /**
   * Merges what one event said into what is stored, under the row's lock, and returns the whole: facts are
   * replaced by newer ones only, refunds are added and never removed.
   */
  merge(
    key: OrderKey,
    news: { facts: OrderFacts | null; refunds: readonly OrderRefund[] },
  ): Promise<OrderSnapshot>;
  /** Keeps the newest evaluation with its trace, for the explanation; also when it is zero. */
  saveEvaluation(key: OrderKey, evaluation: Evaluation, accountId: number | null): Promise<void>;
}
