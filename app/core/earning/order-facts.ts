import type { RuleLine } from "../rules/index.ts";
import type { Instant } from "../units/index.ts";

/** An amount in the shop's currency and in the one that the shopper saw, in minor units of each. */
export interface MoneyPair {
  readonly shopMinor: number;
  readonly presentmentMinor: number;
}

/** One line of an order, and what is left of it. Quantities are whole and not negative. */
export interface OrderLine extends Omit<RuleLine, "kept"> {
  /** What is left after edits and refunds, as the newest snapshot says. */
  readonly currentQuantity: number;
}

/** Money that went back, or was to go back, in one transaction of a refund. */
export interface RefundTransaction {
  readonly transactionId: string;
  readonly kind: string;
  readonly status: string;
  readonly gateway: string;
  /** The shop's or the shopper's currency. */
  readonly currency: string;
  readonly amountMinor: number;
}

/** The money side of a refund. What its units and its shipping were worth, and what was given for them. */
export interface RefundMoney {
  /** Of the lines after discounts; contains tax only when the order's prices do. */
  readonly lines: MoneyPair;
  readonly lineTax: MoneyPair;
  /** Of shipping; contains tax only when the order's prices do. */
  readonly shipping: MoneyPair;
  readonly shippingTax: MoneyPair;
  /** Tax that was given back by itself. */
  readonly taxAlone: MoneyPair;
  readonly transactions: readonly RefundTransaction[];
}

/** A refund of an order: which lines, each named once, and how many of each. */
export interface OrderRefund {
  readonly refundId: string;
  readonly createdAt: Instant;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
  /** null: only units are known, as in what was stored before money was read. */
  readonly money: RefundMoney | null;
}

/** A shopper's dispute of a payment, as the newest telling has it. */
export interface OrderDispute {
  readonly disputeId: string;
  /** "chargeback": the bank has taken the money; "inquiry": it only asks. */
  readonly type: string;
  readonly status: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly initiatedAt: Instant;
  /** null: it is open. */
  readonly finalizedAt: Instant | null;
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
  /** The currency that the shopper saw; the shop's own when both are one. */
  readonly presentmentCurrency: string;
  readonly financialStatus: string;
  readonly placedAt: Instant;
  /** Shopify's own updated_at; the newest one wins. */
  readonly updatedAt: Instant;
  readonly cancelledAt: Instant | null;
  /** When the last of it was sent; null: something is still to be sent. */
  readonly fulfilledAt: Instant | null;
  /** Shopify's source_name, such as "web", "pos" or "shopify_draft_order"; empty: not told. */
  readonly channel: string;
  readonly tags: readonly string[];
  /** Paid by a test gateway: no money moved. */
  readonly test: boolean;
  /** Prices and refunds' subtotals contain tax. Lines here never do. */
  readonly taxesIncluded: boolean;
  /** As ordered, after discounts, without tax. */
  readonly shippingMinor: number;
  readonly shippingTaxMinor: number;
  /** Everything that was ever on the order with shipping and tax, before returns; null: not told. */
  readonly total: MoneyPair | null;
  /** Money received before anything was given back, in the shop's currency; null: not told. */
  readonly paidMinor: number | null;
  readonly lines: readonly OrderLine[];
}

/** All that is known of an order: its newest facts (null while only a refund is known), and what only grows. */
export interface OrderSnapshot {
  readonly facts: OrderFacts | null;
  readonly refunds: readonly OrderRefund[];
  readonly disputes: readonly OrderDispute[];
  /** Shopify told that the order was deleted there. */
  readonly deleted: boolean;
  /** It was told as paid in full once; an edit may have added to it since. */
  readonly wasPaidInFull: boolean;
}

/** What one webhook or one read said of an order; facts null: it spoke of something else. */
export interface OrderNews {
  readonly facts: OrderFacts | null;
  readonly refunds: readonly OrderRefund[];
  readonly disputes?: readonly OrderDispute[];
  readonly deleted?: boolean;
}
