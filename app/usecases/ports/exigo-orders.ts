import type { Instant } from "#core/units";

import type { ExigoAccess, ExigoAnswer } from "./exigo.ts";

/** How an order of ours is found in Exigo: by the key that it was made with, in the way that the settings name. */
export type ExigoOrderName =
  | { readonly by: "orderKey"; readonly value: string }
  /** One of `other11` to `other20`. */
  | { readonly by: "field"; readonly field: string; readonly value: string }
  | { readonly by: "id"; readonly exigoOrderId: number };

/** Where a parcel goes; personal data: read when it is sent, never stored, never logged. */
export interface ExigoShipTo {
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  /** Two letters. */
  readonly country: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

/** One detail; amounts are decimal strings. */
export interface ExigoOrderLine {
  readonly itemCode: string;
  /** Below zero in a return. */
  readonly quantity: number;
  readonly priceEach: string;
  readonly taxableEach: string;
  /** Shopify's number of the line; stored as `reference1`. */
  readonly reference: string;
}

/** What is written for an order; amounts are decimal strings with at most 4 places, below zero in a return. */
export interface ExigoOrderContent {
  readonly exigoCustomerId: number;
  /** Not `id`: Exigo numbers its orders itself. */
  readonly name: Exclude<ExigoOrderName, { by: "id" }>;
  readonly orderType: number;
  readonly orderStatus: number;
  readonly orderDate: Instant;
  readonly currencyCode: string;
  readonly warehouseId: number;
  readonly shipMethodId: number;
  readonly priceType: number;
  /** In percent. */
  readonly taxRate: string;
  readonly shipping: string;
  /** Set in a return: the order it is of. */
  readonly returnOrderId: number | null;
  /** Set when an order that exists is to become this one. */
  readonly overwriteOrderId: number | null;
  readonly notes: string;
  readonly shipTo: ExigoShipTo;
  readonly lines: readonly ExigoOrderLine[];
}

export interface ExigoTotals {
  readonly total: string;
  readonly subTotal: string;
  readonly tax: string;
  readonly shipping: string;
}

export interface ExigoPaymentContent {
  readonly amount: string;
  readonly paidAt: Instant;
  readonly paymentType: number;
  /** Up to 50 characters; ours is found by it. */
  readonly authorizationCode: string;
  readonly memo: string;
}

/** An order as Exigo has it. */
export interface ExigoOrder extends ExigoTotals {
  readonly exigoOrderId: number;
  readonly orderStatus: number;
  readonly lines: readonly Pick<ExigoOrderLine, "itemCode" | "quantity" | "priceEach" | "reference">[];
  readonly payments: readonly Pick<ExigoPaymentContent, "amount" | "authorizationCode" | "memo">[];
}

/** Orders, returns and payments in Exigo. No write here is idempotent by itself: an `unknown` one is looked up. */
export interface ExigoOrders {
  /** Those of the name, oldest first; more than one is shown as more than one. */
  findOrders(access: ExigoAccess, name: ExigoOrderName): Promise<ExigoAnswer<readonly ExigoOrder[]>>;
  createOrder(
    access: ExigoAccess,
    order: ExigoOrderContent,
  ): Promise<ExigoAnswer<{ readonly exigoOrderId: number } & ExigoTotals>>;
  /** Order and payment in one `/transaction`: both or none. */
  createPaidOrder(
    access: ExigoAccess,
    order: ExigoOrderContent,
    payment: ExigoPaymentContent,
  ): Promise<ExigoAnswer<{ readonly exigoOrderId: number } & ExigoTotals>>;
  /** Sets columns as they are, without calculating anything anew. */
  setOrderTotals(access: ExigoAccess, exigoOrderId: number, totals: ExigoTotals): Promise<ExigoAnswer<null>>;
  changeOrderStatus(
    access: ExigoAccess,
    exigoOrderId: number,
    orderStatus: number,
  ): Promise<ExigoAnswer<null>>;
  /** Records money that was taken elsewhere. */
  createPayment(
    access: ExigoAccess,
    exigoOrderId: number,
    payment: ExigoPaymentContent,
  ): Promise<ExigoAnswer<{ readonly exigoPaymentId: number }>>;
}
