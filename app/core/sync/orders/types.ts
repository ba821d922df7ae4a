/** What is known of a line's item in Exigo. */
export type LineItem =
  | { readonly state: "mapped"; readonly itemCode: string }
  /** Nobody has said yet which item it is; `waitsFor` is told when somebody does. */
  | { readonly state: "unmapped"; readonly waitsFor: string }
  /** The merchant says that Exigo has no such item. */
  | { readonly state: "ignored" }
  /** It is no product: a tip, something typed in by hand. */
  | { readonly state: "custom" };

/** One detail of a document in Exigo; amounts in minor units of the shop's currency. */
export interface DocumentLine {
  readonly itemCode: string;
  /** Below zero in a return. */
  readonly quantity: number;
  /** After discounts, without tax; never below zero. */
  readonly eachMinor: number;
  readonly isTaxed: boolean;
  /** Shopify's number of the line; empty: it stands for money that no line has. */
  readonly lineId: string;
}

/** What an order or a return amounts to, in minor units of the shop's currency; a return's are below zero. */
export interface DocumentTotals {
  readonly totalMinor: number;
  /** Lines after discounts, without tax. */
  readonly subTotalMinor: number;
  readonly taxMinor: number;
  readonly shippingMinor: number;
}

/** What is written for an order or a return. */
export interface DocumentContent {
  readonly lines: readonly DocumentLine[];
  /** Shopify's own figures: whatever Exigo calculates of the lines, this is what it is to show. */
  readonly totals: DocumentTotals;
  /** Percent of the taxed lines that brings Exigo's own calculation as near to the tax as can be; 4 decimal places. */
  readonly taxRate: string;
}

/** Which items stand for what Exigo has no item for. */
export interface ItemChoice {
  /** For what is no product; null: such lines wait. */
  readonly otherItemCode: string | null;
}

/** `waitsFor`: what must be told before it can be written. */
export type ContentResult<T> =
  | { readonly ok: true; readonly content: T }
  | { readonly ok: false; readonly waitsFor: string; readonly lacks: "item" | "other_item" | "money" };
