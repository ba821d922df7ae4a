const MICROS_SCALE = 6;

/**
 * Base times rate before rounding, written out exactly: `exactProduct(4995, 2, 1_500_000)` is `"74.925"`.
 * `baseMinor` is minor units of a currency of `currencyScale` places, `rateMicros` millionths of a credit per unit.
 */
export function exactProduct(baseMinor: number, currencyScale: number, rateMicros: number): string {
  const scale = currencyScale + MICROS_SCALE;
  const digits = (BigInt(baseMinor) * BigInt(rateMicros)).toString().padStart(scale + 1, "0");
  const fraction = digits.slice(-scale).replace(/0+$/, "");
  const whole = digits.slice(0, -scale);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

/** A rate in millionths as a plain decimal without trailing zeros: `1_500_000` is `"1.5"`. */
export function formatRate(rateMicros: number): string {
  return exactProduct(1, 0, rateMicros);
}
