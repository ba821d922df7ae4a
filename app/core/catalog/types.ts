/** How a variant stands to Exigo's items. ignored: a person said that it is none of Exigo's. */
export type LinkState = "mapped" | "unmapped" | "ignored";

/** What runs by turns: the shops' products, Exigo's items, their prices, their stock, and what Exigo shipped. */
export type CatalogTask = "products" | "items" | "prices" | "stock" | "shipments";

export const CATALOG_TASKS: readonly CatalogTask[] = ["products", "items", "prices", "stock", "shipments"];

/** What an item is, beside its price and stock, which depend on where it is sold. */
export interface ItemFacts {
  readonly itemCode: string;
  readonly description: string;
  /** Plain text or HTML as Exigo keeps it; empty: none. */
  readonly longDetail: string;
  /** Decimal, in the unit that the company uses; null: not said. */
  readonly weight: string | null;
  /** Nothing is shipped and nothing is counted. */
  readonly isVirtual: boolean;
}

/** What steps that wait for a variant to be mapped wait for. */
export function waitsForItem(shopId: number, variantId: string): string {
  return `item/${shopId}/${variantId}`;
}

/** Why a variant was not given an item. */
export type MapItemRefusal =
  /** The code is empty or longer than Exigo's are. */
  | { readonly code: "item_code_malformed" }
  | { readonly code: "item_unknown"; readonly itemCode: string }
  /** There is no connection to Exigo, or it is paused. */
  | { readonly code: "exigo_not_connected" }
  | { readonly code: "exigo_paused" }
  /** Nobody has said in which currency, at which price type and from which warehouse items are sold there. */
  | { readonly code: "sales_place_missing" }
  /** The company's calls are used up for now. */
  | { readonly code: "exigo_busy" }
  | { readonly code: "exigo_out_of_reach" }
  /** `reason` in Exigo's own words. */
  | { readonly code: "exigo_refused"; readonly reason: string }
  | { readonly code: "variant_unknown" };
