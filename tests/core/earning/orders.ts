import { evaluateOrder, mergeOrder, NOTHING_KNOWN } from "#core/earning";
import type {
  Evaluation,
  OrderContext,
  OrderFacts,
  OrderLine,
  OrderNews,
  OrderRefund,
  OrderSnapshot,
} from "#core/earning";
import { compileRules, liftSimpleRule, utcCalendar, versionInForce } from "#core/rules";
import type { EarnRulesDocument, RuleVersion, SimpleEarnRule } from "#core/rules";

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

/** A version of the rules: one credit per dollar, rounded down, unless said otherwise. */
export function rule(
  version: number,
  activeFrom: string,
  simple: Partial<SimpleEarnRule> = {},
  change: (document: EarnRulesDocument) => EarnRulesDocument = (document) => document,
): RuleVersion {
  const document = liftSimpleRule({
    kind: "perCurrencyUnit",
    enabled: true,
    creditsPerUnitMicros: 1_000_000,
    currency: "USD",
    rounding: "floor",
    expiresAfterDays: null,
    ...simple,
  });
  return { version, activeFrom, document: change(document), calendar: utcCalendar };
}

/** What an order earns by the version of its moment, where no cap has a say. */
export function evaluateBy(
  order: OrderSnapshot,
  versions: readonly RuleVersion[],
  program: { readonly scale: number },
  context?: OrderContext,
): Evaluation {
  const version = order.facts && versionInForce(versions, order.facts.placedAt);
  const rules = version && { version: version.version, compiled: compileRules(version, program) };
  return evaluateOrder(order, rules, context).evaluation;
}

/** What is known after these events, in this order. */
export function mergeAll(events: readonly OrderNews[]): OrderSnapshot {
  return events.reduce<OrderSnapshot>((known, news) => mergeOrder(known, news), NOTHING_KNOWN);
}
