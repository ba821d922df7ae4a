import type { Money } from "./types.ts";

const fractionDigits: Record<string, number> = {
  JPY: 0,
  KRW: 0,
  VND: 0,
  CLP: 0,
  ISK: 0,
  KWD: 3,
  BHD: 3,
  JOD: 3,
  OMR: 3,
};

export const zeroMoney: Money = { shopMinor: 0, presentmentMinor: 0 };

/** Decimal places of a currency's minor unit: 2 unless listed. */
export function currencyDigits(currency: string): number {
  return fractionDigits[currency] ?? 2;
}

/** Reads a decimal string such as "12.50" into minor units. Throws when it is no number or has too many decimals. */
export function parseMinor(decimal: string, currency: string): number {
  const digits = currencyDigits(currency);
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal.trim());
  if (!match) throw new RangeError(`"${decimal}" is not a decimal amount`);
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > digits)
    throw new RangeError(`"${decimal}" has more decimals than ${currency} allows`);
  const minor = Number(`${match[2]}${fraction.padEnd(digits, "0")}`);
  if (!Number.isSafeInteger(minor)) throw new RangeError(`"${decimal}" is too large`);
  return match[1] && minor !== 0 ? -minor : minor;
}

/** Writes minor units as the decimal string Shopify uses: 1250 USD is "12.50". */
export function formatMinor(minor: number, currency: string): string {
  const digits = currencyDigits(currency);
  const sign = minor < 0 ? "-" : "";
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The sum of amounts in both currencies. */
export function addMoney(...amounts: Money[]): Money {
  return amounts.reduce(
    (sum, amount) => ({
      shopMinor: sum.shopMinor + amount.shopMinor,
      presentmentMinor: sum.presentmentMinor + amount.presentmentMinor,
    }),
    zeroMoney,
  );
}

/** The first amount less the second. */
export function subtractMoney(from: Money, amount: Money): Money {
  return {
    shopMinor: from.shopMinor - amount.shopMinor,
    presentmentMinor: from.presentmentMinor - amount.presentmentMinor,
  };
}

/** An amount times a whole number. */
export function timesMoney(amount: Money, factor: number): Money {
  return { shopMinor: amount.shopMinor * factor, presentmentMinor: amount.presentmentMinor * factor };
}

/** The part of an amount that falls on `part` of `whole` units, rounded down; zero when `whole` is zero. */
export function portionOfMoney(amount: Money, part: number, whole: number): Money {
  const share = (minor: number): number =>
    whole === 0 ? 0 : Number((BigInt(minor) * BigInt(part)) / BigInt(whole));
  return { shopMinor: share(amount.shopMinor), presentmentMinor: share(amount.presentmentMinor) };
}

/** Splits a whole number by weights without losing a unit; the last weighted part takes the remainder. */
export function splitMinor(totalMinor: number, weights: number[]): number[] {
  let weightLeft = weights.reduce((sum, weight) => sum + weight, 0);
  let left = totalMinor;
  return weights.map((weight) => {
    const part = weightLeft === 0 ? 0 : Number((BigInt(left) * BigInt(weight)) / BigInt(weightLeft));
    left -= part;
    weightLeft -= weight;
    return part;
  });
}

/** Converts a shop amount with a rate written as a decimal string, rounding half away from zero. */
export function toPresentment(
  shopMinor: number,
  currencies: { shop: string; presentment: string; rate: string },
): Money {
  if (currencies.shop === currencies.presentment) return { shopMinor, presentmentMinor: shopMinor };
  const [whole = "0", fraction = ""] = currencies.rate.split(".");
  const shift = currencyDigits(currencies.presentment) - currencyDigits(currencies.shop);
  const numerator = BigInt(shopMinor) * BigInt(whole + fraction) * 10n ** BigInt(Math.max(shift, 0));
  const denominator = 10n ** BigInt(fraction.length + Math.max(-shift, 0));
  const half = numerator < 0n ? -denominator / 2n : denominator / 2n;
  return { shopMinor, presentmentMinor: Number((numerator + half) / denominator) };
}
