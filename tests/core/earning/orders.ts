import { mergeOrder, NOTHING_KNOWN } from "#core/earning";
import type {
  EarnRuleDocument,
  EarnRuleVersion,
  OrderFacts,
  OrderLine,
  OrderNews,
  OrderRefund,
  OrderSnapshot,
} from "#core/earning";

/** The unit of these tests has no decimals: one credit is one minor unit. */
export const PROGRAM = { scale: 0 };

/** A line without discount and tax: all its units cost `grossMinor`. */
export function line(
  lineId: string,
  quantity: number,
  grossMinor: number,
  overrides: Partial<OrderLine> = {},
): OrderLine {
  return {
    lineId,
    title: `Line ${lineId}`,
    quantity,
    currentQuantity: quantity,
    grossMinor,
    discountMinor: 0,
    taxMinor: 0,
    productId: `7${lineId}`,
    variantId: `8${lineId}`,
    sku: `SKU-${lineId}`,
    vendor: "Acme",
    giftCard: false,
    tip: false,
    subscription: false,
    ...overrides,
  };
}

/** A paid order of one $50 line, placed on 10 November. */
export function facts(overrides: Partial<OrderFacts> = {}): OrderFacts {
  return {
    orderId: "1001",
    name: "#1001",
    customerId: "7",
    currency: "USD",
    currencyScale: 2,
    presentmentCurrency: "USD",
    financialStatus: "paid",
    placedAt: "2026-11-10T10:00:00.000Z",
    updatedAt: "2026-11-10T10:00:05.000Z",
    cancelledAt: null,
    fulfilledAt: null,
    channel: "web",
    tags: [],
    test: false,
    taxesIncluded: false,
    shippingMinor: 0,
    shippingTaxMinor: 0,
    total: null,
    paidMinor: null,
    lines: [line("1", 1, 5000)],
    ...overrides,
  };
}

/** A refund of which the units are known and the money is not. */
export function refund(refundId: string, lines: Record<string, number>): OrderRefund {
  const createdAt = "2026-11-12T10:00:00.000Z";
  return {
    refundId,
    createdAt,
    lines: Object.entries(lines).map(([lineId, quantity]) => ({ lineId, quantity })),
    money: null,
  };
}

export function snapshot(told: OrderFacts, ...refunds: OrderRefund[]): OrderSnapshot {
  return mergeOrder(NOTHING_KNOWN, { facts: told, refunds });
}

/** A version of the rule: one credit per dollar, rounded down, unless said otherwise. */
export function rule(
  version: number,
  activeFrom: string,
  overrides: Partial<EarnRuleDocument> = {},
): EarnRuleVersion {
  const document: EarnRuleDocument = {
    kind: "perCurrencyUnit",
    enabled: true,
    creditsPerUnitMicros: 1_000_000,
    currency: "USD",
    rounding: "floor",
    expiresAfterDays: null,
    ...overrides,
  };
  return { version, activeFrom, document };
}

/** What is known after these events, in this order. */
export function mergeAll(events: readonly OrderNews[]): OrderSnapshot {
  return events.reduce<OrderSnapshot>((known, news) => mergeOrder(known, news), NOTHING_KNOWN);
}
