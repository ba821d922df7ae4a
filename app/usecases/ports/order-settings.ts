import type { Instant } from "#core/units";

/** Where orders of one currency go in Exigo; numbers and codes are the company's own. */
export interface CurrencyPlace {
  readonly currencyCode: string;
  readonly warehouseId: number;
  readonly priceType: number;
  readonly shipMethodId: number;
}

/** How a program's orders are written to Exigo. */
export interface OrderSettings {
  /** Orders placed before are not sent; null: none are. */
  readonly sentFrom: Instant | null;
  /** By the shop's currency (ISO 4217). */
  readonly currencies: Readonly<Record<string, CurrencyPlace>>;
  /** Where an order's key stands: `orderKey`, or one of `other11` to `other20`. */
  readonly orderKey: string;
  readonly orderType: number;
  readonly paymentType: number;
  /** Whose orders those without a customer are; null: they wait. */
  readonly guestCustomerId: number | null;
  /** The item that stands for tips, things typed in by hand and money without units; null: such orders wait. */
  readonly otherItemCode: string | null;
  /** The status that a return is made in. */
  readonly returnStatus: number;
  /** Exigo takes order and payment in one `/transaction`. */
  readonly isAtomic: boolean;
}

export interface OrderSettingsReader {
  /** null: nothing was ever set, so no order is sent. */
  find(programId: number): Promise<OrderSettings | null>;
}
