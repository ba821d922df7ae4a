import type { Instant, Rounding } from "../units/index.ts";

/** One line of an order in the shop's currency. Quantities are whole and not negative. */
export interface OrderLine {
  readonly lineId: string;
  readonly title: string;
  /** As ordered at first. */
  readonly quantity: number;
  /** What is left after edits and refunds, as the newest snapshot says. */
  readonly currentQuantity: number;
  /** Price of all `quantity` after discounts, before tax, in minor units of the currency. */
  readonly netMinor: number;
}

/** A refund of an order: which lines, each named once, and how many of each. */
export interface OrderRefund {
  readonly refundId: string;
  readonly createdAt: Instant;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
}

/** An order without its refunds, as one webhook or one read of it said. Holds no personal data. */
export interface OrderFacts {
  readonly orderId: string;
  readonly name: string;
  /** null: the order has no customer. */
  readonly customerId: string | null;
  readonly currency: string;
  /** Decimal places of the currency. */
  readonly currencyScale: number;
  readonly financialStatus: string;
  readonly placedAt: Instant;
  /** Shopify's own updated_at; the newest one wins. */
  readonly updatedAt: Instant;
  readonly cancelledAt: Instant | null;
  readonly lines: readonly OrderLine[];
}

/** All that is known of an order: its newest facts (null while only a refund is known) and every refund seen. */
export interface OrderSnapshot {
  readonly facts: OrderFacts | null;
  readonly refunds: readonly OrderRefund[];
}

/** What one webhook or one read said of an order; facts null: it spoke of refunds only. */
export interface OrderNews {
  readonly facts: OrderFacts | null;
  readonly refunds: readonly OrderRefund[];
}

/** The earn rule's document: credits per currency unit of the paid subtotal. */
export interface EarnRuleDocument {
  readonly kind: "perCurrencyUnit";
  readonly enabled: boolean;
  /** Millionths of a credit per one unit of the currency: 1_500_000 is 1.5 credits per dollar. */
  readonly creditsPerUnitMicros: number;
  readonly currency: string;
  readonly rounding: Rounding;
  /** Days until the credits expire; null: never. */
  readonly expiresAfterDays: number | null;
}

/** A version of the rule; an order is judged by the version of the moment it was placed. */
export interface EarnRuleVersion {
  readonly version: number;
  readonly document: EarnRuleDocument;
  readonly activeFrom: Instant;
}

/**
 * Why an order earns what it earns, also when that is nothing. `other_customer` stands on the account that an order
 * left when its customer changed.
 */
export type EvaluationReason =
  | "earned"
  | "order_unknown"
  | "no_customer"
  | "not_paid"
  | "cancelled"
  | "no_rule"
  | "rule_off"
  | "other_currency"
  | "nothing_left"
  | "rounds_to_zero"
  | "other_customer";

/** One line's part in an evaluation. */
export interface EvaluatedLine {
  readonly lineId: string;
  readonly title: string;
  readonly quantity: number;
  readonly remainingQuantity: number;
  /** The line's share of the evaluation's base, in minor units of the currency. */
  readonly baseMinor: number;
}

/**
 * What an order is to earn, with every step that led there. Rule and lines are told whenever they are known,
 * also when the reason makes the target zero.
 */
export interface Evaluation {
  readonly reason: EvaluationReason;
  /** Credits in minor units of the program's unit; zero or more. */
  readonly targetMinor: number;
  readonly ruleVersion: number | null;
  readonly creditsPerUnitMicros: number | null;
  readonly rounding: Rounding | null;
  /** Sum of the lines' bases in minor units of `currency`. */
  readonly baseMinor: number;
  readonly currency: string | null;
  readonly currencyScale: number;
  readonly lines: readonly EvaluatedLine[];
}
