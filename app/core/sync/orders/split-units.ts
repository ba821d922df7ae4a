/** Units of one price; the price in minor units. */
export interface PricedUnits {
  readonly quantity: number;
  readonly eachMinor: number;
}

/**
 * The price of each unit of a line whose `totalMinor` does not divide by its `quantity`: some cost one minor unit more
 * than the others, the dearer ones first, and together they cost exactly the total. `from` and `count` choose units
 * of the line, counted from 0, so that parts that are given back one after the other add up to the whole. Units beyond
 * the quantity are not there. At most two prices come out, none of them with a quantity of zero.
 */
export function splitUnits(
  line: { readonly totalMinor: number; readonly quantity: number },
  { from, count }: { readonly from: number; readonly count: number } = { from: 0, count: line.quantity },
): PricedUnits[] {
  const to = Math.min(line.quantity, from + count);
  if (line.quantity <= 0 || to <= from) return [];
  const cheapMinor = Math.floor(line.totalMinor / line.quantity);
  const dearUnits = line.totalMinor - cheapMinor * line.quantity;
  const dear = Math.max(0, Math.min(to, dearUnits) - from);
  const units = [
    { quantity: dear, eachMinor: cheapMinor + 1 },
    { quantity: to - from - dear, eachMinor: cheapMinor },
  ];
  return units.filter(({ quantity }) => quantity > 0);
}

/** What such units cost together, in minor units. */
export function sumOfUnits(units: readonly PricedUnits[]): number {
  return units.reduce((sum, { quantity, eachMinor }) => sum + quantity * eachMinor, 0);
}
