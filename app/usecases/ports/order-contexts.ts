import type { ContextNeeds, OrderContext } from "#core/earning";
import { Fault } from "#core/units";

/** What Shopify says of an order beyond its webhooks, now. */
export type OrderContextRead = Pick<OrderContext, "products" | "giftCardPaidMinor"> & {
  /** null: not known, as of an order without a customer. */
  readonly orderIndex: number | null;
};

/** Shopify could not be asked about an order; the event that needs the answer is tried again. */
export class OrderContextFault extends Fault {
  readonly code = "order_context_out_of_reach";
}

export interface OrderContexts {
  /**
   * Asks Shopify once for what is needed; the rest of the answer is empty. Throws an {@link OrderContextFault} when it
   * does not answer, refuses, or does not know the order: then nothing is guessed.
   */
  read(shopDomain: string, orderId: string, needs: ContextNeeds): Promise<OrderContextRead>;
}
