import { parseDecimal } from "../../units/index.ts";
import type { DocumentTotals } from "./types.ts";

/** An order's figures as Exigo writes them: decimals with up to 4 places. */
interface ExigoFigures {
  readonly total: string;
  readonly subTotal: string;
  readonly tax: string;
  readonly shipping: string;
}

const EXIGO_SCALE = 4;

/** Whether Exigo shows exactly these totals; a figure with more places than the currency has differs from all of them. */
export function showsTotals(shown: ExigoFigures, totals: DocumentTotals, currencyScale: number): boolean {
  const equals = (text: string, minor: number): boolean =>
    parseDecimal(text, EXIGO_SCALE) === minor * 10 ** (EXIGO_SCALE - currencyScale);
  return (
    equals(shown.total, totals.totalMinor) &&
    equals(shown.subTotal, totals.subTotalMinor) &&
    equals(shown.tax, totals.taxMinor) &&
    equals(shown.shipping, totals.shippingMinor)
  );
}
