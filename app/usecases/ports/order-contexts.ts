import type { ContextNeeds, OrderContext } from "#core/earning";

/** What Shopify says of an order beyond its webhooks, now. */
export type OrderContextRead = Pick<OrderContext, "products" | "giftCardPaidMinor"> & {
  /** null: not known, as of an order without a customer. */
  readonly orderIndex: number | null;
};

export interface OrderContexts {
  /**
   * Asks Shopify once for what is needed; the rest of the answer is empty. Throws a fault with the code
   * `order_context_out_of_reach` when it does not answer, refuses, or does not know the order: nothing is guessed.
   */
  read(shopDomain: string, orderId: string, needs: ContextNeeds): Promise<OrderContextRead>;
}
