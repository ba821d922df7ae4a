import { formatDecimal, parseDecimal } from "../units/index.ts";

/** A price on both sides, as decimals in one currency. */
export interface PriceSides {
  /** Exigo's, with up to 4 places. */
  readonly wanted: string;
  readonly inShop: string;
  /** What both had when they were equal last; null: never yet. */
  readonly agreed: string | null;
}

/**
 * equal: nothing to do. write: Exigo has another price. against_owner: the shop's was changed there, although prices
 * are Exigo's. unusable: Exigo's is finer than the currency, or not above zero, which an item without a price is said to
 * have, too; it is not written.
 */
export type PriceDecision =
  | { readonly decision: "equal" }
  | { readonly decision: "write"; readonly price: string }
  | { readonly decision: "against_owner"; readonly price: string }
  | { readonly decision: "unusable" };

/** Compares Exigo's price with the shop's. `scale`: decimal places of the shop's currency. */
export function decidePrice({ wanted, inShop, agreed }: PriceSides, scale: number): PriceDecision {
  const minor = parseDecimal(wanted, scale);
  if (minor === null || minor <= 0) return { decision: "unusable" };
  if (parseDecimal(inShop, scale) === minor) return { decision: "equal" };
  const price = formatDecimal(minor, scale);
  const wasAgreed = agreed !== null && parseDecimal(agreed, scale) === parseDecimal(inShop, scale);
  const changedInShop = agreed !== null && !wasAgreed;
  return { decision: changedInShop ? "against_owner" : "write", price };
}
