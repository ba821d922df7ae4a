import type { LineUnits } from "./plan-packages.ts";

/** A line of an order in Exigo. */
export interface ShippedDetail {
  readonly itemCode: string;
  /** Units; negative ones are returns and shipped nothing. */
  readonly quantity: number;
  /** What we wrote beside it: the id of the line in the shop; null: nothing. */
  readonly reference: string | null;
}

/** A line of the order in the shop, with the item that it was delivered as. */
export interface OrderedLine {
  readonly lineId: string;
  readonly itemCode: string | null;
  readonly quantity: number;
}

/**
 * Which units of which lines Exigo shipped: by the line's id where Exigo kept it, otherwise by the item, filling lines
 * of the same item in their order. What matches no line, such as shipping or a discount, is left out.
 */
export function matchLines(details: readonly ShippedDetail[], ordered: readonly OrderedLine[]): LineUnits[] {
  const left = new Map(ordered.map(({ lineId, quantity }) => [lineId, quantity]));
  const units = new Map<string, number>();
  const take = (lineId: string, wanted: number): number => {
    const taken = Math.min(wanted, left.get(lineId) ?? 0);
    if (taken <= 0) return 0;
    left.set(lineId, (left.get(lineId) ?? 0) - taken);
    units.set(lineId, (units.get(lineId) ?? 0) + taken);
    return taken;
  };
  const shipped = details
    .map((detail) => ({ ...detail, quantity: Math.floor(detail.quantity) }))
    .filter(({ quantity }) => quantity > 0);
  const isKnown = ({ reference }: ShippedDetail): boolean => reference !== null && left.has(reference);
  for (const detail of shipped.filter(isKnown)) take(detail.reference ?? "", detail.quantity);
  for (const { itemCode, quantity } of shipped.filter((detail) => !isKnown(detail))) {
    let open = quantity;
    for (const line of ordered) if (line.itemCode === itemCode) open -= take(line.lineId, open);
  }
  return [...units].map(([lineId, count]) => ({ lineId, units: count }));
}
