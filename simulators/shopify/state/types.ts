/**
 * The simulated Shopify's data: plain objects only, so that the whole state can be written to a file and read back.
 * Amounts are whole minor units of the currency beside them; instants are ISO strings in UTC.
 */

import type { Address } from "./address.ts";
import type { Delivery } from "./delivery.ts";
import type { Fulfilment } from "./fulfilment.ts";

export type { Fulfilment };

/** One amount in the shop's currency and in the currency the shopper saw. */
export type Money = { shopMinor: number; presentmentMinor: number };

export type Shop = {
  /** `{name}.myshopify.com`; the key of everything that belongs to the shop. */
  domain: string;
  id: number;
  name: string;
  email: string;
  currency: string;
  /** An IANA zone name. */
  timeZone: string;
  countryCode: string;
  /** True when prices already contain tax. */
  taxesIncluded: boolean;
  taxRateBps: number;
  /** Points per second of the Admin API's bucket: 100 on the standard plan. */
  apiPointsPerSecond: number;
  nextOrderNumber: number;
  createdAt: string;
};

export type Customer = {
  id: number;
  shop: string;
  email: string | null;
  emailVerified: boolean;
  phone: string | null;
  firstName: string;
  lastName: string;
  tags: string[];
  note: string | null;
  state: "enabled" | "disabled" | "invited" | "declined";
  locale: string;
  /** Of all addresses, only the default one is modelled; absent: there is none. */
  defaultAddress?: (Address & { id: number }) | null;
  createdAt: string;
  updatedAt: string;
};

export type Variant = {
  id: number;
  title: string;
  /** Decimal string in the shop's currency, as Shopify writes prices. */
  price: string;
  compareAtPrice: string | null;
  sku: string | null;
  inventoryItemId: number;
  /** Available units at all locations together. */
  inventoryQuantity: number;
  taxable: boolean;
  requiresShipping: boolean;
  tracked?: boolean;
  weightGrams?: number;
};

export type Product = {
  id: number;
  shop: string;
  title: string;
  handle: string;
  description: string;
  vendor: string;
  productType: string;
  tags: string[];
  /** Handles of the collections that the product is in. */
  collections: string[];
  giftCard: boolean;
  /** A CSS colour and an emoji or short text, from which pages draw the picture. */
  picture: { colour: string; symbol: string };
  variants: Variant[];
  /** Absent: active. */
  status?: "ACTIVE" | "DRAFT" | "ARCHIVED" | "UNLISTED";
  createdAt: string;
  updatedAt: string;
};

export type OrderLine = {
  id: number;
  /** Null for a custom item, which has neither product nor variant. */
  productId: number | null;
  variantId: number | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  giftCard: boolean;
  taxable: boolean;
  requiresShipping: boolean;
  /** The name of the selling plan when the line is a subscription. */
  sellingPlan: string | null;
  properties: { name: string; value: string }[];
  /** Units ordered; never changes. */
  quantity: number;
  /** Units left after refunds and edits. */
  currentQuantity: number;
  fulfilledQuantity: number;
  unitPrice: Money;
  /** The order's discount that falls on the whole line. */
  discount: Money;
  /** Tax on the whole line. */
  tax: Money;
  /** True for what the shopper gave on top at checkout. */
  tip: boolean;
  /** True when an edit added the line after the order was placed. */
  addedByEdit: boolean;
};

export type OrderDiscount = {
  code: string;
  amount: Money;
  /** Set when the code takes a percentage. */
  percent: number | null;
};

export type ShippingLine = { id: number; title: string; price: Money };

export type Transaction = {
  id: number;
  kind: "sale" | "refund" | "authorization" | "capture" | "void";
  status: "success" | "pending" | "failure";
  gateway: string;
  amount: Money;
  parentId: number | null;
  createdAt: string;
};

export type RefundLine = {
  id: number;
  lineId: number;
  quantity: number;
  restockType: "no_restock" | "cancel" | "return";
  /** What the units cost after discounts; contains tax only when the order's prices do. */
  subtotal: Money;
  tax: Money;
};

export type Refund = {
  id: number;
  createdAt: string;
  note: string | null;
  lines: RefundLine[];
  /** Shipping given back; zero when none. */
  shipping: Money;
  /**
   * Units and shipping given back, less the money given back: above zero when an edit took units off and the money is
   * still owed, below zero when money was given without units.
   */
  discrepancy: Money;
  /** Empty when units were only removed and no money moved, as an edit of an unpaid order does. */
  transactions: Transaction[];
};

export type FinancialStatus =
  "pending" | "authorized" | "paid" | "partially_paid" | "partially_refunded" | "refunded" | "voided";

export type Order = {
  id: number;
  shop: string;
  /** 1001, 1002, … and its name "#1001". */
  orderNumber: number;
  name: string;
  token: string;
  customerId: number | null;
  email: string | null;
  currency: string;
  presentmentCurrency: string;
  /** Presentment units per shop unit, as a decimal string; "1" when both currencies are one. */
  exchangeRate: string;
  taxesIncluded: boolean;
  taxRateBps: number;
  lines: OrderLine[];
  discount: OrderDiscount | null;
  shippingLine: ShippingLine | null;
  /** Absent in orders of old; null: nothing is shipped. */
  shippingAddress?: Address | null;
  transactions: Transaction[];
  refunds: Refund[];
  /** When it was edited; absent: never. */
  editedAt?: string[];
  fulfilments: Fulfilment[];
  fulfillmentOrderId: number;
  financialStatus: FinancialStatus;
  /** Whole-order total when it was placed; edits do not change it. */
  originalTotal: Money;
  sourceName: string;
  test: boolean;
  note: string | null;
  noteAttributes: { name: string; value: string }[];
  tags: string[];
  cancelReason: string | null;
  createdAt: string;
  processedAt: string;
  /** Moves forward by at least one second with each change, so that the newest state can be told. */
  updatedAt: string;
  cancelledAt: string | null;
  closedAt: string | null;
};

export type Metafield = {
  id: number;
  shop: string;
  /** Global id of the owner, for example gid://shopify/Customer/7. */
  ownerId: string;
  /** Resolved: an app's own namespace is stored as app--{app id}--{rest}. */
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: string;
  updatedAt: string;
};

export type MetafieldDefinition = {
  id: number;
  shop: string;
  ownerType: string;
  namespace: string;
  key: string;
  name: string;
  description: string | null;
  type: string;
  storefrontAccess: "NONE" | "PUBLIC_READ";
  adminAccess: string;
  customerAccountAccess: string;
};

export type Installation = {
  shop: string;
  id: number;
  installedAt: string;
  scopes: string[];
  /** How many offline tokens were made; part of the token, so that it is the same after a restart. */
  generation: number;
  /** How many online tokens were made. */
  onlineGeneration: number;
};

export type AccessToken = {
  token: string;
  shop: string;
  kind: "offline" | "online";
  generation: number;
  expiresAt: string;
  scopes: string[];
};

export type RefreshToken = { token: string; shop: string; generation: number; expiresAt: string };

export type State = {
  /** Grows by one for each new id of any kind. */
  lastId: number;
  shops: Record<string, Shop>;
  customers: Record<string, Customer>;
  products: Record<string, Product>;
  orders: Record<string, Order>;
  metafields: Record<string, Metafield>;
  metafieldDefinitions: Record<string, MetafieldDefinition>;
  installations: Record<string, Installation>;
  accessTokens: Record<string, AccessToken>;
  refreshTokens: Record<string, RefreshToken>;
  deliveries: Delivery[];
  /** Data of other parts of the simulator, such as the storefront's carts, each under its own name. */
  sections: Record<string, unknown>;
};
