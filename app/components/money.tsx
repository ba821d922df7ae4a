import { formatDecimal } from "#core/units";

/** An amount of money in minor units of its currency: `$49.95`. */
export function formatMoney(amountMinor: number, currency: string, currencyScale: number): string {
  const plain = formatDecimal(amountMinor, currencyScale) as `${number}`;
  return new Intl.NumberFormat("en", {
    style: "currency",
    currency,
    minimumFractionDigits: currencyScale,
    maximumFractionDigits: currencyScale,
  }).format(plain);
}
