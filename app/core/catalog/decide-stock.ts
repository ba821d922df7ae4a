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
