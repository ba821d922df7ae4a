/** Inputs of the operations. Money is a decimal string in the shop's currency; ids are Shopify's numbers. */

import type { Address } from "../state/address.ts";

export type OrderRef = { shop: string; orderId: number };

export type CreateShopInput = {
  /** `demo` or `demo.myshopify.com`. */
  domain: string;
  name?: string;
  email?: string;
  currency?: string;
  timeZone?: string;
  countryCode?: string;
  taxesIncluded?: boolean;
  taxRateBps?: number;
  apiPointsPerSecond?: number;
};

export type CreateCustomerInput = {
  shop: string;
  email?: string | null;
  firstName?: string;
  lastName?: string;
  phone?: string | null;
  tags?: string[];
  emailVerified?: boolean;
  note?: string | null;
  locale?: string;
  /** The default address; null takes it away. A country without states has no province. */
  address?: { [K in keyof Address]?: Address[K] | null } | null;
};

export type UpdateCustomerInput = { shop: string; customerId: number } & Partial<
  Omit<CreateCustomerInput, "shop">
>;

export type VariantInput = {
  title?: string;
  price: string;
  compareAtPrice?: string | null;
  sku?: string | null;
  inventoryQuantity?: number;
  taxable?: boolean;
  requiresShipping?: boolean;
  tracked?: boolean;
  weightGrams?: number;
};

export type CreateProductInput = {
  shop: string;
  title: string;
  handle?: string;
  description?: string;
  vendor?: string;
  productType?: string;
  tags?: string[];
  collections?: string[];
  giftCard?: boolean;
  picture?: { colour: string; symbol: string };
  variants: VariantInput[];
};

export type UpdateProductInput = { shop: string; productId: number } & Partial<
  Omit<CreateProductInput, "shop" | "variants">
> & {
    /** New price of single variants. */
    prices?: { variantId: number; price: string }[];
  };

/** A line names a variant, or a title and a price for a custom item. */
export type AddedLine = {
  variantId?: number;
  title?: string;
  price?: string;
  quantity: number;
  properties?: { name: string; value: string }[];
  sellingPlan?: string;
};

/** What the shopper gives on top; `title` is what checkout calls it in the shopper's language. */
export type TipInput = { amount: string; title?: string };

export type PlaceOrderInput = {
  shop: string;
  /** Null for a guest. */
  customerId: number | null;
  email?: string | null;
  lines: AddedLine[];
  /** One code for the whole order: either an amount or a percentage of the lines. */
  discount?: { code: string; amount?: string; percent?: number };
  shippingAmount?: string;
  tip?: TipInput;
  /** Where it goes when something is shipped; a stand-in when absent. */
  shippingAddress?: Address;
  /** When it was bought; now when absent. Lets a demo have past orders. */
  processedAt?: string;
  /** True takes the money at once. */
  pay: boolean;
  /** What of it a gift card pays, when it is paid at once. */
  giftCardAmount?: string;
  presentment?: { currency: string; rate: string };
  sourceName?: string;
  test?: boolean;
  note?: string | null;
  noteAttributes?: { name: string; value: string }[];
  tags?: string[];
};

export type RefundOrderInput = OrderRef & {
  /** Units per line; absent with `all` to give back everything that is left. */
  lines?: { lineId: number; quantity: number }[];
  /** An amount, or true for all that is left of the shipping. */
  shipping?: string | true;
  all?: boolean;
  /** Money given back without units, for example what is owed after an edit. */
  amount?: string;
  restock?: boolean;
  note?: string;
};

export type DisputeOrderInput = OrderRef & {
  /** The dispute of an earlier call, which goes on; absent: a new one. */
  disputeId?: number;
  /** A chargeback unless said otherwise. */
  type?: "chargeback" | "inquiry";
  status: "needs_response" | "under_review" | "accepted" | "won" | "lost" | "prevented";
  /** In the currency that the shopper paid; the order's total when absent. */
  amount?: string;
};

export type CancelOrderInput = OrderRef & {
  reason?: "customer" | "inventory" | "fraud" | "declined" | "other";
  /** Gives the money back as well; true unless said otherwise. */
  refund?: boolean;
};

export type EditOrderInput = OrderRef & {
  add?: AddedLine[];
  /** Units taken off a line. */
  remove?: { lineId: number; quantity: number }[];
};

export type FulfilOrderInput = OrderRef & {
  /** Units per line; everything that is left when absent. */
  lines?: { lineId: number; quantity: number }[];
  trackingCompany?: string;
  trackingNumber?: string;
  /** In place of one number. */
  trackingNumbers?: string[];
  /** Where it is sent from; the shop's first location when absent. */
  locationId?: number;
  notifyCustomer?: boolean;
};
