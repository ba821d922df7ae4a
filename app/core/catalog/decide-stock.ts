/**
 * Whether the shop's stock was changed in the shop, although stock is Exigo's: Exigo's side says what it said when both
 * were alike, and the shop's does not. A sale or a restock of which nobody has told yet looks the same. `agreed` null: both
 * were never alike; `inShop` null: the shop does not stock it there.
 */
export function isStockChangedInShop({
  wanted,
  inShop,
  agreed,
}: {
  readonly wanted: number;
  readonly inShop: number | null;
  readonly agreed: number | null;
}): boolean {
  return inShop !== null && agreed === wanted && inShop !== wanted;
}

/**
 * What a shop is to have of an item: what Exigo has, less the units of orders that Exigo does not know of yet. Shopify
 * has taken those off already; without them a sale would come back as stock. Never below zero, whole units.
 */
export function wantedStock({
  available,
  onTheWay,
}: {
  readonly available: number;
  readonly onTheWay: number;
}): number {
  return Math.max(0, Math.floor(available) - onTheWay);
}
