import type { OrderLine } from "../../earning/index.ts";
import { formatDecimal, multiplyRatio } from "../../units/index.ts";
import { SETTINGS } from "../documents/types.ts";
import type { PricedUnits } from "./split-units.ts";
import type { ContentResult, DocumentLine, ItemChoice, LineItem } from "./types.ts";

const RATE_SCALE = 4;

/** A line of an order, the units of it that are written, and its item. */
export interface LineToWrite {
  readonly line: OrderLine;
  readonly units: readonly PricedUnits[];
  readonly item: LineItem;
}

/**
 * The details of lines; `sign` is -1 in a return. A line that Exigo has no item for is left out when the merchant says
 * so; its money stays in the totals. `lacks` the first item that is missing otherwise.
 */
export function documentLines(
  lines: readonly LineToWrite[],
  sign: 1 | -1,
  { otherItemCode }: ItemChoice,
): ContentResult<DocumentLine[]> {
  const details: DocumentLine[] = [];
  for (const { line, units, item } of lines) {
    if (units.length === 0) continue;
    if (item.state === "unmapped") return { ok: false, waitsFor: item.waitsFor, lacks: "item" };
    const itemCode = item.state === "mapped" ? item.itemCode : otherItemCode;
    if (itemCode === null) {
      if (item.state === "ignored") continue;
      return { ok: false, waitsFor: SETTINGS, lacks: "other_item" };
    }
    for (const { quantity, eachMinor } of units) {
      const { lineId } = line;
      details.push({ itemCode, quantity: sign * quantity, eachMinor, isTaxed: line.taxMinor > 0, lineId });
    }
  }
  return { ok: true, content: details };
}

/** What the details cost together without tax, in minor units; below zero in a return. */
export function sumOfLines(lines: readonly DocumentLine[]): number {
  return lines.reduce((sum, { quantity, eachMinor }) => sum + quantity * eachMinor, 0);
}

/** The percentage that makes this tax of the taxed lines, with 4 decimal places; 0 when none is taxed. */
export function taxRateOf(lines: readonly DocumentLine[], taxMinor: number): string {
  const taxedMinor = sumOfLines(lines.filter(({ isTaxed }) => isTaxed));
  const ratio =
    taxedMinor === 0 || taxMinor === 0
      ? 0
      : multiplyRatio(
          Math.abs(taxMinor),
          100n * 10n ** BigInt(RATE_SCALE),
          BigInt(Math.abs(taxedMinor)),
          "half-up",
        );
  return formatDecimal(ratio, RATE_SCALE);
}
