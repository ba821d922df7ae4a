import type { ItemFacts } from "#core/catalog";
import type { Instant } from "#core/units";

import type { ExigoAccess, ExigoAnswer } from "./exigo.ts";

/** Where an item is sold: its price and stock are those of one currency, price type and warehouse. */
export interface SalesPlace {
  /** As the company writes it, such as `usd`. */
  readonly currencyCode: string;
  readonly priceType: number;
  readonly warehouseId: number;
}

/** An item at one place of sale. */
export interface ExigoItem extends ItemFacts {
  /** Decimal with up to 4 places; null: it has none there. */
  readonly price: string | null;
  /** Units that can be sold; null: the company counts none of it there. */
  readonly available: number | null;
  /** Units in the warehouse; null: as above. */
  readonly inStock: number | null;
}

/** null: Exigo does not say where it is. */
export interface ExigoWarehouse {
  readonly warehouseId: number;
  readonly description: string;
  readonly state: string | null;
  readonly country: string | null;
}

/** An order that left a warehouse. */
export interface ShippedOrder {
  readonly exigoOrderId: string;
  /** The order that Exigo split this one off; null: none, or it is not known. */
  readonly parentOrderId: string | null;
  /** The key that we wrote; null: the company keeps none. */
  readonly orderKey: string | null;
  readonly modifiedAt: Instant;
  readonly carrierId: number | null;
  /** As many as the company filled in, at most five. */
  readonly trackingNumbers: readonly string[];
  readonly details: readonly {
    readonly itemCode: string;
    readonly quantity: number;
    readonly reference: string | null;
  }[];
}

/** What the catalogue needs of Exigo; it is only read. */
export interface ExigoCatalog {
  /** These items at one place; those that Exigo does not know are left out. At most 50 codes. */
  readItems(
    access: ExigoAccess,
    what: SalesPlace & { readonly codes: readonly string[] },
  ): Promise<ExigoAnswer<readonly ExigoItem[]>>;
  listWarehouses(access: ExigoAccess): Promise<ExigoAnswer<readonly ExigoWarehouse[]>>;
  /**
   * Shipped orders that changed after this moment, by id, after that order. Returns are left out, and orders that Exigo
   * split: their parts say what was shipped.
   */
  listShipped(
    access: ExigoAccess,
    what: { readonly since: Instant; readonly afterOrderId: string | null; readonly limit: number },
  ): Promise<ExigoAnswer<readonly ShippedOrder[]>>;
  /** What a warehouse can send by, as the calculation of an order there tells; `itemCode` null: of an empty order. */
  listShipMethods(
    access: ExigoAccess,
    place: SalesPlace & {
      readonly shipMethodId: number;
      readonly country: string | null;
      readonly state: string | null;
      readonly itemCode: string | null;
    },
  ): Promise<ExigoAnswer<readonly { readonly shipMethodId: number; readonly description: string }[]>>;
  /**
   * Codes of items in their order, after this one, from where the settings say: a list, a report, or OData (whose address
   * is the history's).
   */
  listItemCodes(
    access: ExigoAccess,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<ExigoAnswer<readonly string[]>>;
}
