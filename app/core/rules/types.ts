import type { Instant, Rounding } from "../units/index.ts";

/** One line of an order as rules see it. Money is in minor units of the shop's currency, for ALL units of the line. */
export interface RuleLine {
  readonly lineId: string;
  readonly title: string;
  /** As ordered at first; what the money figures are for. */
  readonly quantity: number;
  /**
   * The part of the line that counts now, exact, from 0 to 1: refunds and settled edits taken off. The denominator is
   * above zero.
   */
  readonly kept: { readonly numerator: bigint; readonly denominator: bigint };
  /** Price of all units before discounts; contains tax only where the order's prices do not (never here): tax apart. */
  readonly grossMinor: number;
  /** All discounts that fall on the line, its share of the order's included; zero or more. */
  readonly discountMinor: number;
  readonly taxMinor: number;
  /** null: a custom item. */
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly sku: string | null;
  readonly vendor: string | null;
  readonly giftCard: boolean;
  readonly tip: boolean;
  /** Bought with a selling plan. */
  readonly subscription: boolean;
}

/** What Shopify said of a line's product when the order was first judged; frozen with the order. */
export interface ProductFacts {
  readonly productId: string;
  readonly productType: string | null;
  readonly tags: readonly string[];
  /** Ids of the collections that it was in. */
  readonly collectionIds: readonly string[];
  /** Variants that stood below their compare-at price. */
  readonly saleVariantIds: readonly string[];
}

/** Who ordered, when the order was first judged; frozen with the order. */
export interface MemberFacts {
  readonly customerTags: readonly string[];
  readonly exigoCustomerType: string | null;
  readonly exigoRank: string | null;
  /** 1 for the customer's first order; null: not known. */
  readonly orderIndex: number | null;
}

/** All that rules may ask of an order. */
export interface RuleSubject {
  readonly orderId: string;
  readonly currency: string;
  readonly currencyScale: number;
  readonly placedAt: Instant;
  /** Shopify's source_name: "web", "pos", a draft order's or an app's. */
  readonly channel: string;
  readonly orderTags: readonly string[];
  readonly lines: readonly RuleLine[];
  /** Shipping after discounts and without tax, what of it was not refunded. */
  readonly shippingMinor: number;
  readonly shippingTaxMinor: number;
  /** Part of the order that was paid with gift cards, what of it was not refunded. */
  readonly giftCardPaidMinor: number;
  readonly products: readonly ProductFacts[];
  readonly member: MemberFacts;
}

/** Kept for the explanation: which rules were tried, in order, and what each said. See evaluate-rules.ts. */
export type { Rounding };
