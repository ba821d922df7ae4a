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

/**
 * An exact amount of minor units in whole units of `scale` places: `exactAmount("4995.5", 2)` is `"49.955"`. A fraction
 * that no decimal says exactly, such as `100/3`, is rounded and marked as such.
 */
export function exactAmount(text: string, scale: number): string {
  if (text.includes("/")) {
    const [top = 0, bottom = 1] = text.split("/").map(Number);
    return `≈ ${(top / bottom / 10 ** scale).toFixed(scale + 2)}`;
  }
  const [whole = "0", fraction = ""] = text.split(".");
  const digits = whole.padStart(scale + 1, "0");
  const decimals = `${digits.slice(digits.length - scale)}${fraction}`.replace(/0+$/, "");
  const units = digits.slice(0, digits.length - scale);
  return decimals === "" ? units : `${units}.${decimals}`;
}
