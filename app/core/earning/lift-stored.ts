import type { OrderFacts, OrderLine, OrderRefund } from "./order-facts.ts";

/** Facts as they were stored before money was read apart: each line had what it cost and no more. */
interface EarlierFacts extends Pick<
  OrderFacts,
  | "orderId"
  | "name"
  | "customerId"
  | "currency"
  | "currencyScale"
  | "financialStatus"
  | "placedAt"
  | "updatedAt"
  | "cancelledAt"
> {
  readonly lines: readonly (Pick<OrderLine, "lineId" | "title" | "quantity" | "currentQuantity"> & {
    readonly netMinor: number;
  })[];
}

type EarlierRefund = Omit<OrderRefund, "money">;

/** Reads stored facts of any age; what was not stored then is not known. */
export function liftFacts(stored: OrderFacts | EarlierFacts): OrderFacts {
  if ("channel" in stored) return stored;
  return {
    ...stored,
    presentmentCurrency: stored.currency,
    fulfilledAt: null,
    channel: "",
    tags: [],
    test: false,
    taxesIncluded: false,
    shippingMinor: 0,
    shippingTaxMinor: 0,
    total: null,
    paidMinor: null,
    lines: stored.lines.map(({ netMinor, ...line }) => ({
      ...line,
      grossMinor: netMinor,
      discountMinor: 0,
      taxMinor: 0,
      productId: null,
      variantId: null,
      sku: null,
      vendor: null,
      giftCard: false,
      tip: false,
      subscription: false,
    })),
  };
}

/** Reads stored refunds of any age: of earlier ones only the units are known. */
export function liftRefunds(stored: readonly (OrderRefund | EarlierRefund)[]): OrderRefund[] {
  return stored.map((refund) => ("money" in refund ? refund : { ...refund, money: null }));
}
